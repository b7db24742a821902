"""Files that a person names on the command line, read within limits."""

from __future__ import annotations

import hashlib
from pathlib import Path

from licenses.errors import InputUnreadable
from licenses.language import text


def read_file(path: Path, limit: int) -> bytes:
    """The whole file.

    Raises:
        InputUnreadable: it cannot be opened, or is larger than `limit` bytes.
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(limit + 1)
    except OSError as reason:
        raise _unreadable(path, reason) from None
    if len(content) > limit:
        raise InputUnreadable(text("the file is larger than {limit} bytes", limit=limit), where=str(path))
    return content


def sha256_of_file(path: Path) -> str:
    """The file's sha256 in hex, in constant memory.

    Raises:
        InputUnreadable: it cannot be opened.
    """
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as reason:
        raise _unreadable(path, reason) from None


def _unreadable(path: Path, reason: OSError) -> InputUnreadable:
    return InputUnreadable(
        text("the file cannot be read: {reason}", reason=reason.strerror or str(reason)), where=str(path)
    )
