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
    project: str | None  # null while nobody knows
    release: str | None  # the commit that it is about
    state: JobState
    step: str
    done: int
    total: int
    attempts: int  # times that it was taken up
    cancelling: bool  # somebody asked for its end
    problem: str | None  # why the last attempt failed
    actor: str  # on whose behalf
    created_at: Moment
    due_at: Moment  # waiting: not before; running: until then it is somebody's
    ended_at: Moment | None
    url: str
