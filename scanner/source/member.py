"""What tar and zip have in common: a sequence of named members."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from licenses.language import Text
from scanner.source.reading import Read


class MemberKind(Enum):
    """What a member is. Folders are not listed: a tree has only those that hold something."""

    FILE = auto()
    EXECUTABLE = auto()
    SYMLINK = auto()
    HARDLINK = auto()
    SPECIAL = auto()  # a device, a FIFO, a sparse file, a format's own oddity


@dataclass(frozen=True, slots=True)
class Member:
    """One member of an archive. `read` works until the next member is asked for."""

    name: bytes  # as the archive spells it
    kind: MemberKind
    size: int  # bytes, as announced
    read: Read
    target: bytes = b""  # of a symlink or hard link


class MemberUnreadable(Exception):
    """One member cannot be read; the rest of the archive can."""

    def __init__(self, code: str, message: Text) -> None:
        super().__init__(message.english())
        self.code = code
        self.message = message
