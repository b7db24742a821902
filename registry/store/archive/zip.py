"""ZIP, written by hand so that the bytes depend on the commit and on zlib's deflate alone.

APPNOTE.TXT 6.3.10, https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT. Entries in git's order, with the
commit's own time (UTC, within what DOS can say), Unix modes and symbolic links as Info-ZIP keeps them. Sizes come after
the data (§4.3.9), since it is written as a stream.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from registry.store.archive.leaves import OpenLeaf
from scanner.tree import Mode

LEVEL = 6  # of deflate
_UNIX = 3 << 8  # made by: its external attributes are Unix modes
_STORED, _DEFLATED = 0, 8
_SIZES_FOLLOW, _UTF8 = 1 << 3, 1 << 11
_FULL = 0xFFFFFFFF  # a field that says: see the ZIP64 record
_LARGE = 0xF0000000  # bytes from which ZIP64 is used: deflate may make data a little longer
_MODES = {Mode.FILE: 0o100644, Mode.EXECUTABLE: 0o100755, Mode.SYMLINK: 0o120777, Mode.SUBMODULE: 0o040755}


@dataclass(slots=True)
class _Entry:
    """What the central directory says about a member."""

    name: bytes
    mode: Mode
    method: int
    flags: int
    offset: int  # bytes from the beginning
    large: bool
    crc: int = 0
    packed: int = 0  # bytes
    size: int = 0  # bytes


def zipped(leaves: Iterable[OpenLeaf], *, prefix: bytes, commit: str, mtime: int) -> Iterator[bytes]:
    """The whole archive; `prefix` ends with a slash, `mtime` is in seconds since the epoch."""
    stamp = _dos(mtime)
    entries: list[_Entry] = []
    offset = 0
    for opened in leaves:
        entry = _entry(opened, prefix, offset)
        entries.append(entry)
        for part in _member(entry, opened, stamp):
            offset += len(part)
            yield part
    start = offset
    for entry in entries:
        line = _central(entry, stamp)
        offset += len(line)
        yield line
    yield _end(len(entries), start, offset - start, commit)


def _entry(opened: OpenLeaf, prefix: bytes, offset: int) -> _Entry:
    mode, name = opened.leaf.mode, prefix + opened.leaf.path
    if mode is Mode.SUBMODULE:
        name += b"/"
    method = _STORED if mode in {Mode.SYMLINK, Mode.SUBMODULE} or not opened.size else _DEFLATED
    flags = (_SIZES_FOLLOW if method == _DEFLATED else 0) | (0 if name.isascii() or not _is_utf8(name) else _UTF8)
    return _Entry(name, mode, method, flags, offset, large=opened.size >= _LARGE)


def _is_utf8(name: bytes) -> bool:
    try:
        name.decode()
    except UnicodeDecodeError:
        return False
    return True


def _member(entry: _Entry, opened: OpenLeaf, stamp: tuple[int, int]) -> Iterator[bytes]:
    if entry.method == _STORED:  # small: a link's target, or nothing
        content = b"".join(opened.chunks)
        entry.crc, entry.packed, entry.size = zlib.crc32(content), len(content), len(content)
        yield _local(entry, stamp)
        yield content
        return
    yield _local(entry, stamp)
    yield from _deflated(entry, opened)
    sizes = "<LLQQ" if entry.large else "<LLLL"
    yield struct.pack(sizes, 0x08074B50, entry.crc, entry.packed, entry.size)


def _deflated(entry: _Entry, opened: OpenLeaf) -> Iterator[bytes]:
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    for chunk in opened.chunks:
        entry.crc = zlib.crc32(chunk, entry.crc)
        entry.size += len(chunk)
        part = packer.compress(chunk)
        entry.packed += len(part)
        yield part
    rest = packer.flush()
    entry.packed += len(rest)
    yield rest


def _local(entry: _Entry, stamp: tuple[int, int]) -> bytes:
    """§4.3.7; sizes are 0 where they follow."""
    extra = struct.pack("<HHQQ", 1, 16, 0, 0) if entry.large else b""
    sizes = (_FULL, _FULL) if entry.large else (entry.packed, entry.size)
    fixed = struct.pack(
        "<LHHHHHLLLHH",
        0x04034B50,
        45 if entry.large else 20,
        entry.flags,
        entry.method,
        *stamp,
        entry.crc,
        *sizes,
        len(entry.name),
        len(extra),
    )
    return fixed + entry.name + extra


def _central(entry: _Entry, stamp: tuple[int, int]) -> bytes:
    """§4.3.12."""
    far = entry.offset >= _FULL
    numbers = [*((entry.size, entry.packed) if entry.large else ()), *((entry.offset,) if far else ())]
    extra = struct.pack(f"<HH{len(numbers)}Q", 1, 8 * len(numbers), *numbers) if numbers else b""
    version = 45 if numbers else 20
    folder = 0x10 if entry.mode is Mode.SUBMODULE else 0  # MS-DOS's word for it
    fixed = struct.pack(
        "<LHHHHHHLLLHHHHHLL",
        0x02014B50,
        _UNIX | version,
        version,
        entry.flags,
        entry.method,
        *stamp,
        entry.crc,
        _FULL if entry.large else entry.packed,
        _FULL if entry.large else entry.size,
        len(entry.name),
        len(extra),
        0,
        0,
        0,
        _MODES[entry.mode] << 16 | folder,
        _FULL if far else entry.offset,
    )
    return fixed + entry.name + extra


def _end(count: int, start: int, size: int, commit: str) -> bytes:
    """§4.3.14 to §4.3.16; the comment is the commit, as `git archive` has it."""
    comment = commit.encode("ascii")
    many = count >= 0xFFFF or start >= _FULL or size >= _FULL
    extended = b""
    if many:
        record = struct.pack("<LQHHLLQQQQ", 0x06064B50, 44, _UNIX | 45, 45, 0, 0, count, count, size, start)
        extended = record + struct.pack("<LLQL", 0x07064B50, 0, start + size, 1)
    shown = min(count, 0xFFFF)
    fixed = struct.pack("<LHHHHLLH", 0x06054B50, 0, 0, shown, shown, min(size, _FULL), min(start, _FULL), len(comment))
    return extended + fixed + comment


def _dos(mtime: int) -> tuple[int, int]:
    """Time and date in MS-DOS's form, UTC, between 1980 and 2107."""
    least, most = 315_532_800, 4_354_819_198  # seconds since the epoch: 1980-01-01, 2107-12-31
    at = datetime.fromtimestamp(min(max(mtime, least), most), UTC)
    return at.hour << 11 | at.minute << 5 | at.second // 2, (at.year - 1980) << 9 | at.month << 5 | at.day
