"""Archives of a release. Their bytes are made anew for each download; here is what they come to."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from registry.models.base import Base, words
from registry.store.archive.formats import ArchiveFormat


class ReleaseArchive(Base):
    """One format of a release's files; the primary key lets it have one truth."""

    __tablename__ = "release_archive"
    __table_args__ = (CheckConstraint("length(sha256) = 64", name="sha256_is_hex"),)

    release_id: Mapped[int] = mapped_column(ForeignKey("release.id", ondelete="CASCADE"), primary_key=True)
    form: Mapped[ArchiveFormat] = mapped_column(words(ArchiveFormat, "form"), primary_key=True)
    sha256: Mapped[str]  # hex, of the whole file
    size: Mapped[int]  # bytes
    compressor: Mapped[str]  # which zlib wrote it (registry.store.archive.formats.compressor); "" for tar
