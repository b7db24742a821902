"""ZIP, and what is ZIP inside: wheel, jar. https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT

The standard library reads the central directory and the members; checked here is what it believes without looking: how
large the directory is, whether members lie inside one another (https://www.bamsoftware.com/hacks/zipbomb/), and in what
encoding names are.
"""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import IO

from licenses.errors import InputUnreadable
from licenses.language import text
from scanner.source.limits import Limits
from scanner.source.listing import too_many
from scanner.source.member import Member, MemberKind, MemberUnreadable
from scanner.source.names_in_zip import member_name
from scanner.source.unpacking import Meter

_ENCRYPTED = 0x1  # general purpose bit 0, section 4.4.4
_UNIX = 3  # "version made by", section 4.4.2
_LOCAL_HEADER = 30  # bytes, section 4.3.7
_FAILURES = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, struct.error)


def is_zip(packed: IO[bytes]) -> bool:
    """Whether the file ends as a ZIP does; a jar may begin with a shell script."""
    packed.seek(0)
    return zipfile.is_zipfile(packed)


def members(packed: IO[bytes], limits: Limits, meter: Meter, where: str) -> Iterator[Member]:
    """Every member but folders.

    Raises:
        InputUnreadable: the archive is cut off or damaged as a whole, or is a bomb.
    """
    _check_directory_size(packed, limits, where)
    try:
        archive = zipfile.ZipFile(packed)
    except _FAILURES as error:
        what = text("the ZIP archive is cut off or damaged: {reason}", reason=str(error))
        raise InputUnreadable(what, where=where, hint=text("download or copy it again")) from None
    with archive:
        _refuse_overlaps(archive, where)
        # each entry is let go once it is read: 400,000 of them fill 250 MB
        waiting = archive.filelist[::-1]
        archive.filelist.clear()
        archive.NameToInfo.clear()
        while waiting:
            info = waiting.pop()
            if not _is_folder(info):
                yield _member(archive, info, meter)


def _check_directory_size(packed: IO[bytes], limits: Limits, where: str) -> None:
    """The central directory becomes objects in memory; an honest one names at most `limits.entries`."""
    packed.seek(0, 2)
    tail_size = min(packed.tell(), 22 + 65535 + 76)
    packed.seek(-tail_size, 2)
    tail = packed.read(tail_size)
    # whichever of these the library will believe; sections 4.3.16 and 4.3.14
    stated = [*_records(tail, b"PK\x05\x06", 10, "<HI"), *_records(tail, b"PK\x06\x06", 32, "<QQ")]
    if any(count > limits.entries or size > limits.directory for count, size in stated):
        raise too_many(limits, where)


def _records(tail: bytes, signature: bytes, offset: int, layout: str) -> Iterator[tuple[int, int]]:
    """(entries, bytes) of the central directory, from everything that looks like an end record."""
    place = tail.find(signature)
    while place != -1 and place + offset + struct.calcsize(layout) <= len(tail):
        yield struct.unpack_from(layout, tail, place + offset)
        place = tail.find(signature, place + 1)


def _refuse_overlaps(archive: zipfile.ZipFile, where: str) -> None:
    """Members that share bytes make a small file unpack to petabytes."""
    by_place = sorted(archive.infolist(), key=lambda info: info.header_offset)
    for info, following in pairwise(by_place):
        if info.header_offset + _LOCAL_HEADER + info.compress_size > following.header_offset:
            first, second = info.orig_filename, following.orig_filename
            what = text("members of the archive overlap: {first} and {second}; refused", first=first, second=second)
            raise InputUnreadable(what, where=where, hint=text("it looks like a decompression bomb"))


def _is_folder(info: zipfile.ZipInfo) -> bool:
    # not is_dir(), which fails on an empty name
    return info.filename.endswith("/") or info.orig_filename.endswith("\\")


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, meter: Meter) -> Member:
    kind = _kind(info)
    reader = _Reader(archive, info, meter)
    return Member(member_name(info), kind, info.file_size, reader.read)


def _kind(info: zipfile.ZipInfo) -> MemberKind:
    mode = info.external_attr >> 16 if info.create_system == _UNIX else 0
    if stat.S_ISLNK(mode):
        return MemberKind.SYMLINK
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return MemberKind.SPECIAL
    return MemberKind.EXECUTABLE if mode & stat.S_IXUSR else MemberKind.FILE


class _Reader:
    """A member's content, opened when first read."""

    def __init__(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, meter: Meter) -> None:
        self._open: Callable[[], IO[bytes]] = lambda: archive.open(info)
        self._encrypted = bool(info.flag_bits & _ENCRYPTED)
        self._stream: IO[bytes] | None = None
        self._meter = meter

    def read(self, size: int) -> bytes:
        """Up to `size` bytes.

        Raises:
            MemberUnreadable: encrypted, damaged, or compressed in a way that we do not read.
        """
        if self._encrypted:
            raise MemberUnreadable("member-encrypted", text("the file is encrypted in the archive: not read"))
        try:
            self._stream = self._stream or self._open()
            piece = self._stream.read(size)
        except _FAILURES as error:
            message = text("the file is damaged in the archive: {reason}", reason=str(error))
            raise MemberUnreadable("member-damaged", message) from None
        self._meter.add(len(piece))
        return piece
