"""Who did what, when. Rows are only ever added, in the transaction of the change that they record."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from licenses.language import Text
from registry.models.base import Base


class AuditEvent(Base):
    """One change."""

    __tablename__ = "audit_event"
    __table_args__ = (Index("ix_audit_event_release_id_id", "release_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[str]  # "release.published", …
    # No cascade: whoever deletes a release must first explain what becomes of its history.
    release_id: Mapped[int | None] = mapped_column(ForeignKey("release.id"))
    before: Mapped[str] = mapped_column(default="")
    after: Mapped[str] = mapped_column(default="")
    reason: Mapped[Text | None]
