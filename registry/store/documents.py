"""Documents by sha256, one file each. Written completely or not at all; never changed."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from licenses.errors import InputUnreadable
from licenses.language import text

UNFINISHED = "unfinished-"  # begins the name of a file that is being written; a crash may leave one


class DocumentStore:
    """A folder `ab/cdef…` of immutable files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, content: bytes) -> str:
        """Store bytes durably; their sha256, hex."""
        digest = hashlib.sha256(content).hexdigest()
        target = self._path(digest)
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
        try:
            content = self._path(digest).read_bytes()
        except FileNotFoundError as gone:
            raise InputUnreadable(text("a stored document is missing"), where=digest) from gone
        if hashlib.sha256(content).hexdigest() != digest:
            raise InputUnreadable(text("a stored document does not have its sha256 any more"), where=digest)
        return content

    def _path(self, digest: str) -> Path:
        return self._folder / digest[:2] / digest[2:]
