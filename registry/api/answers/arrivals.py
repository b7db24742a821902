"""What became of what was submitted."""

from __future__ import annotations

from msgspec import Struct


class Submitted(Struct, frozen=True):
    """What was asked for, and the job that does it; null when the pool has it already."""

    source: str
    project: str
    job: int | None
    job_url: str | None


class Uploaded(Struct, frozen=True):
    """An archive that arrived, and the job that scans it; null when the pool had this content already."""

    project: str
    release: str  # the commit that it became
    sha256: str  # of the archive
    job: int | None
    job_url: str | None


class NotSubmitted(Struct, frozen=True):
    """A source of a list that cannot be submitted, and why."""

    source: str
    problem: str


class ListSubmitted(Struct, frozen=True):
    """What became of a list, source by source."""

    submitted: list[Submitted]
    refused: list[NotSubmitted]
