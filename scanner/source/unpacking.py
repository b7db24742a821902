"""Compressed bytes → bytes, forward only, in bounded memory, with an eye on bombs.

Python's own file object for xz cannot bound the dictionary, and zstandard's does not tell a truncated frame from a
finished one; so the decompressor objects are driven here, all four alike.
"""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Protocol

from licenses.errors import InputUnreadable
from licenses.language import text
from scanner.source.limits import Limits

_XZ_MEMORY = 192 * 1024**2  # bytes; `xz -9` asks for 65 MiB
_ZSTD_WINDOW = 2**27  # bytes; zstd's own default limit (RFC 8878, section 3.1.1.1.2 recommends at least 8 MB)


class _Decompressor(Protocol):
    """What zlib, bz2, lzma and zstandard agree on."""

    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Compression:
    """A format: how it is told, how it is opened, and how much is fed at once so that little comes out at once."""

    name: str
    magic: bytes
    start: Callable[[], _Decompressor]
    step: int  # bytes; a kilobyte of bzip2, xz or zstd can hold some 30 megabytes, 16 of deflate 16 megabytes


class _Zstd:
    """zstandard's object, with an error that needs no import to be named."""

    def __init__(self) -> None:
        import zstandard

        self._error = zstandard.ZstdError
        self._running = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW).decompressobj()

    @property
    def eof(self) -> bool:
        return self._running.eof

    @property
    def unused_data(self) -> bytes:
        return self._running.unused_data

    def decompress(self, data: bytes, /) -> bytes:
        try:
            return self._running.decompress(data)
        except self._error as error:
            raise ValueError(str(error)) from None


_FAILURES = (zlib.error, lzma.LZMAError, OSError, ValueError, EOFError)

COMPRESSIONS = (
    Compression("gzip", b"\x1f\x8b\x08", lambda: zlib.decompressobj(wbits=31), 16 * 1024),
    Compression("bzip2", b"BZh", bz2.BZ2Decompressor, 1024),
    Compression("xz", b"\xfd7zXZ\0", lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_XZ_MEMORY), 1024),
    Compression("zstd", b"\x28\xb5\x2f\xfd", _Zstd, 1024),
)


class Meter:
    """Counts what comes out of an archive and refuses a bomb."""

    def __init__(self, limits: Limits, packed: int, where: str) -> None:
        self._limits = limits
        self._packed = max(packed, 1)
        self._where = where
        self.unpacked = 0

    def add(self, size: int) -> None:
        """Count unpacked bytes.

        Raises:
            InputUnreadable: more than the limits allow.
        """
        self.unpacked += size
        if self.unpacked > self._limits.total:
            what = text("the archive unpacks to more than {limit} bytes: refused", limit=self._limits.total)
            raise InputUnreadable(what, where=self._where)
        if self.unpacked > self._limits.ratio_from and self.unpacked > self._packed * self._limits.ratio:
            what = text("the archive unpacks to more than {ratio} times its size: refused", ratio=self._limits.ratio)
            raise InputUnreadable(what, where=self._where, hint=text("it looks like a decompression bomb"))


class Plain:
    """An archive that is not compressed."""

    trailing = False

    def __init__(self, packed: IO[bytes], meter: Meter) -> None:
        self._packed = packed
        self._meter = meter

    def read(self, size: int) -> bytes:
        """Up to `size` bytes; fewer only at the end."""
        piece = self._packed.read(size)
        self._meter.add(len(piece))
        return piece


class Unpacking:
    """A compressed archive as a stream. Concatenated streams (pigz, pzstd) are read through."""

    def __init__(self, packed: IO[bytes], compression: Compression, meter: Meter, where: str) -> None:
        self._packed = packed
        self._compression = compression
        self._meter = meter
        self._where = where
        self._running: _Decompressor | None = None
        self._waiting = b""  # packed bytes not fed yet
        self._ready = bytearray()
        self._ended = False
        self.trailing = False  # whether something else follows the compressed streams

    def read(self, size: int) -> bytes:
        """Up to `size` bytes; fewer only at the end.

        Raises:
            InputUnreadable: cut off, damaged, or a bomb.
        """
        while len(self._ready) < size and not self._ended:
            self._feed()
        piece = bytes(self._ready[:size])
        del self._ready[:size]
        return piece

    def _feed(self) -> None:
        packed = self._waiting or self._packed.read(self._compression.step)
        self._waiting = b""
        if not packed:
            self._finish()
            return
        if self._running is None and not packed.startswith(self._compression.magic[: len(packed)]):
            self._look_behind_the_end(packed)
            return
        try:
            self._running = self._running or self._compression.start()
            unpacked = self._running.decompress(packed)
        except _FAILURES as error:
            raise self._damaged(str(error)) from None
        self._meter.add(len(unpacked))
        self._ready += unpacked
        if self._running.eof:
            self._waiting = self._running.unused_data
            self._running = None

    def _look_behind_the_end(self, packed: bytes) -> None:
        """What follows is no compressed stream: zeros are padding, for tapes and blocks."""
        while packed and not self.trailing:
            self.trailing = bool(packed.strip(b"\0"))
            packed = self._packed.read(64 * 1024)
        self._ended = True

    def _finish(self) -> None:
        if self._running is not None:
            what = text("the archive is cut off: its {format} data ends too early", format=self._compression.name)
            raise InputUnreadable(what, where=self._at(), hint=text("download or copy it again"))
        self._ended = True

    def _damaged(self, reason: str) -> InputUnreadable:
        what = text("the archive's {format} data is damaged: {reason}", format=self._compression.name, reason=reason)
        return InputUnreadable(what, where=self._at(), hint=text("download or copy it again"))

    def _at(self) -> str:
        return f"{self._where}, byte {self._packed.tell()}"
