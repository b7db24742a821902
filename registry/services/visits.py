"""The record of visits: when the pool looked at an origin and what it found, also when nobody answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from licenses.language import Text
from registry.models import Found, Origin, Project, Snapshot, Visit
from registry.pool import Pool
from registry.services.pages import Page, number, page_of
from registry.services.projects import named
from registry.store.remote import Snapshot as Seen
from scanner.inventory import SourceKind

MOST_CHANGED = 100  # names of one visit


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One visit."""

    location: str
    at: datetime
    found: Found
    refs: int  # branches and tags that were offered; 0 when it was unreachable
    problem: Text | None
    changed: tuple[str, ...] = ()  # branches and tags that are new, elsewhere or gone since it answered before


def note_visit(pool: Pool, location: str, seen: Seen) -> Found:
    """Record what an origin offered, compared with the last time that it answered."""
    with pool.database.writing() as session:
        return note_seen(session, location, seen, pool.now())


def note_seen(session: Session, location: str, seen: Seen, at: datetime) -> Found:
    """The same within the session's transaction."""
    origin = session.scalars(select(Origin).where(Origin.location == location)).one()
    found = Found.UNCHANGED if last_seen(session, origin.id) == seen.digest else Found.CHANGED
    if session.get(Snapshot, seen.digest) is None:
        session.add(Snapshot(sha256=seen.digest, head=seen.head, refs=[list(pair) for pair in seen.refs]))
        session.flush()
    session.add(Visit(origin_id=origin.id, at=at, found=found, snapshot_sha256=seen.digest))
    return found


def note_unreachable(pool: Pool, location: str, problem: Text) -> None:
    """Record that an origin did not answer; nothing when the pool does not know the origin yet."""
    with pool.database.writing() as session:
        origin = session.scalars(select(Origin).where(Origin.location == location)).one_or_none()
        if origin:
            session.add(Visit(origin_id=origin.id, at=pool.now(), found=Found.UNREACHABLE, problem=problem))


def last_seen(session: Session, origin_id: int) -> str | None:
    """The digest of what the origin offered when it last answered."""
    answered = select(Visit.snapshot_sha256).where(Visit.origin_id == origin_id, Visit.snapshot_sha256.is_not(None))
    return session.scalars(answered.order_by(Visit.id.desc()).limit(1)).first()


def known_refs(pool: Pool, location: str) -> dict[str, str]:
    """The branches and tags that the origin offered when it last answered."""
    with pool.database.reading() as session:
        statement = (
            select(Snapshot.refs)
            .join(Visit, Visit.snapshot_sha256 == Snapshot.sha256)
            .join(Origin, Origin.id == Visit.origin_id)
            .where(Origin.location == location)
            .order_by(Visit.id.desc())
        )
        return dict(session.scalars(statement.limit(1)).first() or [])


def git_origins(pool: Pool, projects: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Project and location of each git origin, of some projects or of all.

    Raises:
        NotFound: there is no project of one of the names.
    """
    statement = select(Project.name, Origin.location).join(Project, Project.id == Origin.project_id)
    with pool.database.reading() as session:
        if projects:
            statement = statement.where(Project.id.in_([named(session, name).id for name in projects]))
        rows = session.execute(statement.where(Origin.kind == SourceKind.GIT).order_by(Origin.id)).all()
        return tuple((name, location) for name, location in rows)


def visits_of(pool: Pool, project: str, *, cursor: str = "", limit: int = 50) -> Page[VisitRow]:
    """Visits to a project's origins, the newest first.

    Raises:
        NotFound: there is no such project.
        BadUsage: the cursor is not one of ours.
    """
    before = number(cursor)
    with pool.database.reading() as session:
        found = named(session, project)
        statement = (
            select(Visit, Origin.location)
            .join(Origin, Origin.id == Visit.origin_id)
            .where(Origin.project_id == found.id)
            .order_by(Visit.id.desc())
            .limit(limit + 1)
        )
        found_rows = session.execute(statement.where(Visit.id < before) if before else statement).all()
        rows = [_row(session, it, location) for it, location in found_rows]
        return page_of(rows, limit, [str(it.id) for it, _ in found_rows])


def _row(session: Session, it: Visit, location: str) -> VisitRow:
    refs = dict(it.snapshot.refs) if it.snapshot else {}
    changed = _changed(_refs_before(session, it), refs) if it.found is Found.CHANGED else ()
    return VisitRow(location, it.at, it.found, len(refs), it.problem, changed)


def _changed(before: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    names = sorted(before.keys() | now.keys())
    return tuple(name for name in names if before.get(name) != now.get(name))[:MOST_CHANGED]


def _refs_before(session: Session, it: Visit) -> dict[str, str]:
    """What the origin offered when it last answered before this visit."""
    statement = select(Snapshot.refs).join(Visit, Visit.snapshot_sha256 == Snapshot.sha256)
    earlier = statement.where(Visit.origin_id == it.origin_id, Visit.id < it.id).order_by(Visit.id.desc())
    return dict(session.scalars(earlier.limit(1)).first() or [])
