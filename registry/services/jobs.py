"""Jobs as people and programs see them: asked for, listed, cancelled, tried again. `registry.jobs` runs them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from licenses.language import Text, text
from registry.models import Job, JobKind, JobState
from registry.pool import Pool
from registry.services.enqueue import OPEN, enqueue
from registry.services.pages import Page, number, page_of
from registry.services.projects import NotFound
from registry.services.workflow import BadTransition


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
