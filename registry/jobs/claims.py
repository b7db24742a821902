"""How one worker at a time has a job: taken up, kept by renewing the lease, ended.

Whoever takes a job up gets a secret of its own, the claim. Everything that it says of the job later counts only while
the claim is still that one (compare and set), so a worker that was thought dead and wakes up changes nothing.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, Select, select, update
from sqlalchemy.orm import Session

from licenses.language import Text
from registry.models import Job, JobKind, JobState, Project, Release
from registry.pool import Pool

LONGEST_PAUSE = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Claim:
    """A job that is ours."""

    id: int
    kind: JobKind
    arguments: Mapping[str, Any]
    release_id: int | None
    actor: str
    attempt: int  # 1 for the first
    secret: str


class ClaimLost(Exception):
    """The job is somebody else's by now, or nobody's: stop, and say nothing."""


def take(pool: Pool, kinds: Collection[JobKind], worker: str, *, job_id: int | None = None) -> Claim | None:
    """Take up what is due the longest, or the one job that we were told of; None when there is nothing."""
    wanted = _due(kinds, pool.now()) if job_id is None else _waiting(kinds).where(Job.id == job_id)
    with pool.database.reading() as session:
        if session.scalars(wanted).first() is None:
            return None  # asked first, so that an idle worker never takes SQLite's one lock
    with pool.database.writing() as session:
        found = session.scalars(wanted.with_for_update(skip_locked=True)).first()
        if found is None:
            return None
        found.state, found.claim, found.worker = JobState.RUNNING, secrets.token_urlsafe(24), worker[:200]
        found.due_at = pool.now() + timedelta(seconds=pool.settings.jobs.lease)
        found.attempts += 1
        found.step, found.done, found.total = "", 0, 0
        return claim_of(found)


def silent(pool: Pool) -> tuple[Claim, ...]:
    """The claims whose lease is over: nobody says any more that they work on them."""
    over = select(Job).where(Job.state == JobState.RUNNING, Job.due_at <= pool.now()).order_by(Job.due_at)
    with pool.database.reading() as session:
        return tuple(claim_of(it) for it in session.scalars(over))


def claim_of(found: Job) -> Claim:
    """A running job's claim."""
    return Claim(
        found.id, found.kind, dict(found.arguments), found.release_id, found.actor, found.attempts, found.claim
    )


def _waiting(kinds: Collection[JobKind]) -> Select[Job]:
    return select(Job).where(Job.state == JobState.WAITING, Job.kind.in_(kinds)).order_by(Job.due_at, Job.id).limit(1)


def _due(kinds: Collection[JobKind], now: datetime) -> Select[Job]:
    return _waiting(kinds).where(Job.due_at <= now)


def renew(pool: Pool, claim: Claim, *, step: str, done: int, total: int) -> bool:
    """Keep the job, and show how far it is; whether somebody asked for its end.

    Raises:
        ClaimLost: it is not ours any more.
    """
    until = pool.now() + timedelta(seconds=pool.settings.jobs.lease)
    with pool.database.writing() as session:
        _must(session, claim, due_at=until, step=step[:100], done=done, total=total)
        return session.scalars(select(Job.cancelling).where(Job.id == claim.id)).one()


def finish(session: Session, claim: Claim, at: datetime) -> None:
    """The job is done, in the transaction that its last change is made in.

    Raises:
        ClaimLost: it is not ours any more; the transaction must not be committed.
    """
    _must(session, claim, state=JobState.DONE, claim="", ended_at=at, problem=None)


def give_back(pool: Pool, claim: Claim, problem: Text | None, *, pause: float) -> None:
    """Somebody shall try it again, after some seconds."""
    with pool.database.writing() as session:
        due = pool.now() + min(timedelta(seconds=pause), LONGEST_PAUSE)
        _set(session, claim, state=JobState.WAITING, claim="", due_at=due, problem=problem)


def release_untouched(pool: Pool, claim: Claim) -> None:
    """The worker goes away before the job is done: somebody shall take it up now, and this was no try."""
    with pool.database.writing() as session:
        _set(session, claim, state=JobState.WAITING, claim="", due_at=pool.now(), attempts=Job.attempts - 1)


def give_up(session: Session, claim: Claim, at: datetime, problem: Text) -> bool:
    """The job has failed for good; false when it was not ours any more."""
    return _set(session, claim, state=JobState.FAILED, claim="", ended_at=at, problem=problem)


def end_cancelled(session: Session, claim: Claim, at: datetime) -> bool:
    """The job ends because somebody asked for it; false when it was not ours any more."""
    return _set(session, claim, state=JobState.CANCELLED, claim="", ended_at=at)


def store_for(pool: Pool, job_id: int, secret: str) -> str | None:
    """The git storage that a running job is about, if this is the secret of its claim and the lease is in force."""
    statement = (
        select(Job.claim, Project.store)
        .join(Release, Release.id == Job.release_id)
        .join(Project, Project.id == Release.project_id)
        .where(Job.id == job_id, Job.state == JobState.RUNNING, Job.due_at > pool.now())
    )
    with pool.database.reading() as session:
        found = session.execute(statement).one_or_none()
    return found.store if found and secrets.compare_digest(found.claim.encode(), secret.encode()) else None


def _must(session: Session, held: Claim, /, **values: object) -> None:
    if not _set(session, held, **values):
        raise ClaimLost(held.id)


def _set(session: Session, held: Claim, /, **values: object) -> bool:
    statement = update(Job).where(Job.id == held.id, Job.state == JobState.RUNNING, Job.claim == held.secret)
    changed: CursorResult[Any] = session.execute(  # type: ignore[assignment]
        statement.values(**values).execution_options(synchronize_session=False)
    )
    return changed.rowcount == 1
