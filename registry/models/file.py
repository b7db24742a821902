"""A release's files, the licences found in them, and what those add up to."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from licenses.detection import MatchKind
from registry.models.base import Base, words
from scanner.inventory import Treatment


class File(Base):
    """One path of a release's tree."""

    __tablename__ = "file"
    __table_args__ = (
        # A tree has each path once.
        UniqueConstraint("release_id", "path"),
        # "Which releases contain this file?"
        Index("ix_file_blob", "blob"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id", ondelete="CASCADE"))
    path: Mapped[str]
    blob: Mapped[str]  # git object id, hex
    size: Mapped[int]  # bytes
    treatment: Mapped[Treatment] = mapped_column(words(Treatment, "treatment"))


class FileLicense(Base):
    """A licence found in a file."""

    __tablename__ = "file_license"
    __table_args__ = (Index("ix_file_license_file_id", "file_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("file.id", ondelete="CASCADE"))
    expression: Mapped[str]  # SPDX
    license_class: Mapped[str]
    kind: Mapped[MatchKind] = mapped_column(words(MatchKind, "kind"))
    first_line: Mapped[int]  # 1-based
    last_line: Mapped[int]  # inclusive
    score: Mapped[float]  # 0..1

    file: Mapped[File] = relationship()


class LicenseSummary(Base):
    """How often a release has one licence expression, so that lists by class need no counting."""

    __tablename__ = "license_summary"

    release_id: Mapped[int] = mapped_column(ForeignKey("release.id", ondelete="CASCADE"), primary_key=True)
    expression: Mapped[str] = mapped_column(primary_key=True)
    license_class: Mapped[str]
    file_count: Mapped[int]
    component_count: Mapped[int]


class LicenseKey(Base):
    """One licence named in any of a release's expressions: what a search for a licence looks at."""

    __tablename__ = "license_key"
    __table_args__ = (Index("ix_license_key_key_release_id", "key", "release_id"),)

    release_id: Mapped[int] = mapped_column(ForeignKey("release.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)  # SPDX id, case-folded
