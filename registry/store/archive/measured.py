"""What an archive's bytes come to, without keeping them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from registry.store.archive.formats import ArchiveFormat, compressor, gzipped, written
from registry.store.archive.leaves import leaves_of, open_leaves
from registry.store.archive.tar import tar


@dataclass(frozen=True, slots=True)
class Measured:
    """One archive."""

    form: ArchiveFormat
    sha256: str  # hex
    size: int  # bytes
    compressor: str  # registry.store.archive.formats.compressor; "" for tar


@dataclass(slots=True)
class Meter:
    """Counts and digests what goes through."""

    size: int = 0
    digest: hashlib._Hash = field(default_factory=hashlib.sha256)

    def through(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """The same chunks."""
        for chunk in chunks:
            self.size += len(chunk)
            self.digest.update(chunk)
            yield chunk

    def read(self, form: ArchiveFormat) -> Measured:
        """What went through."""
        return Measured(form, self.digest.hexdigest(), self.size, compressor() if form.compressed else "")


def measured(repository: Path, commit: str, *, prefix: str, mtime: int) -> tuple[Measured, ...]:
    """All formats of a commit; its objects are read twice, once for both tars and once for the zip.

    Raises:
        GitFailed: the commit, or an object of it, is not there.
    """
    leaves, folder = leaves_of(repository, commit), prefix.encode()
    plain, packed, zipped = Meter(), Meter(), Meter()
    with open_leaves(repository, leaves) as opened:
        for _ in packed.through(gzipped(plain.through(tar(opened, prefix=folder, commit=commit, mtime=mtime)))):
            pass
    with open_leaves(repository, leaves) as opened:
        form = ArchiveFormat.ZIP
        for _ in zipped.through(written(opened, form, prefix=folder, commit=commit, mtime=mtime)):
            pass
    return (packed.read(ArchiveFormat.TAR_GZ), zipped.read(ArchiveFormat.ZIP), plain.read(ArchiveFormat.TAR))
