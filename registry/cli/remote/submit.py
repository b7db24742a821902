"""`trustpool submit SOURCE…`: send addresses of git repositories and archives to a pool on another machine."""

from __future__ import annotations

import click

from licenses.cli.command import spoken, spoken_language, spoken_option
from licenses.errors import BadUsage, ExitCode
from licenses.language import msgid, say, text
from registry.cli.remote.chosen import chosen_pool, pool_option

WAIT = 3600  # seconds


@spoken(
    "submit",
    help=msgid(
        "Send each SOURCE to a pool: the address of a git repository with an optional @REF, the purl of a package with "
        "its version, or an archive on this machine. The pool scans and judges it; with --wait, the outcome is shown. "
        "Exit codes: 1 rejected, 3 it cannot be read or was not done in time."
    ),
)
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@spoken_option("--name", default="", metavar="NAME", help=msgid("Name of the project; by default the source's own."))
@spoken_option(
    "--organisation", default="", metavar="NAME", help=msgid("The organisation that a new project belongs to.")
)
@spoken_option("--version", default="", metavar="LABEL", help=msgid("What people call the release of an archive."))
@spoken_option("--wait", is_flag=True, help=msgid("Wait for the outcome."))
@pool_option()
def command(sources: tuple[str, ...], name: str, organisation: str, version: str, wait: bool, address: str) -> ExitCode:
    """Send one after the other."""
    if name and len(sources) > 1:
        raise BadUsage(text("--name names one project, but there are {count} sources", count=len(sources)))
    code = ExitCode.CLEAN
    for source in sources:
        code = max(code, send_to(address, source, name, organisation, version, wait=wait))
    return code


def send_to(address: str, source: str, name: str, organisation: str, version: str, *, wait: bool) -> ExitCode:
    """Send one source; 1 when it was rejected."""
    from registry.client.sending import Wanted, outcome, send
    from registry.models import State

    pool, _ = chosen_pool(address)
    language = spoken_language()
    sent = send(pool, Wanted(source, name, organisation, version))
    if sent.job is not None:
        click.echo(say("{project}: job {job}", language, project=sent.project, job=sent.job))
    if not wait:
        return ExitCode.CLEAN
    found = outcome(pool, sent, seconds=WAIT)
    click.echo(
        say(
            "{project} {label} is {state} now",
            language,
            project=found.project,
            label=found.label,
            state=found.state.value,
        )
    )
    if found.reason:
        click.echo(f"  {found.reason}")
    return ExitCode.REFUSED if found.state is State.REJECTED else ExitCode.CLEAN
