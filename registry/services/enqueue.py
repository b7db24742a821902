"""Ask for work, in the transaction of the change that makes it necessary: neither is ever there without the other."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from registry.models import Job, JobKind, JobState, Release

OPEN = (JobState.WAITING, JobState.RUNNING)


def enqueue(
    session: Session,
    kind: JobKind,
    key: str,
    *,
    arguments: Mapping[str, object],
    actor: str,
    at: datetime,
    release_id: int | None = None,
    project_id: int | None = None,
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
        project_id=project_id,
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


def enqueue_scan(session: Session, release: Release, *, tag: str, pack: str = "", actor: str, at: datetime) -> int:
    """Ask for the scan of a submitted release; `tag` is what it was asked for by, `pack` "" its organisation's."""
    return enqueue(
        session,
        JobKind.SCAN,
        f"scan:{release.id}",
        arguments={"subject": f"{release.project.name} {release.label}", "tag": tag, "pack": pack},
        actor=actor,
        at=at,
        release_id=release.id,
        project_id=release.project_id,
    )
