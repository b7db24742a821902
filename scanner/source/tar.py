"""tar: ustar, pax and GNU. https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html, “Interchange Format”

The fields of a header are parsed by the standard library; the sequence of members is ours, because `tarfile` reads
extended headers of any size into memory and takes a file that is cut off between two members for a whole one.
"""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from licenses.errors import InputUnreadable
from licenses.language import Text, text
from scanner.source.limits import Limits
from scanner.source.listing import too_many
from scanner.source.member import Member, MemberKind
from scanner.tree import printable

_BLOCK = 512
_ZEROS = bytes(_BLOCK)
_HEADERS_A_MEMBER = 4  # its own, a long name, a long target, extended attributes; and folders have headers too
_EXTENSIONS = (
    tarfile.XHDTYPE,
    tarfile.SOLARIS_XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
)
_WITHOUT_DATA = (tarfile.SYMTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE)
_KINDS = {
    tarfile.REGTYPE: MemberKind.FILE,
    tarfile.AREGTYPE: MemberKind.FILE,
    tarfile.CONTTYPE: MemberKind.FILE,
    tarfile.SYMTYPE: MemberKind.SYMLINK,
    tarfile.LNKTYPE: MemberKind.HARDLINK,
}


class Stream(Protocol):
    """Where the tar comes from."""

    def read(self, size: int) -> bytes:
        """Up to `size` bytes; fewer only at the end."""


def is_tar(start: bytes) -> bool:
    """Whether these first bytes are a tar header: its checksum is right, or it is the end marker of an empty tar."""
    if len(start) < _BLOCK:
        return False
    if start[:_BLOCK] == _ZEROS:
        return start[_BLOCK : 2 * _BLOCK] == _ZEROS
    return _header(start[:_BLOCK]) is not None


def _header(block: bytes) -> tarfile.TarInfo | None:
    try:
        header = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except tarfile.HeaderError:
        return None
    return header if header.size >= 0 else None


@dataclass
class _Extension:
    """What extended headers say about the member after them."""

    name: bytes = b""
    target: bytes = b""
    size: int | None = None
    sparse: bool = False


@dataclass
class TarReader:
    """Reads a tar once, from front to end."""

    stream: Stream
    limits: Limits
    where: str  # of the archive, for errors
    ended_properly: bool = False  # known when `members` is exhausted
    _offset: int = field(default=0, init=False)  # bytes read
    _left: int = field(default=0, init=False)  # bytes of the current member's data not read yet
    _padding: int = field(default=0, init=False)
    _name: bytes = field(default=b"", init=False)
    _headers: int = field(default=0, init=False)

    def members(self) -> Iterator[Member]:
        """Every member but folders.

        Raises:
            InputUnreadable: the archive is cut off, or a header is damaged.
        """
        extension = _Extension()
        while (header := self._next_header()) is not None:
            if header.type in _EXTENSIONS:
                self._extend(extension, header)
                continue
            yield from self._member(header, extension)
            self._skip()
            extension = _Extension()

    def _next_header(self) -> tarfile.TarInfo | None:
        at = self._offset
        self._headers += 1
        if self._headers > self.limits.entries * _HEADERS_A_MEMBER:
            raise too_many(self.limits, self.where)
        block = self._take(_BLOCK)
        if not block:
            return None
        if len(block) < _BLOCK:
            raise self._cut_off()
        if block == _ZEROS:
            self.ended_properly = True
            return None
        header = _header(block)
        if header is None:
            what = text("the archive is damaged: byte {at} should begin a header and does not", at=at)
            raise InputUnreadable(what, where=self.where, hint=text("download or copy it again"))
        return header

    def _member(self, header: tarfile.TarInfo, extension: _Extension) -> Iterator[Member]:
        size = header.size if extension.size is None else extension.size
        name = extension.name or _raw(header.name)
        has_data = header.type not in _WITHOUT_DATA and not (header.type == tarfile.LNKTYPE and extension.size is None)
        self._name = name
        self._expect(size if has_data else 0)
        if header.type == tarfile.DIRTYPE or (header.type == tarfile.AREGTYPE and name.endswith(b"/")):
            return
        kind = _KINDS.get(header.type, MemberKind.SPECIAL)
        if extension.sparse:
            kind = MemberKind.SPECIAL
        if kind is MemberKind.FILE and header.mode & 0o100:
            kind = MemberKind.EXECUTABLE
        yield Member(name, kind, self._left, self._read, extension.target or _raw(header.linkname))

    def _extend(self, extension: _Extension, header: tarfile.TarInfo) -> None:
        if header.size > self.limits.extension:
            what = text("an extended header of the archive has {size} bytes: refused", size=header.size)
            raise InputUnreadable(what, where=self.where)
        self._expect(header.size)
        data = self._read(header.size)
        if len(data) < header.size:
            raise self._cut_off()
        self._skip()
        if header.type == tarfile.GNUTYPE_LONGNAME:
            extension.name = data.rstrip(b"\0")
        elif header.type == tarfile.GNUTYPE_LONGLINK:
            extension.target = data.rstrip(b"\0")
        elif header.type != tarfile.XGLTYPE:  # a global header names no single member; git puts the commit there
            self._read_pax(extension, data)

    def _read_pax(self, extension: _Extension, data: bytes) -> None:
        for key, value in self._pax_records(data):
            if key == b"path":
                extension.name = value
            elif key == b"linkpath":
                extension.target = value
            elif key == b"size":
                extension.size = self._number(value)
            elif key.startswith(b"GNU.sparse."):
                extension.sparse = True

    def _pax_records(self, data: bytes) -> Iterator[tuple[bytes, bytes]]:
        """`%d %s=%s\\n`: the length of the whole record, a key, a value."""
        place = 0
        while place < len(data):
            length = self._number(data[place : place + 20].partition(b" ")[0])
            record = data[place : place + length]
            _, space, rest = record.partition(b" ")
            key, equals, value = rest.partition(b"=")
            if not (space and equals and len(record) == length and value.endswith(b"\n")):
                raise self._bad_extension()
            yield key, value[:-1]
            place += length

    def _number(self, digits: bytes) -> int:
        if not (digits.isdigit() and len(digits) <= 19):
            raise self._bad_extension()
        return int(digits)

    def _bad_extension(self) -> InputUnreadable:
        what = text("an extended header of the archive is damaged, before byte {at}", at=self._offset)
        return InputUnreadable(what, where=self.where, hint=text("download or copy it again"))

    def _expect(self, size: int) -> None:
        self._left = size
        self._padding = -size % _BLOCK

    def _read(self, size: int) -> bytes:
        """Up to `size` bytes of the current member.

        Raises:
            InputUnreadable: the archive ends before the member does.
        """
        wanted = min(size, self._left)
        piece = self._take(wanted)
        self._left -= len(piece)
        if len(piece) < wanted:
            raise self._cut_off()
        return piece

    def _skip(self) -> None:
        while self._left:
            self._read(1024 * 1024)
        if len(self._take(self._padding)) < self._padding:
            raise self._cut_off()

    def _take(self, size: int) -> bytes:
        piece = self.stream.read(size)
        self._offset += len(piece)
        return piece

    def _cut_off(self) -> InputUnreadable:
        what: Text = text(
            "the archive is cut off after {offset} bytes of tar data, in or after {member}",
            offset=self._offset,
            member=printable(self._name) or "its first header",
        )
        return InputUnreadable(what, where=self.where, hint=text("download or copy it again"))


def _raw(name: str) -> bytes:
    return name.encode("utf-8", "surrogateescape")
