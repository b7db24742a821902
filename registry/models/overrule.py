"""Licences that a reviewer concluded against what was found. Rows are only added: a subject's last one holds."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from registry.models.base import Base


class LicenseOverrule(Base):
    """What one subject of one release is under, by somebody's decision."""

    __tablename__ = "license_overrule"
    __table_args__ = (
        CheckConstraint("length(reason) > 0", name="reason_given"),
        Index("ix_license_overrule_release_id_id", "release_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id", ondelete="CASCADE"))
    subject: Mapped[str]  # path, purl or the project's name, exactly
    before: Mapped[str]  # SPDX expression; several joined by " AND "; "" when none was found
    concluded: Mapped[str]  # SPDX expression
    reason: Mapped[str]  # as the person wrote it
    actor: Mapped[str]
    at: Mapped[datetime]
