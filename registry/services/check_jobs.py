"""Check the pool's work: jobs nobody does, releases nobody brings on, states that cannot be, effects twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from licenses.language import text
from registry.models import (
    AuditEvent,
    Delivery,
    Job,
    JobKind,
    JobState,
    Release,
    ScanResult,
    State,
)
from registry.pool import Pool
from registry.services.enqueue import OPEN
from registry.services.finding import Finding
from registry.services.workflow import TRANSITIONS

PATIENCE = timedelta(minutes=10)  # after the end of a lease, in which any runner would have taken the job back
OF_RELEASES = (JobKind.SCAN, JobKind.RECORD)
_STATES = {f"release.{it.value.replace(' ', '-')}": it for it in State}


def check_jobs(pool: Pool, session: Session) -> Iterator[Finding]:
    """Everything that is wrong with the pool's work."""
    yield from _impossible(session)
    yield from _orphans(session)
    yield from _abandoned(pool, session)
    yield from _stuck(session)
    yield from _twice(session)


def _impossible(session: Session) -> Iterator[Finding]:
    """What the database's own constraints forbid, should somebody have got round them; and what they cannot see."""
    over = Job.state.not_in(OPEN)
    running = Job.state == JobState.RUNNING
    rules = (
        (over & Job.ended_at.is_(None), text("it is over, and does not say since when")),
        (~over & Job.ended_at.is_not(None), text("it is over since a while, and is not over")),
        (running & (Job.claim == ""), text("it runs, and nobody has it")),
        (~running & (Job.claim != ""), text("somebody has it, and it does not run")),
        ((Job.state == JobState.FAILED) & Job.problem.is_(None), text("it failed, and does not say why")),
        (running & (Job.attempts < 1), text("it runs, and was never taken up")),
        (Job.attempts < 0, text("it was taken up less than never")),
    )
    for wrong, message in rules:
        for job_id in session.scalars(select(Job.id).where(wrong).order_by(Job.id)):
            yield Finding("job-impossible", f"job {job_id}", message)
    same = select(Job.key).where(Job.state.in_(OPEN)).group_by(Job.key).having(func.count() > 1)
    for key in session.scalars(same):
        yield Finding("job-twice", key, text("the same work is under way twice"))


def _orphans(session: Session) -> Iterator[Finding]:
    """Jobs about nothing, and results that no job will record."""
    lost = select(Job.id).where(Job.kind.in_(OF_RELEASES), Job.release_id.is_(None))
    for job_id in session.scalars(lost.order_by(Job.id)):
        yield Finding("job-orphaned", f"job {job_id}", text("the release that it is about is not there"))
    deliveries = set(session.scalars(select(Delivery.id)))
    messages = select(Job.id, Job.arguments).where(Job.kind == JobKind.DELIVER, Job.state.in_(OPEN))
    for job_id, arguments in session.execute(messages.order_by(Job.id)):
        if arguments.get("delivery") not in deliveries:
            yield Finding("job-orphaned", f"job {job_id}", text("the message that it delivers is not there"))
    recording = exists().where(
        Job.release_id == ScanResult.release_id, Job.kind == JobKind.RECORD, Job.state.in_((*OPEN, JobState.FAILED))
    )
    left = select(Release.commit).join(ScanResult, ScanResult.release_id == Release.id).where(~recording)
    for commit in session.scalars(left.order_by(Release.id)):
        yield Finding("result-unused", commit, text("the result of its scan waits, and no job records it"))


def _abandoned(pool: Pool, session: Session) -> Iterator[Finding]:
    """A lease that was over long ago: no runner is there to take the job back."""
    silent = select(Job.id).where(Job.state == JobState.RUNNING, Job.due_at < pool.now() - PATIENCE)
    for job_id in session.scalars(silent.order_by(Job.id)):
        yield Finding(
            "job-abandoned", f"job {job_id}", text("its worker fell silent long ago; a worker that runs takes it back")
        )


def _stuck(session: Session) -> Iterator[Finding]:
    """A release under way has a job that brings it on; one that waits had one."""
    of_it = exists().where(Job.release_id == Release.id, Job.kind.in_(OF_RELEASES)).correlate(Release)
    moving = of_it.where(Job.state.in_(OPEN))
    stuck = or_(
        (Release.state.in_((State.SCANNING, State.SCANNED))) & ~moving, (Release.state == State.SUBMITTED) & ~of_it
    )
    for commit, state in session.execute(select(Release.commit, Release.state).where(stuck).order_by(Release.id)):
        yield Finding("release-stuck", commit, text("it is {state}, and no job brings it on", state=state.value))


def _twice(session: Session) -> Iterator[Finding]:
    """Each step in a release's history follows the one before: done twice, it would be there twice."""
    events = (
        select(Release.id, Release.commit, AuditEvent.action, AuditEvent.before)
        .join(AuditEvent, AuditEvent.release_id == Release.id)
        .where(AuditEvent.action.in_(_STATES))
        .order_by(AuditEvent.release_id, AuditEvent.id)
    )
    at: dict[int, State] = {}
    for release_id, commit, action, before in session.execute(events):
        here, there = at.get(release_id), _STATES[action]
        follows = there is State.SUBMITTED if here is None else there in TRANSITIONS[here]
        if not follows or before != (here.value if here else ""):
            message = text("its history says {state} where that cannot be", state=there.value)
            yield Finding("effect-twice", commit, message)
        at[release_id] = there
    told = select(Delivery.webhook_id, Delivery.event_id).group_by(Delivery.webhook_id, Delivery.event_id)
    for webhook_id, event_id in session.execute(told.having(func.count() > 1)):
        message = text("it is told of event {number} twice", number=event_id)
        yield Finding("effect-twice", f"webhook {webhook_id}", message)
