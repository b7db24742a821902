"""When origins are visited: when somebody asks, and every so many hours when the settings say so."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import cast

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


def answered(pool: Pool, session: Session, location: str) -> None:
    """An origin answered a visit: the next is due as usual, however long it had been silent."""
    if hours := pool.settings.refresh.every:
        origin = session.scalars(select(Origin).where(Origin.location == location)).one()
        origin.next_visit_at = pool.now() + timedelta(hours=hours) * _spread(origin)


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
    """Until the next visit: for an origin that fell silent as long as it has been silent, and never the same for all.

    So the pause doubles from visit to visit, however often each of them was tried.
    """
    silence = _silence(session, origin)
    longest: timedelta = max(LONGEST, every)
    return min(max(every, silence), longest) * _spread(origin)


def _spread(origin: Origin) -> float:
    """Between 90 and 110 hundredths, by the origin's own number: visits spread over the hours by themselves."""
    return 0.9 + hashlib.sha256(origin.location.encode()).digest()[0] / 255 * 0.2


def _silence(session: Session, origin: Origin) -> timedelta:
    """From its last answer, or from when it became known, to the last time that it did not answer."""
    visits = select(Visit.found, Visit.at).where(Visit.origin_id == origin.id).order_by(Visit.id.desc()).limit(1)
    last = session.execute(visits).first()
    if last is None or last.found is not Found.UNREACHABLE:
        return timedelta(0)
    answered = session.execute(visits.where(Visit.found != Found.UNREACHABLE)).first()
    since: datetime = answered.at if answered else origin.created_at
    return cast(timedelta, last.at - since)


def is_remote(location: str) -> bool:
    """Whether a location is on another machine."""
    try:
        return isinstance(parse_spec(location), RemoteSpec)
    except TrustpoolError:  # a path that is gone
        return False
