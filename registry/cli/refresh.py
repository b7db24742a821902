"""`trustpool refresh [PROJECT…]`: look at the origins on other machines again, and publish what is new."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from licenses.cli.command import spoken, spoken_language, spoken_option
from licenses.errors import ExitCode
from licenses.language import msgid, say

if TYPE_CHECKING:
    from registry.pool import Pool
    from registry.store.remote import Snapshot

MOST_TAGS = 20  # new tags that one visit publishes, the last by name first


@spoken(
    "refresh",
    help=msgid(
        "Visit the git origins on other machines of each PROJECT, or of all: what changed is fetched, scanned, judged "
        "and published, the default branch and each new tag. Every visit is recorded. Exit codes: 1 something was "
        "rejected, 3 an origin did not answer."
    ),
)
@click.argument("projects", metavar="[PROJECT]...", nargs=-1)
@spoken_option("--pack", default="default", metavar="NAME", help=msgid("Rule pack, by name or by path."))
@spoken_option("-q", "--quiet", is_flag=True, help=msgid("No progress bar."))
def command(projects: tuple[str, ...], pack: str, quiet: bool) -> ExitCode:
    """Visit one after the other; one that does not answer does not keep the others."""
    from licenses.errors import InputUnreadable
    from licenses.policy import load_pack
    from registry.cli.outcome import lines
    from registry.cli.session import publish_source
    from registry.models import State
    from registry.pool import open_pool
    from registry.services.ingest import Wishes
    from registry.services.visits import git_origins, note_unreachable

    language, rules, outcome = spoken_language(), load_pack(pack), ExitCode.CLEAN
    with open_pool() as pool:
        for name, location in git_origins(pool, projects):
            try:
                for source in _changed(pool, location):
                    done = publish_source(pool, source, rules, Wishes(name), quiet=quiet)
                    click.echo("\n".join(lines(done, language)))
                    if done.state is State.REJECTED:
                        outcome = max(outcome, ExitCode.REFUSED)
            except InputUnreadable as silent:
                note_unreachable(pool, location, silent.what)
                click.echo(
                    say("{location}: unreachable: {why}", language, location=location, why=silent.what.to(language))
                )
                outcome = ExitCode.UNREADABLE
    return outcome


def _changed(pool: Pool, location: str) -> Iterator[str]:
    """What to publish of an origin: nothing when it offers what it offered the last time."""
    from registry.services.visits import known_refs, note_visit
    from registry.store.remote import Remote
    from scanner.source.policy import COMMAND_LINE
    from scanner.source.spec import RemoteSpec, parse_spec

    source = parse_spec(location)
    if not isinstance(source, RemoteSpec):
        return
    before = known_refs(pool, location)
    now = Remote(source, COMMAND_LINE).snapshot(pool.home.git)
    if before == dict(now.refs):
        note_visit(pool, location, now)
        click.echo(say("{location}: unchanged", spoken_language(), location=location))
        return
    if before.get("HEAD") != now["HEAD"]:
        yield location
    yield from (f"{location}@{tag}" for tag in _new_tags(before, now))


def _new_tags(before: dict[str, str], now: Snapshot) -> list[str]:
    new = [ref.removeprefix("refs/tags/") for ref, _ in now.refs if ref.startswith("refs/tags/") and ref not in before]
    return new[-MOST_TAGS:]
