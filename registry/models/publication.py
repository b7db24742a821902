"""The act of publishing: the row that makes a release visible to clone."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registry.models.base import Base
from registry.models.release import Release


class Publication(Base):
    """A release was published, and how its project's repository shows it. Kept when the release is withdrawn."""

    __tablename__ = "publication"
    __table_args__ = (
        # A release is published once; publishing it again changes nothing.
        UniqueConstraint("release_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)  # the order in which the pool published
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"))
    published_at: Mapped[datetime]

    release: Mapped[Release] = relationship()
