"""What a project can be found by, beside its own words: the licences, classes and packages of its releases."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from registry.models.base import Base


class SearchTerm(Base):
    """One term of one project. The key begins with the term: a search for a popular one reads no other."""

    __tablename__ = "search_term"

    term: Mapped[str] = mapped_column(primary_key=True)  # "license:mit", "class:permissive", "package:pkg:npm/lodash"
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), primary_key=True, index=True)
