"""The kinds of archive, and one written as a stream.

`.tar` depends on the commit alone. `.tar.gz` and `.zip` also depend on how zlib chooses among the many ways to say the
same: classic zlib has said the same since 2012, but zlib-ng and hardware compressors say it otherwise. `compressor`
names the behaviour of this machine's, so that a pool notices a change instead of serving bytes that nobody attested.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cache
from pathlib import Path

from registry.store import git
from registry.store.archive.leaves import OpenLeaf, leaves_of, open_leaves
from registry.store.archive.tar import tar
from registry.store.archive.zip import LEVEL, zipped

# RFC 1952 §2.3.1: deflate, no flags, no time, level not said, system not known
_GZIP_HEAD = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"


class ArchiveFormat(StrEnum):
    """By the ending of the file's name."""

    TAR_GZ = "tar.gz"
    ZIP = "zip"
    TAR = "tar"

    @property
    def media_type(self) -> str:
        """As IANA and custom have it."""
        return {"tar.gz": "application/gzip", "zip": "application/zip", "tar": "application/x-tar"}[self.value]

    @property
    def compressed(self) -> bool:
        """Whether zlib has a say in its bytes."""
        return self is not ArchiveFormat.TAR


def archive(repository: Path, commit: str, form: ArchiveFormat, *, prefix: str, mtime: int) -> Iterator[bytes]:
    """A commit's files under `prefix`, which ends with a slash; `mtime` is the commit's, seconds since the epoch.

    Raises:
        GitFailed: the commit, or an object of it, is not there.
    """
    with open_leaves(repository, leaves_of(repository, commit)) as leaves:
        yield from written(leaves, form, prefix=prefix.encode(), commit=commit, mtime=mtime)


def written(
    leaves: Iterable[OpenLeaf], form: ArchiveFormat, *, prefix: bytes, commit: str, mtime: int
) -> Iterator[bytes]:
    """The archive of these leaves."""
    match form:
        case ArchiveFormat.TAR:
            yield from tar(leaves, prefix=prefix, commit=commit, mtime=mtime)
        case ArchiveFormat.TAR_GZ:
            yield from gzipped(tar(leaves, prefix=prefix, commit=commit, mtime=mtime))
        case ArchiveFormat.ZIP:
            yield from zipped(leaves, prefix=prefix, commit=commit, mtime=mtime)


def gzipped(content: Iterable[bytes]) -> Iterator[bytes]:
    """RFC 1952, one member."""
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    crc, size = 0, 0
    yield _GZIP_HEAD
    for chunk in content:
        crc, size = zlib.crc32(chunk, crc), size + len(chunk)
        if part := packer.compress(chunk):
            yield part
    yield packer.flush() + crc.to_bytes(4, "little") + (size % 2**32).to_bytes(4, "little")


@cache
def compressor() -> str:
    """Names what this machine's zlib makes of a sample: equal names, equal bytes; 16 hex digits."""
    sample = b"".join(hashlib.sha256(b"%d" % (number % 700)).hexdigest().encode() for number in range(4000))
    return hashlib.sha256(zlib.compress(sample, LEVEL)).hexdigest()[:16]


def commit_time(repository: Path, commit: str) -> int:
    """The committer's time, seconds since the epoch.

    Raises:
        GitFailed: there is no such commit.
    """
    return int(git.run(repository, "log", "-1", "--format=%ct", "--no-show-signature", commit))
