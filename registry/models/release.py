"""A release: one commit of a project on its way through the pool."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from licenses.language import Text
from registry.models.base import Base, words
from registry.models.project import Origin, Project


class State(StrEnum):
    """Where a release is. `registry.services.workflow` knows which may follow which."""

    SUBMITTED = "submitted"
    SCANNING = "scanning"
    SCANNED = "scanned"
    IN_REVIEW = "in review"
    PUBLISHED = "published"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Release(Base):
    """A commit that was submitted. The counts are facts of its scan, kept here so that lists need no counting."""

    __tablename__ = "release"
    __table_args__ = (
        # Submitting a commit again finds the release that it already is.
        UniqueConstraint("project_id", "commit"),
        # A label is a tag in the project's repository; two releases cannot share it.
        UniqueConstraint("project_id", "label"),
        # Whoever is told no is told why.
        CheckConstraint("state NOT IN ('rejected', 'withdrawn') OR reason IS NOT NULL", name="reason_given"),
        CheckConstraint('length("commit") IN (40, 64)', name="commit_is_object_id"),
        # The newest releases of a state, for lists; and the newest of each project.
        Index("ix_release_state_changed_at", "state", "changed_at"),
        Index("ix_release_project_id_id", "project_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    origin_id: Mapped[int] = mapped_column(ForeignKey("origin.id"), index=True)
    label: Mapped[str]  # the version people know it by, or the short commit id
    ref: Mapped[str] = mapped_column(default="")  # as asked for; "" for the origin's default branch
    branch: Mapped[str] = mapped_column(default="main", server_default="main")  # that publishing it moves
    commit: Mapped[str]  # git object id, hex
    tree: Mapped[str]  # git object id of the root tree, hex
    committed_at: Mapped[datetime | None]
    archive_sha256: Mapped[str] = mapped_column(default="")  # of the archive it came in, hex
    state: Mapped[State] = mapped_column(words(State, "state"))
    reason: Mapped[Text | None]  # why it is rejected or withdrawn
    submitted_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    analyser: Mapped[str] = mapped_column(default="")
    file_count: Mapped[int] = mapped_column(default=0)
    component_count: Mapped[int] = mapped_column(default=0)
    dependency_count: Mapped[int] = mapped_column(default=0)
    problem_count: Mapped[int] = mapped_column(default=0)

    project: Mapped[Project] = relationship()
    origin: Mapped[Origin] = relationship()
