"""The command `trustpool`: one group whose subcommands are imported only when they run.

Here because `web` is the room that may see all others; each subcommand lives next to the thing it drives.
"""

from __future__ import annotations

import atexit
import gc
import gettext
import importlib
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import FunctionType

import click

from licenses.cli.command import language_in
from licenses.errors import ExitCode, TrustpoolError
from licenses.language import Language, catalogue, msgid, say

_ALLOCATIONS = 200_000  # of containers, net, between two looks for reference cycles

_FRAME = (1 << 15) + 1  # words; the piece that holds it has as many again, and none but those touched takes memory

# name -> (module with a `command`, one line for `trustpool --help`)
COMMANDS: dict[str, tuple[str, str]] = {
    "scan": ("scanner.cli.scan", msgid("Find licences, packages and problems in a source.")),
    "gate": ("scanner.cli.gate", msgid("Scan a source and judge it by a rule pack.")),
    "publish": ("registry.cli.publish", msgid("Scan, judge, sign and bring sources into the pool.")),
    "serve": ("web.cli.serve", msgid("Serve the pool: pages, JSON and git clone.")),
    "verify": ("scanner.cli.verify", msgid("Check a published file against its signed attestation, offline.")),
    "sbom": ("scanner.cli.sbom", msgid("Convert, merge, compare and validate SBOMs of any tool.")),
    "licences": ("scanner.cli.licences", msgid("What licences say, what may go into what, what a project owes.")),
    "refresh": ("registry.cli.refresh", msgid("Look at origins on other machines again, publish what is new.")),
    "login": ("registry.cli.remote.login", msgid("Keep a token and the key of a pool on another machine.")),
    "search": ("registry.cli.remote.search", msgid("Find projects in a pool on another machine.")),
    "fetch": ("registry.cli.remote.fetch", msgid("Download a release from a pool, kept only when it verifies.")),
    "submit": ("registry.cli.remote.submit", msgid("Send git addresses and archives to a pool on another machine.")),
    "review": ("registry.cli.remote.review", msgid("See what waits in a pool, and decide.")),
    "agree": ("registry.cli.remote.agree", msgid("Read and accept the usage agreement of an organisation.")),
    "jobs": ("registry.cli.jobs", msgid("Submit sources, see what becomes of them, cancel, try again.")),
    "worker": ("registry.cli.worker", msgid("Do the pool's jobs: visits, scans, deliveries.")),
    "admin": (
        "registry.cli.admin.group",
        msgid("Set a pool up, look after it: init, users, check, backup."),
    ),
    "demo": ("web.cli.demo", msgid("Publish a folder of sample projects and serve the pool.")),
}

HELP = msgid("trustpool: scan, judge, publish and verify open-source code.")


class LazyGroup(click.Group):
    """Lists its commands from the table above; imports one when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which a person meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(COMMANDS[cmd_name][0]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """One line a command, without importing any."""
        spoken = catalogue(ctx.find_root().obj).gettext
        with formatter.section(gettext.gettext("Commands")):
            formatter.write_dl([(name, spoken(line)) for name, (_, line) in COMMANDS.items()])

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The group's sentence, in the person's language."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(catalogue(ctx.find_root().obj).gettext(HELP))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="trustpool", message="%(prog)s %(version)s")
@click.option("--lang", type=click.Choice(["en", "zh"]), expose_value=False, help="English / 中文")
def root() -> None:
    """The group itself does nothing."""


def main(arguments: list[str] | None = None) -> None:
    """Run a command line and leave the process with a documented exit code."""
    # a scan makes a million small values and hardly a reference cycle: looking for cycles costs more than they hold
    gc.set_threshold(_ALLOCATIONS)
    words = sys.argv[1:] if arguments is None else arguments
    # numpy's linear algebra, which nothing here uses, would start a thread for each core when it is first imported
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    language = language_in(words)
    let_click_speak(language)
    outcome = _with_room(lambda: run(words, language))
    if arguments is None and not os.environ.get("TRUSTPOOL_DEBUG"):
        _leave(outcome)
    sys.exit(outcome)


def _with_room(work: Callable[[], int]) -> int:
    """Do `work` with stack ahead of it.

    CPython keeps the frames of Python functions in pieces of 16 KiB, and a loop whose calls cross the end of one maps
    and unmaps the next at each call: thousands of times in a scan that happens to begin at the wrong depth. A frame
    larger than a piece gets one of its own size, with room for all that is called from it.
    """
    roomy = FunctionType(_call.__code__.replace(co_stacksize=_FRAME), globals())
    outcome: int = roomy(work)
    return outcome


def _call(work: Callable[[], int]) -> int:
    return work()


def _leave(outcome: int) -> None:
    """End the process without taking a scan's million values apart one by one, which takes as long as starting did.

    What registered for the end (temporary files, logs, child processes) is called as usual; a process with other
    threads ends in the usual way.
    """
    if threading.active_count() > 1:
        return
    atexit._run_exitfuncs()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        pass  # the reader went away after the last write: there is nobody to tell
    os._exit(outcome)


def run(words: list[str], language: Language) -> int:
    """Run a command line; the exit code (licenses.errors.ExitCode, or 130 when interrupted)."""
    try:
        outcome = root.main(words, prog_name="trustpool", standalone_mode=False, obj=language)
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.Abort:
        return 130
    except click.ClickException as wrong:
        wrong.show()
        return ExitCode.USAGE
    except TrustpoolError as error:
        _show(error, language)
        return error.exit_code
    except (BrokenPipeError, SystemExit):  # click turns the first into the second
        # the reader of our output went away (`| head`): not an error, but nothing more may be written
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.CLEAN
    except Exception as defect:
        if os.environ.get("TRUSTPOOL_DEBUG"):
            raise
        _show_defect(defect, language)
        return ExitCode.INTERNAL
    return outcome if isinstance(outcome, int) else ExitCode.CLEAN


def _show(error: TrustpoolError, language: Language) -> None:
    click.echo(f"{say('error', language)}: {error.what.to(language)}", err=True)
    if error.where:
        click.echo(f"  {error.where}", err=True)
    if error.hint:
        click.echo(f"  {error.hint.to(language)}", err=True)


def _show_defect(defect: Exception, language: Language) -> None:
    cause = f"{type(defect).__name__}: {defect}"
    click.echo(say("error: a defect in trustpool: {cause}", language, cause=cause), err=True)
    click.echo("  " + say("run it again with TRUSTPOOL_DEBUG=1 for the details, and report them", language), err=True)


def let_click_speak(language: Language) -> None:
    """Click's own words (Usage, Options, its errors) go through gettext's default domain; ours holds them too."""
    os.environ["LANGUAGE"] = {"zh": "zh_Hans_CN", "en": "C"}[language]
    translations = Path(__file__).resolve().parent.parent / "licenses" / "translations"
    gettext.bindtextdomain("licenses", str(translations))
    gettext.textdomain("licenses")


if __name__ == "__main__":
    main()
