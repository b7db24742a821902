"""A project and the origins its code comes from."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registry.models.base import Base, words
from registry.models.organisation import Organisation
from scanner.inventory import SourceKind


class Project(Base):
    """One piece of software, however many places offer it."""

    __tablename__ = "project"
    __table_args__ = (
        # The name is the project's address in pages, API and clone URL.
        UniqueConstraint("name"),
        # `Tool` and `tool` would be told apart by nobody who types an address.
        UniqueConstraint("name_key"),
        # Two projects never write into the same repositories.
        UniqueConstraint("store"),
        CheckConstraint("length(name) BETWEEN 1 AND 100", name="name_length"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    name_key: Mapped[str]  # the name, case-folded
    store: Mapped[str]  # names its git storage (registry.store.repositories)
    description: Mapped[str] = mapped_column(default="")
    homepage: Mapped[str] = mapped_column(default="")
    search_text: Mapped[str] = mapped_column(default="")  # case-folded words that a search looks in
    created_at: Mapped[datetime]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)

    organisation: Mapped[Organisation | None] = relationship()
    origins: Mapped[list[Origin]] = relationship(back_populates="project", order_by="Origin.id")


class OriginRelation(StrEnum):
    """What an origin is to its project."""

    PRIMARY = "primary"  # the first one; the project's branch follows it
    MIRROR = "mirror"  # shares history with the project


class Origin(Base):
    """A place where a project's code can be fetched from. Kept even when it can no longer be reached."""

    __tablename__ = "origin"
    __table_args__ = (
        # One place feeds one project: else the same commit would be two truths.
        UniqueConstraint("location"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    kind: Mapped[SourceKind] = mapped_column(words(SourceKind, "kind"))
    relation: Mapped[OriginRelation] = mapped_column(words(OriginRelation, "relation"))
    key: Mapped[str]  # its prefix in the project's repository, from the location
    location: Mapped[str]  # URL, or absolute path on this machine; never with credentials
    created_at: Mapped[datetime]
    next_visit_at: Mapped[datetime | None] = mapped_column(index=True)  # NULL: only when somebody asks

    project: Mapped[Project] = relationship(back_populates="origins")
