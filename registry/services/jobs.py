"""Jobs as people and programs see them: listed, looked at, cancelled, tried again. `registry.jobs` runs them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from licenses.language import Text, text
from registry.models import AuditEvent, Job, JobKind, JobState, Project, Release
from registry.pool import Pool
from registry.services.accounts import Somebody
from registry.services.enqueue import OPEN, enqueue
from registry.services.job_rights import Steering, admitted, require_right, rights, seen_by
from registry.services.pages import Page, number, page_of
from registry.services.projects import NotFound, named
from registry.services.workflow import BadTransition

LARGEST = 2**63  # no database numbers further


@dataclass(frozen=True, slots=True)
class JobRow:
    """One job."""

    id: int
    kind: JobKind
    subject: str  # what it is about, for people: a location, a release, an address
    project: str | None  # None while nobody knows
    release: str | None  # the commit that it is about
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


def job(pool: Pool, job_id: int, who: Somebody | None = None) -> JobRow:
    """One job, if `who` sees it.

    Raises:
        NotFound: there is none of that number, or not for them.
    """
    with pool.database.reading() as session:
        return _row(session, _numbered(session, job_id, who))


def find_jobs(
    pool: Pool,
    *,
    state: JobState | None = None,
    kind: JobKind | None = None,
    project: str = "",
    who: Somebody | None = None,
    cursor: str = "",
    limit: int = 50,
) -> Page[JobRow]:
    """Jobs, the newest first, narrowed by all that is said: a state, a kind, a project, those that somebody sees.

    Raises:
        NotFound: there is no project of that name.
        BadUsage: the cursor is not one of ours.
    """
    before = number(cursor)
    with pool.database.reading() as session:
        conditions = [Job.id < before] if before else []
        conditions += [Job.state == state] if state else []
        conditions += [Job.kind == kind] if kind else []
        conditions += [Job.project_id == named(session, project).id] if project else []
        conditions += [seen_by(who)] if who else []
        found = session.execute(_rows().where(*conditions).order_by(Job.id.desc()).limit(limit + 1)).all()
        rows = [_told(it, project, commit) for it, project, commit in found]
        return page_of(rows, limit, [str(it.id) for it in rows])


def possible(pool: Pool, job_id: int, who: Somebody | None) -> frozenset[Steering]:
    """What somebody may do to a job now.

    Raises:
        NotFound: there is none of that number.
    """
    with pool.database.reading() as session:
        found = _numbered(session, job_id, who)
        return rights(session, who, found) & admitted(found.state)


def cancel(pool: Pool, job_id: int, *, actor: str, who: Somebody | None = None) -> JobState:
    """End a job: at once when it waits, soon when it runs; its state now.

    Raises:
        NotFound: there is none of that number, or not for them.
        NotAllowed: they may not.
        BadTransition: it has ended.
    """
    with pool.database.writing() as session:
        found = _numbered(session, job_id, who, locked=True)
        if who:
            require_right(session, who, found, Steering.CANCEL)
        if found.state not in OPEN:
            raise _ended(found)
        if found.state is JobState.WAITING:
            found.state, found.ended_at = JobState.CANCELLED, pool.now()
        if not found.cancelling:
            found.cancelling = True
            _note(pool, session, found, actor, "job.cancelled")
        return found.state


def try_again(pool: Pool, job_id: int, *, actor: str, who: Somebody | None = None) -> int:
    """Ask anew for what a job failed to do, or was kept from; the id of the job that does it.

    Raises:
        NotFound: there is none of that number, or not for them.
        NotAllowed: they may not.
        BadTransition: it has not ended, or is done.
    """
    with pool.database.writing() as session:
        found = _numbered(session, job_id, who, locked=True)
        if who:
            require_right(session, who, found, Steering.RETRY)
        if found.state not in (JobState.FAILED, JobState.CANCELLED):
            raise _ended(found)
        _note(pool, session, found, actor, "job.retried")
        return enqueue(
            session,
            found.kind,
            found.key,
            arguments=found.arguments,
            actor=actor,
            at=pool.now(),
            release_id=found.release_id,
            project_id=found.project_id,
        )


def _note(pool: Pool, session: Session, it: Job, actor: str, action: str) -> None:
    session.add(
        AuditEvent(at=pool.now(), actor=actor, action=action, release_id=it.release_id, after=f"{it.id} {it.key}")
    )


def _numbered(session: Session, job_id: int, who: Somebody | None, *, locked: bool = False) -> Job:
    statement = select(Job).where(Job.id == job_id, *((seen_by(who),) if who else ()))
    small = job_id < LARGEST
    found = session.scalars(statement.with_for_update() if locked else statement).one_or_none() if small else None
    if found is None:
        raise NotFound(text("there is no job of this number"), where=str(job_id)[:40])
    return found


def _ended(found: Job) -> BadTransition:
    return BadTransition(text("the job is {state}", state=found.state.value), where=str(found.id))


def _rows() -> Select[Any, Any, Any]:
    rows: Select[Any, Any, Any] = select(Job, Project.name, Release.commit)
    return rows.outerjoin(Project, Project.id == Job.project_id).outerjoin(Release, Release.id == Job.release_id)


def _row(session: Session, it: Job) -> JobRow:
    project = session.get(Project, it.project_id) if it.project_id else None
    release = session.get(Release, it.release_id) if it.release_id else None
    return _told(it, project.name if project else None, release.commit if release else None)


def _told(it: Job, project: str | None, commit: str | None) -> JobRow:
    return JobRow(
        id=it.id,
        kind=it.kind,
        subject=str(it.arguments.get("subject", "")),
        project=project,
        release=commit,
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
