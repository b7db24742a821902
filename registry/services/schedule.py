"""When origins are visited: when somebody asks, and every so many hours when the settings say so."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from licenses.errors import TrustpoolError
from registry.models import Found, JobKind, Origin, Visit
from registry.pool import Pool
from registry.services.enqueue import enqueue
from registry.services.projects import named
from registry.services.visits import git_origins
from scanner.inventory import SourceKind
from scanner.source.spec import RemoteSpec, parse_spec

MOST = 200  # origins that one round asks for
LONGEST = timedelta(days=14)  # between two visits of an origin that does not answer
SCHEDULE = "schedule"  # who asks


def ask_for_visits(pool: Pool, projects: tuple[str, ...], *, actor: str) -> tuple[int, ...]:
    """Ask for a visit of each origin on another machine, of some projects or of all; the jobs' numbers.

    Raises:
        NotFound: there is no project of one of the names.
    """
    asked = []
    for name, location in git_origins(pool, projects):
        if is_remote(location):
            with pool.database.writing() as session:
                asked.append(ask_for_visit(session, location, name, actor=actor, at=pool.now()))
    return tuple(asked)


def ask_for_visit(session: Session, location: str, project: str, *, actor: str, at: datetime) -> int:
    """Ask for a visit of a known origin; the job's number."""
    arguments = {"subject": location, "location": location, "name": project}
    project_id = named(session, project).id
    key = f"visit:{location}"
    return enqueue(session, JobKind.VISIT, key, arguments=arguments, actor=actor, at=at, project_id=project_id)


def ask_for_due_visits(pool: Pool) -> int:
    """Ask for the visits that the schedule has come to; how many origins that were."""
    hours = pool.settings.refresh.every
    if not hours:
        return 0
    now = pool.now()
    due = or_(Origin.next_visit_at.is_(None), Origin.next_visit_at <= now)
    with pool.database.reading() as session:
        ids = session.scalars(select(Origin.id).where(Origin.kind == SourceKind.GIT, due).limit(MOST)).all()
    return sum(_schedule(pool, origin_id, timedelta(hours=hours), now) for origin_id in ids)


def _schedule(pool: Pool, origin_id: int, every: timedelta, now: datetime) -> bool:
    """Ask, and set the next time, in one transaction; false when another runner was faster."""
    with pool.database.writing() as session:
        origin = session.get_one(Origin, origin_id)
        seen = origin.next_visit_at
        same = Origin.next_visit_at.is_(None) if seen is None else Origin.next_visit_at == seen
        pause = _pause(session, origin, every)
        statement = update(Origin).where(Origin.id == origin_id, same).values(next_visit_at=now + pause)
        changed = session.execute(statement.execution_options(synchronize_session=False))
        if changed.rowcount != 1:  # type: ignore[attr-defined]
            return False
        if is_remote(origin.location):
            ask_for_visit(session, origin.location, origin.project.name, actor=SCHEDULE, at=now)
        return True


def _pause(session: Session, origin: Origin, every: timedelta) -> timedelta:
    """Until the next visit: longer for an origin that fell silent, and never the same for all."""
    last = select(Visit.found).where(Visit.origin_id == origin.id).order_by(Visit.id.desc()).limit(6)
    silent = 0
    for found in session.scalars(last):
        if found is not Found.UNREACHABLE:
            break
        silent += 1
    # between 90 and 110 hundredths, by the origin's own number: visits spread over the hours by themselves
    spread = 0.9 + hashlib.sha256(origin.location.encode()).digest()[0] / 255 * 0.2
    longest: timedelta = max(LONGEST, every)
    return min(every * (1 << silent), longest) * spread


def is_remote(location: str) -> bool:
    """Whether a location is on another machine."""
    try:
        return isinstance(parse_spec(location), RemoteSpec)
    except TrustpoolError:  # a path that is gone
        return False
