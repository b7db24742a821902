"""Jobs as people and programs see them: asked for, listed, cancelled, tried again. `registry.jobs` runs them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from licenses.language import Text, text
from registry.models import Job, JobKind, JobState
from registry.pool import Pool
from registry.services.pages import Page, number, page_of
from registry.services.projects import NotFound
from registry.services.workflow import BadTransition

OPEN = (JobState.WAITING, JobState.RUNNING)


@dataclass(frozen=True, slots=True)
class JobRow:
    """One job."""

    id: int
    kind: JobKind
    subject: str  # what it is about, for people: a location, a release, an address
    state: JobState
    step: str
    done: int
    total: int
    attempts: int
    worker: str
    problem: Text | None
    actor: str
    created_at: datetime
    due_at: datetime
    ended_at: datetime | None
    cancelling: bool


def enqueue(
    session: Session,
    kind: JobKind,
    key: str,
    *,
    arguments: Mapping[str, object],
    actor: str,
    at: datetime,
    release_id: int | None = None,
) -> int:
    """Ask for work within the session's transaction; the id of the open job that does it."""
    open_one = select(Job.id).where(Job.key == key, Job.state.in_(OPEN))
    if (found := session.scalars(open_one).first()) is not None:
        return found
    job = Job(
        kind=kind,
        key=key,
        arguments=dict(arguments),
        release_id=release_id,
        actor=actor,
        state=JobState.WAITING,
        due_at=at,
        created_at=at,
    )
    try:
        with session.begin_nested():
            session.add(job)
    except IntegrityError:
        # somebody asked for the same at the same moment
        return session.scalars(open_one).one()
    return job.id


def job(pool: Pool, job_id: int) -> JobRow:
    """One job.

    Raises:
        NotFound: there is none of that number.
    """
    with pool.database.reading() as session:
        return _row(_numbered(session, job_id))


def find_jobs(pool: Pool, *, state: JobState | None = None, cursor: str = "", limit: int = 50) -> Page[JobRow]:
    """Jobs, the newest first.

    Raises:
        BadUsage: the cursor is not one of ours.
    """
    statement = select(Job).order_by(Job.id.desc()).limit(limit + 1)
    if state:
        statement = statement.where(Job.state == state)
    if before := number(cursor):
        statement = statement.where(Job.id < before)
    with pool.database.reading() as session:
        rows = [_row(it) for it in session.scalars(statement)]
        return page_of(rows, limit, [str(it.id) for it in rows])


def cancel(pool: Pool, job_id: int) -> JobState:
    """End a job: at once when it waits, soon when it runs; its state now.

    Raises:
        NotFound: there is none of that number.
        BadTransition: it has ended.
    """
    with pool.database.writing() as session:
        found = _numbered(session, job_id, locked=True)
        if found.state not in OPEN:
            raise _ended(found)
        if found.state is JobState.WAITING:
            found.state, found.ended_at = JobState.CANCELLED, pool.now()
        found.cancelling = True
        return found.state


def try_again(pool: Pool, job_id: int, *, actor: str) -> int:
    """Ask anew for what a job failed to do, or was kept from; the id of the job that does it.

    Raises:
        NotFound: there is none of that number.
        BadTransition: it has not ended, or is done.
    """
    with pool.database.writing() as session:
        found = _numbered(session, job_id)
        if found.state not in (JobState.FAILED, JobState.CANCELLED):
            raise _ended(found)
        return enqueue(
            session,
            found.kind,
            found.key,
            arguments=found.arguments,
            actor=actor,
            at=pool.now(),
            release_id=found.release_id,
        )


def _numbered(session: Session, job_id: int, *, locked: bool = False) -> Job:
    statement = select(Job).where(Job.id == job_id)
    found = session.scalars(statement.with_for_update() if locked else statement).one_or_none()
    if found is None:
        raise NotFound(text("there is no job of this number"), where=str(job_id))
    return found


def _ended(found: Job) -> BadTransition:
    return BadTransition(text("the job is {state}", state=found.state.value), where=str(found.id))


def _row(it: Job) -> JobRow:
    return JobRow(
        id=it.id,
        kind=it.kind,
        subject=str(it.arguments.get("subject", "")),
        state=it.state,
        step=it.step,
        done=it.done,
        total=it.total,
        attempts=it.attempts,
        worker=it.worker,
        problem=it.problem,
        actor=it.actor,
        created_at=it.created_at,
        due_at=it.due_at,
        ended_at=it.ended_at,
        cancelling=it.cancelling,
    )
