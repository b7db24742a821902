"""Work that the pool does by and by. One table; whoever runs a job, and however often, its effect happens once."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from licenses.language import Text
from registry.models.base import Base, words


class JobKind(StrEnum):
    """What is to be done."""

    VISIT = "visit"  # look at an origin, fetch what is new, submit it
    SCAN = "scan"  # a submitted release, to the end of its way
    RECORD = "record"  # what a worker on another machine found, into the pool
    DELIVER = "deliver"  # tell a webhook
    PACKAGE = "package"  # of a registry, fetched and submitted


class JobState(StrEnum):
    """Where a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


OPEN = sql("state IN ('waiting', 'running')")


class Job(Base):
    """One piece of work."""

    __tablename__ = "job"
    __table_args__ = (
        # Asking for the same work twice is asking once, as long as it is not done.
        Index("uq_job_key_open", "key", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
        # What is due next; whose worker fell silent.
        Index("ix_job_state_due_at", "state", "due_at"),
        # What became of a release's work.
        Index("ix_job_release_id", "release_id"),
        # The newest of a project, for lists.
        Index("ix_job_project_id_id", "project_id", "id"),
        # Whoever runs it can be told apart from whoever ran it before.
        CheckConstraint("state <> 'running' OR claim <> ''", name="running_is_claimed"),
        # A secret opens objects only as long as its work lasts.
        CheckConstraint("state = 'running' OR claim = ''", name="claimed_while_running"),
        # What is over says since when, and nothing else does.
        CheckConstraint("(state IN ('waiting', 'running')) = (ended_at IS NULL)", name="ended_when_over"),
        # Whoever reads that it failed reads why.
        CheckConstraint("state <> 'failed' OR problem IS NOT NULL", name="failure_explained"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[JobKind] = mapped_column(words(JobKind, "kind"))
    key: Mapped[str]  # names the work: "visit:<location>", "scan:<release>"
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON)
    release_id: Mapped[int | None] = mapped_column(ForeignKey("release.id", ondelete="CASCADE"))
    # that it is about, and whose members may see it; NULL while nobody knows
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"))
    actor: Mapped[str]  # on whose behalf
    state: Mapped[JobState] = mapped_column(words(JobState, "state"))
    due_at: Mapped[datetime]  # waiting: not before; running: the lease ends then, and somebody else may take it up
    attempts: Mapped[int] = mapped_column(default=0)  # times that it was taken up
    claim: Mapped[str] = mapped_column(default="")  # secret of whoever runs it now; opens the objects it needs
    worker: Mapped[str] = mapped_column(default="")  # who runs it, or ran it last, for people
    step: Mapped[str] = mapped_column(default="")  # "fetching", "scanning", …
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    cancelling: Mapped[bool] = mapped_column(default=False)  # somebody asked for its end
    problem: Mapped[Text | None]  # why the last attempt failed
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class ScanResult(Base):
    """An inventory that a worker without access to the pool's folder made; gone once it is recorded."""

    __tablename__ = "scan_result"

    release_id: Mapped[int] = mapped_column(ForeignKey("release.id", ondelete="CASCADE"), primary_key=True)
    packed: Mapped[bytes]  # registry.jobs.packing


class BlobFindings(Base):
    """What one version of the analysers found in one blob: any worker's work saves every worker's."""

    __tablename__ = "blob_findings"

    analyser: Mapped[bytes] = mapped_column(primary_key=True)  # sha256 of its version
    blob: Mapped[bytes] = mapped_column(primary_key=True)  # git object id
    findings: Mapped[bytes]  # msgpack


class ManifestRun(Base):
    """What a parser said of a file at a path."""

    __tablename__ = "manifest_run"

    key: Mapped[bytes] = mapped_column(primary_key=True)  # sha256 of parser, path and blob
    run: Mapped[bytes]  # msgpack
