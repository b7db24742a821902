"""Which stretches of a blob may speak of licensing: the lines of the hints, and the comment around them.

A region ends where the comment does, so that a header that thousands of files share is the same bytes in each of them,
and is explained once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from licenses.match.heads import JOIN

if TYPE_CHECKING:
    from licenses.index.opened import Index

_CHUNK = 1 << 20  # bytes searched at a time, which bounds the memory that hints take
_AROUND = 6  # lines that a region reaches beyond its outermost hints, at most
_LONGEST_LINE = 2000  # bytes: a longer line is cut around the hint
_RICH = 4  # lines with hints that make a region licence text rather than a mention
_PARAGRAPH = 2500  # bytes without hints that may stand between two rich regions of one text
_MOSTLY = 0.6  # of a blob in regions: then all between the first and the last is one
_SIGNS = b"#*/;%-!\"'<|.{"  # what a comment line begins with


class _Region(Struct, frozen=True):
    start: int
    end: int
    lines: int  # with hints


def regions(data: bytes, index: Index) -> list[tuple[int, int]]:
    """The regions of `data` as (first byte, byte after the last), in order, not touching."""
    if len(data) <= _CHUNK:
        return _regions(data, index)
    found: list[_Region] = []
    start = 0
    while start < len(data):
        end = data.find(b"\n", start + _CHUNK, start + 2 * _CHUNK)
        end = end + 1 if end >= 0 else min(len(data), start + 2 * _CHUNK)
        found += [_Region(start + first, start + last, 0) for first, last in _regions(data[start:end], index)]
        start = end
    return _joined(found, len(data))


def _regions(data: bytes, index: Index) -> list[tuple[int, int]]:
    events: list[tuple[int, int]] = []
    index.patterns.scan(data, match_event_handler=lambda number, _, end, *rest: events.append((end, number)))
    if not events:
        return []
    return _around(data, events, index.strong)


def _around(data: bytes, events: list[tuple[int, int]], strong: int) -> list[tuple[int, int]]:
    found: list[_Region] = []
    start = end = -1
    is_strong = False
    lines = 0
    for at, number in sorted(events):
        if at <= end:
            is_strong = is_strong or number < strong
            continue
        first, last = _line(data, at - 1)
        if start >= 0 and data.count(b"\n", end, first) <= JOIN:
            end = last
            is_strong = is_strong or number < strong
            lines += 1
            continue
        if is_strong:
            found.append(_Region(start, end, lines))
        start, end, is_strong, lines = first, last, number < strong, 1
    if is_strong:
        found.append(_Region(start, end, lines))
    return _joined([_widened(data, each) for each in found], len(data))


def _line(data: bytes, at: int) -> tuple[int, int]:
    """The line around byte `at`, without its line break."""
    first = data.rfind(b"\n", max(0, at - _LONGEST_LINE), at) + 1
    if not first:
        first = max(0, at - _LONGEST_LINE)
    last = data.find(b"\n", at, at + _LONGEST_LINE)
    return first, last if last >= 0 else min(len(data), at + _LONGEST_LINE)


def _widened(data: bytes, region: _Region) -> _Region:
    """Reach to the lines before and after as long as they look like the same comment or paragraph."""
    start, end = region.start, region.end
    sign = _sign(data, start)
    for _ in range(_AROUND):
        if start <= 0 or data[start - 1] != 10:
            break
        first = _line(data, start - 1)[0] if start > 1 else 0
        if first >= start - 1 or _is_blank(data[first : start - 1]) or _sign(data, first) != sign:
            break
        start = first
    sign = _sign(data, data.rfind(b"\n", 0, end) + 1)
    for _ in range(_AROUND):
        if end >= len(data) or data[end] != 10:
            break
        last = _line(data, end + 1)[1]
        if last <= end + 1 or _is_blank(data[end + 1 : last]) or _sign(data, end + 1) != sign:
            break
        end = last
    return _Region(start, end, region.lines)


def _sign(data: bytes, first: int) -> bytes:
    """The comment sign with which a line begins, b"" when it begins with anything else."""
    sign = data[first : first + 40].lstrip()[:1]
    return sign if sign in _SIGNS else b""


def _is_blank(line: bytes) -> bool:
    return not any(byte > 127 or chr(byte).isalnum() for byte in line[:200])


def _joined(found: list[_Region], size: int) -> list[tuple[int, int]]:
    """Regions that touch, and those between which a text that is mostly licence seems to go on."""
    mostly = sum(region.end - region.start for region in found) > size * _MOSTLY
    joined: list[_Region] = []
    for region in found:
        before = joined[-1] if joined else None
        if before and (region.start <= before.end + 1 or mostly or _goes_on(before, region)):
            joined[-1] = _Region(before.start, max(before.end, region.end), before.lines + region.lines)
        else:
            joined.append(region)
    return [(region.start, region.end) for region in joined]


def _goes_on(before: _Region, after: _Region) -> bool:
    return min(before.lines, after.lines) >= _RICH and after.start - before.end <= _PARAGRAPH
