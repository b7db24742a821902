"""The one form that every source takes: a sorted list of paths with git blob ids, and a way to read the blobs.

Blob and tree ids are git's (sha1 over "blob <size>\\0<content>"), so each is also a SWHID (ISO/IEC 18670).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from enum import IntEnum
from typing import Protocol, runtime_checkable

from msgspec import Struct

from licenses.language import visible
from scanner.problem import Problem


class Mode(IntEnum):
    """Git's file modes."""

    FILE = 0o100644
    EXECUTABLE = 0o100755
    SYMLINK = 0o120000
    SUBMODULE = 0o160000


class Entry(Struct, frozen=True):
    """One leaf of a tree."""

    path: str  # relative, "/"-separated, printable: bytes that are not UTF-8 appear as \\xNN
    mode: Mode
    blob: str  # git object id, hex; for a submodule the commit id


class Tree(Protocol):
    """A source's content at one moment. Reading is by blob id: equal content is read once."""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All leaves, sorted by path."""

    @property
    def tree_id(self) -> str:
        """Git's id of the root tree, hex."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What could not become an entry, and what `blobs` could not read so far: complete once reading is done."""

    def blobs(self, ids: Iterable[str]) -> Iterator[Blob]:
        """The content of each blob once, in the order given.

        A blob larger than `HUGE` comes with `content` cut to its first `HUGE_HEAD` bytes and its true `size`. One that
        cannot be read (damaged, absent from a partial clone, changed since it was listed) is left out and becomes a
        problem. Every content that comes has been checked against its id.
        """


@runtime_checkable
class WholeBlobs(Protocol):
    """A tree whose huge blobs can be read to their end, by who keeps them and does not examine them."""

    def pieces(self, blob_id: str) -> Iterator[bytes]:
        """The whole content of a blob that `blobs` gives cut. Whoever takes it checks it against its id.

        Raises:
            InputUnreadable: it is not there any more as it was listed.
        """


HUGE = 16 * 1024 * 1024  # bytes; a larger blob is examined by its head only, and the report says so
HUGE_HEAD = 1024 * 1024


class Blob(Struct, frozen=True):
    """A blob's content as far as it was read."""

    id: str
    size: int  # bytes, of the whole blob
    content: bytes

    @property
    def cut(self) -> bool:
        """Whether `content` is only the head of the blob."""
        return len(self.content) < self.size


def blob_id(content: bytes) -> str:
    """Git's object id of a blob with this content."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def swhid(kind: str, object_id: str) -> str:
    """The SWHID of a git object; kind is `cnt`, `dir`, `rev`, `rel` or `snp`."""
    return f"swh:1:{kind}:{object_id}"


def printable(name: bytes) -> str:
    """A path for people and JSON: UTF-8 where it is; undecodable bytes and control characters as `\\xNN`."""
    decoded = name.decode("utf-8", "backslashreplace")
    return decoded if decoded.isprintable() else str(visible(decoded))
