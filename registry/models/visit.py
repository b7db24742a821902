"""Visits: each time that the pool looked at an origin, and what it found there."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from licenses.language import Text
from registry.models.base import Base, words
from registry.models.project import Origin


class Found(StrEnum):
    """How a visit ended."""

    CHANGED = "changed"
    UNCHANGED = "unchanged"
    UNREACHABLE = "unreachable"


class Snapshot(Base):
    """What an origin offered: its branches and tags. Two visits that see the same share one."""

    __tablename__ = "snapshot"

    sha256: Mapped[str] = mapped_column(primary_key=True)  # hex, registry.store.remote.Snapshot.digest
    head: Mapped[str]
    refs: Mapped[list[Any]] = mapped_column(JSON)  # [[ref, commit], …], sorted


class Visit(Base):
    """One look at an origin."""

    __tablename__ = "visit"
    __table_args__ = (Index("ix_visit_origin_id_id", "origin_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    origin_id: Mapped[int] = mapped_column(ForeignKey("origin.id"))
    at: Mapped[datetime]
    found: Mapped[Found] = mapped_column(words(Found, "found"))
    snapshot_sha256: Mapped[str | None] = mapped_column(ForeignKey("snapshot.sha256"))
    problem: Mapped[Text | None]  # why it was unreachable

    origin: Mapped[Origin] = relationship()
    snapshot: Mapped[Snapshot | None] = relationship()
