"""One source through scan, verdict and publication, for commands."""

from __future__ import annotations

import tempfile
from pathlib import Path

from msgspec.structs import replace

from licenses.cli.command import spoken_language
from licenses.language import say
from licenses.policy import RulePack
from registry.pool import Pool
from registry.services.ingest import Located, Scanned, Wishes, ingest, ingest_at
from registry.services.publish import Published
from registry.services.visit import Visited, visit
from registry.services.visits import note_visit
from registry.store.repositories import GitObjects
from scanner.advisories.configured import advisories_at
from scanner.cli.progress import progress_bar
from scanner.cli.session import scanned
from scanner.inventory import Inventory
from scanner.judge import judge
from scanner.notice_files import wordings_of
from scanner.source.policy import COMMAND_LINE
from scanner.source.spec import RemoteSpec, parse_spec


def publish_source(pool: Pool, source: str, pack: RulePack, wishes: Wishes, *, quiet: bool) -> Published:
    """Scan, judge and publish.

    Raises:
        InputUnreadable: the source cannot be read.
        BadUsage: the project's name is wrong or taken.
    """
    spec = parse_spec(source)
    if isinstance(spec, RemoteSpec):
        return _publish_remote(pool, spec, pack, wishes, quiet=quiet)
    with (
        scanned(source, quiet=quiet) as scan,
        tempfile.TemporaryDirectory(prefix="trustpool-publish-") as scratch,
        advisories_at() as known,
    ):
        verdict = judge(scan.inventory, pack, known=known)
        return ingest(pool, Scanned(source, scan.opened, scan.inventory, verdict), wishes, Path(scratch))


def _publish_remote(pool: Pool, source: RemoteSpec, pack: RulePack, wishes: Wishes, *, quiet: bool) -> Published:
    """Fetch with all history into the pool, then scan there."""
    with progress_bar(say("fetching", spoken_language()), quiet=quiet) as progress:
        visited = visit(pool, source, COMMAND_LINE, wishes.name or source.name, progress)
    asked = visited.asked
    with scanned(f"{visited.repository}@{asked.commit}", quiet=quiet) as scan, advisories_at() as known:
        inventory = _as_remote(scan.inventory, source, visited)
        located = Located(asked.commit, GitObjects(visited.repository / "objects"), asked.branch, asked.tag)
        words = wordings_of(scan.inventory, scan.opened.tree)
        done = ingest_at(pool, inventory, judge(inventory, pack, known=known), located, wishes, words)
    note_visit(pool, source.shown, visited.snapshot)
    return done


def _as_remote(inventory: Inventory, source: RemoteSpec, visited: Visited) -> Inventory:
    """The inventory of the pool's own copy, as that of the source; how the pool stores objects is no problem of it."""
    facts = replace(
        inventory.source, location=source.shown, name=source.name, ref=source.ref or "HEAD", commit=visited.asked.commit
    )
    problems = tuple(it for it in inventory.problems if it.code != "objects-borrowed")
    return replace(inventory, source=facts, problems=problems)
