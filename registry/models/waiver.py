"""Waivers: a maintainer accepts what a rule refuses, with a reason and until a day."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from registry.models.base import Base


class Waiver(Base):
    """For one rule and one subject of one project."""

    __tablename__ = "waiver"
    __table_args__ = (
        CheckConstraint("length(reason) > 0", name="reason_given"),
        CheckConstraint("expires_at > created_at", name="expires_later"),
        Index("ix_waiver_project_id_rule", "project_id", "rule"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    rule: Mapped[str]
    subject: Mapped[str]  # path or purl, exactly
    reason: Mapped[str]  # as the person wrote it
    actor: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
