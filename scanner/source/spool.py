"""Blobs unpacked from an archive, in one nameless temporary file: nothing of an archive ever gets a name on disk."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from licenses.errors import InputUnreadable
from licenses.language import text
from scanner.tree import Blob


class Spool:
    """Keeps each blob once; of a huge one its head."""

    def __init__(self, scratch: Path) -> None:
        self._file = tempfile.TemporaryFile(dir=scratch)  # noqa: SIM115  closed by __exit__
        self._scratch = str(scratch)
        self._end = 0
        self.huge: dict[str, int] = {}  # id -> which member of the archive has the whole of it
        self._places: dict[str, tuple[int, int, int]] = {}  # id -> (offset, length kept, size of the blob)

    def __enter__(self) -> Spool:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def keep(self, blob: Blob) -> None:
        """Store a blob."""
        if blob.id in self._places:
            return
        try:
            self._file.seek(self._end)
            self._file.write(blob.content)
        except OSError as error:
            what = text("the archive's content cannot be kept: {reason}", reason=error.strerror or str(error))
            hint = text("TMPDIR names another folder for temporary files")
            raise InputUnreadable(what, where=self._scratch, hint=hint) from None
        self._places[blob.id] = (self._end, len(blob.content), blob.size)
        self._end += len(blob.content)

    def blobs(self, ids: Iterable[str]) -> Iterator[Blob]:
        """The blobs with these ids, each once, in order."""
        for wanted in dict.fromkeys(ids):
            offset, length, size = self._places[wanted]
            self._file.seek(offset)
            yield Blob(wanted, size, self._file.read(length))
