"""How much of what a pool has: for metrics. A handful of statements, whatever the pool's size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from registry.models import BlobFindings, Delivery, Job, JobState, Project, Release
from registry.pool import Pool


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts, by their words."""

    projects: int
    releases: Mapping[str, int]  # by state
    jobs: Mapping[tuple[str, str], int]  # by kind and state
    waiting_since: datetime | None  # when the job that is due the longest became due
    undelivered: int
    findings: int  # blobs that need no scan


def figures(pool: Pool) -> Figures:
    """The pool's figures now."""
    by_state = select(Release.state, func.count()).group_by(Release.state)
    by_kind = select(Job.kind, Job.state, func.count()).group_by(Job.kind, Job.state)
    with pool.database.reading() as session:
        return Figures(
            projects=session.scalar(select(func.count()).select_from(Project)) or 0,
            releases={state.value: count for state, count in session.execute(by_state)},
            jobs={(kind.value, state.value): count for kind, state, count in session.execute(by_kind)},
            waiting_since=session.scalar(select(func.min(Job.due_at)).where(Job.state == JobState.WAITING)),
            undelivered=session.scalar(select(func.count()).where(Delivery.delivered_at.is_(None))) or 0,
            findings=session.scalar(select(func.count()).select_from(BlobFindings)) or 0,
        )
