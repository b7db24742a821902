"""Documents of a release: SBOM, attestation, report, notices.

Their bytes lie in the document store, named by their sha256.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registry.models.base import Base, words


class DocumentKind(StrEnum):
    """What a document is to its release."""

    SBOM = "sbom"
    ATTESTATION = "attestation"
    REPORT = "report"
    NOTICE = "notice"
    NOTICE_ZH = "notice-zh"
    CONCLUSIONS = "conclusions"  # licences that reviewers overruled


class Document(Base):
    """Bytes that are served as they were signed. Two releases with equal documents share one."""

    __tablename__ = "document"
    __table_args__ = (CheckConstraint("length(sha256) = 64", name="sha256_is_hex"),)

    sha256: Mapped[str] = mapped_column(primary_key=True)  # hex
    media_type: Mapped[str]
    size: Mapped[int]  # bytes
    stored_at: Mapped[datetime]


class ReleaseDocument(Base):
    """A release has at most one document of each kind; the primary key says so."""

    __tablename__ = "release_document"

    release_id: Mapped[int] = mapped_column(ForeignKey("release.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[DocumentKind] = mapped_column(words(DocumentKind, "kind"), primary_key=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("document.sha256"), index=True)

    document: Mapped[Document] = relationship()
