"""Documents by sha256, one object each. Written completely or not at all; never changed.

They lie in a folder, or in a bucket of an object storage (registry.store.bucket), under the same names: `ab/cdef…`.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from licenses.errors import ExitCode, InputUnreadable, TrustpoolError
from licenses.language import text

DIGEST = re.compile(r"[0-9a-f]{64}")
UNFINISHED = "unfinished-"  # begins the name of a file that is being written; a crash may leave one


class StorageSilent(TrustpoolError):
    """The storage does not answer; what is in it is not lost."""

    exit_code = ExitCode.UNREADABLE


@dataclass(frozen=True, slots=True)
class Stored:
    """Something in a store, whether or not it is a document."""

    digest: str  # as its name says it
    where: str  # for people
    unfinished: bool = False


class DocumentStore(Protocol):
    """What keeps documents."""

    def keep(self, content: bytes) -> str:
        """Store bytes durably; their sha256, hex.

        Raises:
            StorageSilent: the storage does not answer.
        """

    def read(self, digest: str) -> bytes:
        """The bytes, checked against their name.

        Raises:
            InputUnreadable: they are gone or were changed.
            StorageSilent: the storage does not answer.
        """

    def stored(self) -> Iterator[Stored]:
        """Everything that is there, by name.

        Raises:
            StorageSilent: the storage does not answer.
        """

    def is_ready(self) -> bool:
        """Whether documents can be kept and read now."""


class FolderDocuments:
    """A folder of immutable files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, content: bytes) -> str:
        """Store bytes durably; their sha256, hex."""
        digest = hashlib.sha256(content).hexdigest()
        target = self._folder / name_of(digest)
        if target.exists():
            return digest
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=UNFINISHED)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            Path(name).rename(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        return digest

    def read(self, digest: str) -> bytes:
        """The bytes, checked against their name.

        Raises:
            InputUnreadable: the file is gone or was changed.
        """
        if not DIGEST.fullmatch(digest):  # it would name something else
            raise lost(digest)
        try:
            return checked((self._folder / name_of(digest)).read_bytes(), digest)
        except FileNotFoundError as gone:
            raise lost(digest) from gone

    def stored(self) -> Iterator[Stored]:
        """Every file."""
        for path in sorted(self._folder.glob("*/*")):
            yield Stored(path.parent.name + path.name, str(path), path.name.startswith(UNFINISHED))

    def is_ready(self) -> bool:
        """Whether the folder can be written and read."""
        return os.access(self._folder, os.R_OK | os.W_OK | os.X_OK)


def name_of(digest: str) -> str:
    """Where a document lies in its store."""
    return f"{digest[:2]}/{digest[2:]}"


def checked(content: bytes, digest: str) -> bytes:
    """The same bytes, if they are what their name says.

    Raises:
        InputUnreadable: they are not.
    """
    if hashlib.sha256(content).hexdigest() != digest:
        raise InputUnreadable(text("a stored document does not have its sha256 any more"), where=digest)
    return content


def lost(digest: str) -> InputUnreadable:
    """What is raised when there is nothing of that name."""
    return InputUnreadable(text("a stored document is missing"), where=digest)
