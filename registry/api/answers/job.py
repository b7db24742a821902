"""Work that the pool does by and by."""

from __future__ import annotations

from msgspec import Struct

from registry.api.answers.envelope import Moment
from registry.models import JobKind, JobState


class Job(Struct, frozen=True):
    """Work that the pool does."""

    id: int
    kind: JobKind
    subject: str
    state: JobState
    step: str
    done: int
    total: int
    problem: str | None
    created_at: Moment
    ended_at: Moment | None
