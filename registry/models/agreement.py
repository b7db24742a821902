"""Usage agreements of organisations, version by version, and who accepted which."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from registry.models.base import Base


class Agreement(Base):
    """One version of an organisation's agreement, with its very words. The last one is in force."""

    __tablename__ = "agreement"
    __table_args__ = (
        # What somebody accepted must not change under its name.
        UniqueConstraint("organisation_id", "version"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    version: Mapped[str]
    english: Mapped[str]  # Markdown
    chinese: Mapped[str]  # Markdown
    published_at: Mapped[datetime]


class Acceptance(Base):
    """Somebody accepted a version; the primary key lets them do it once."""

    __tablename__ = "agreement_acceptance"

    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True, index=True)
    at: Mapped[datetime]
    sha256: Mapped[str]  # of the text that they saw, UTF-8, hex
