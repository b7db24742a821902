"""Long regions are explained in windows, so that time and memory grow with a blob's size and never faster.

Windows overlap by more than almost any licence is long; each answers for what begins before the middle of the overlap.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

_WINDOW = 1 << 18  # bytes
_OVERLAP = 1 << 16


class Window(Struct, frozen=True):
    """Bytes from `start` to before `end`, answering for matches that begin in lines `first` to before `last` of it."""

    start: int
    end: int
    first: int
    last: int


def windows(data: bytes, start: int, end: int) -> Iterator[Window]:
    """Yield the windows of a region: one, unless it is long."""
    first = 0
    while end - start > _WINDOW:
        stop = _line_start(data, start + _WINDOW, start)
        following = _line_start(data, stop - _OVERLAP, start)
        middle = _line_start(data, stop - _OVERLAP // 2, start)
        yield Window(start, stop, first, data.count(b"\n", start, middle))
        first = data.count(b"\n", following, middle)
        start = following
    yield Window(start, end, first, end - start + 1)


def _line_start(data: bytes, near: int, after: int) -> int:
    """The beginning of a line near a byte and not too far before it; the byte itself inside of a very long line."""
    found = data.rfind(b"\n", max(after, near - _OVERLAP // 4), near) + 1
    return found if found > after else near
