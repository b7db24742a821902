"""What a scan could not read as meant."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from licenses.language import Text
from registry.models.base import Base


class ReleaseProblem(Base):
    """One problem of one release (scanner.problem.Problem)."""

    __tablename__ = "problem"

    id: Mapped[int] = mapped_column(primary_key=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id", ondelete="CASCADE"), index=True)
    code: Mapped[str]
    path: Mapped[str]
    line: Mapped[int | None]  # 1-based
    message: Mapped[Text]
