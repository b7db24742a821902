"""`trustpool jobs`: submit sources, see what becomes of them, cancel, try again; here or in a pool elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from licenses.cli.command import spoken, spoken_language, spoken_option
from licenses.cli.group import SpokenGroup
from licenses.errors import BadUsage, ExitCode, TrustpoolError
from licenses.language import Language, Text, msgid, say, text

if TYPE_CHECKING:
    from registry.api import answers
    from registry.services.jobs import JobRow

STATES = ("waiting", "running", "done", "failed", "cancelled")
KINDS = ("visit", "scan", "record", "deliver", "package")
_MESSAGES = (  # of `_line`
    *(msgid("waiting"), msgid("running"), msgid("done"), msgid("failed"), msgid("cancelled")),
    *(msgid("asking"), msgid("fetching"), msgid("scanning"), msgid("recording")),
)


def elsewhere() -> Callable[[Any], Any]:
    """`--pool ADDRESS`: of a command that works on the pool here when it is not given."""
    return spoken_option(
        "--pool", "address", default="", metavar="ADDRESS", help=msgid("Ask this pool on another machine instead.")
    )


@click.group("jobs", cls=SpokenGroup, help=msgid("What the pool does in the background."))
def command() -> None:
    """The group itself does nothing."""


@spoken(
    "submit",
    help=msgid(
        "Register each SOURCE, the address of a git repository with an optional @REF or the purl of a package, and ask "
        "for a visit: a worker fetches, scans, judges and publishes it. Exit code 2 when one cannot be submitted; the "
        "others still are."
    ),
)
@click.argument("sources", metavar="[SOURCE]...", nargs=-1)
@spoken_option(
    "--file",
    "files",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=msgid("A list of sources, one a line; empty lines and lines that begin with # are passed over."),
)
@spoken_option("--name", default="", metavar="NAME", help=msgid("Name of the project; by default the source's own."))
@spoken_option(
    "--organisation", default="", metavar="NAME", help=msgid("The organisation that a new project belongs to.")
)
def submit(sources: tuple[str, ...], files: tuple[Path, ...], name: str, organisation: str) -> ExitCode:
    """Submit one after the other."""
    from registry.pool import open_pool
    from registry.services.ingest import local_actor
    from registry.services.sources_list import read_list
    from registry.services.submit import submit as submit_source

    language, outcome = spoken_language(), ExitCode.CLEAN
    wanted = [*sources, *(source for file in files for source in read_list(file.read_text(encoding="utf-8")))]
    if not wanted:
        raise BadUsage(text("there is no source to submit"))
    if name and len(wanted) > 1:
        raise BadUsage(text("--name names one project, but there are {count} sources", count=len(wanted)))
    with open_pool() as pool:
        for source in wanted:
            try:
                done = submit_source(pool, source, actor=local_actor(), name=name, organisation=organisation)
            except TrustpoolError as wrong:
                outcome = ExitCode.USAGE
                click.echo(f"{source}: {wrong.what.to(language)}", err=True)
            else:
                click.echo(say("{project}: job {job}", language, project=done.project, job=done.job))
    return outcome


@spoken("refresh", help=msgid("Ask for a visit of the origins of each PROJECT, or of all."))
@click.argument("projects", metavar="[PROJECT]...", nargs=-1)
def refresh(projects: tuple[str, ...]) -> None:
    """Ask; workers do it."""
    from registry.pool import open_pool
    from registry.services.ingest import local_actor
    from registry.services.schedule import ask_for_visits

    with open_pool() as pool:
        asked = ask_for_visits(pool, projects, actor=local_actor())
        click.echo(say("visits asked for: {count}", spoken_language(), count=len(asked)))


@spoken("list", help=msgid("Jobs, the newest first."))
@spoken_option("--state", type=click.Choice(STATES), default=None, help=msgid("Only those in this state."))
@spoken_option("--kind", type=click.Choice(KINDS), default=None, help=msgid("Only those of this kind."))
@spoken_option("--project", default="", metavar="NAME", help=msgid("Only those of this project."))
@spoken_option("--limit", type=click.IntRange(1, 100), default=20, show_default=True, help=msgid("How many are shown."))
@elsewhere()
def list_jobs(state: str | None, kind: str | None, project: str, limit: int, address: str) -> None:
    """One line a job, and a second one that says why it failed."""
    if address:
        from registry.cli.remote.chosen import chosen_pool

        _print(chosen_pool(address)[0].jobs(state=state or "", kind=kind or "", project=project, most=limit))
        return
    from registry.models import JobKind, JobState
    from registry.pool import open_pool
    from registry.services.jobs import find_jobs

    with open_pool() as pool:
        narrowed = JobState(state) if state else None, JobKind(kind) if kind else None
        _print(find_jobs(pool, state=narrowed[0], kind=narrowed[1], project=project, limit=limit).items)


@spoken("show", help=msgid("How far the job NUMBER is, and what became of it."))
@click.argument("number", type=int)
@elsewhere()
def show(number: int, address: str) -> None:
    """The line of `list`, and what it leaves out."""
    if address:
        from registry.cli.remote.chosen import chosen_pool

        _show(chosen_pool(address)[0].job(number))
        return
    from registry.pool import open_pool
    from registry.services.jobs import job

    with open_pool() as pool:
        _show(job(pool, number))


@spoken("cancel", help=msgid("End the job NUMBER: at once when it waits, soon when it runs."))
@click.argument("number", type=int)
@elsewhere()
def cancel(number: int, address: str) -> None:
    """Cancel, and show what became of it."""
    if address:
        from registry.cli.remote.chosen import chosen_pool

        _show(chosen_pool(address)[0].steer_job(number, "cancel"))
        return
    from registry.pool import open_pool
    from registry.services.ingest import local_actor
    from registry.services.jobs import cancel as cancel_job
    from registry.services.jobs import job

    with open_pool() as pool:
        cancel_job(pool, number, actor=local_actor())
        _show(job(pool, number))


@spoken("retry", help=msgid("Ask anew for what the job NUMBER failed to do; prints its new number."))
@click.argument("number", type=int)
@elsewhere()
def retry(number: int, address: str) -> None:
    """Ask again."""
    if address:
        from registry.cli.remote.chosen import chosen_pool

        click.echo(chosen_pool(address)[0].steer_job(number, "retry").id)
        return
    from registry.pool import open_pool
    from registry.services.ingest import local_actor
    from registry.services.jobs import try_again

    with open_pool() as pool:
        click.echo(try_again(pool, number, actor=local_actor()))


for subcommand in (submit, refresh, list_jobs, show, cancel, retry):
    command.add_command(subcommand)


def _print(rows: Iterable[JobRow | answers.Job]) -> None:
    language, found = spoken_language(), False
    for row in rows:
        found = True
        click.echo(_line(row, language))
    if not found:
        click.echo(say("there are no such jobs", language), err=True)


def _line(row: JobRow | answers.Job, language: Language) -> str:
    step = f" {Text(row.step).to(language)}" if row.step and not row.ended_at else ""
    how_far = f"{step} {row.done}/{row.total}" if step and row.total else step
    shown = f"{row.id:>6} {row.kind.value:8} {Text(row.state.value).to(language)}{how_far}  {row.subject}"
    why = row.problem.to(language) if isinstance(row.problem, Text) else row.problem
    return f"{shown}\n       {why}" if why else shown


def _show(row: JobRow | answers.Job) -> None:
    language = spoken_language()
    click.echo(_line(row, language))
    facts = {
        msgid("Project"): row.project or "—",
        msgid("Asked for by"): row.actor,
        msgid("Asked for at"): f"{row.created_at:%Y-%m-%d %H:%M:%S} UTC",
        msgid("Tries"): str(row.attempts),
        msgid("Over since"): f"{row.ended_at:%Y-%m-%d %H:%M:%S} UTC" if row.ended_at else "—",
    }
    for name, value in facts.items():
        click.echo(f"       {say(name, language)}: {value}")
    if row.cancelling and not row.ended_at:
        click.echo(f"       {say('it was asked to end', language)}")
