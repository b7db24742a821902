"""Visit an origin on another machine: see what it offers, and bring what is new into the pool's storage."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from registry.pool import Pool
from registry.services.place import place_of
from registry.store.remote import Asked, Remote, Snapshot
from scanner.source.opened import Progress
from scanner.source.policy import FetchPolicy
from scanner.source.spec import RemoteSpec


@dataclass(frozen=True, slots=True)
class Visited:
    """What was found, and where its objects now lie."""

    repository: Path  # the project's held repository
    snapshot: Snapshot
    asked: Asked


def visit(pool: Pool, source: RemoteSpec, policy: FetchPolicy, name: str, progress: Progress | None = None) -> Visited:
    """Fetch all branches and tags of `source` for the project `name`, unless the commit asked for is there already.

    Raises:
        BadUsage: the policy does not allow it, or the name cannot be a project's.
        InputUnreadable: the origin cannot be reached, or has no such ref.
    """
    remote = Remote(source, policy)
    with pool.database.reading() as session:
        place = place_of(session, source.shown, name)
    repositories = pool.repositories(place.store)
    repositories.prepare()
    snapshot = remote.snapshot(repositories.held)
    asked = remote.asked(snapshot)
    if not repositories.holds(asked.commit, place.origin_key):
        remote.fetch(repositories.held, f"refs/origins/{place.origin_key}", progress)
    return Visited(repositories.held, snapshot, asked)
