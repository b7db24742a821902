"""Which stretches of a blob may speak of licensing: the lines of the hints, and the comment around them.

A region ends where the comment does, so that a header that thousands of files share is the same bytes in each of them,
and is explained once.
"""

from __future__ import annotations

import re
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
_OF_TEXT = 0.25  # or this share of the two
MOSTLY = 0.6  # of a blob in regions: then all between the first and the last is one, and prose is so to its ends
_LETTER = re.compile(rb"[0-9A-Za-z\x80-\xff]")
_SIGNS = frozenset(bytes([sign]) for sign in b"#*/;%-!\"'<|.{")  # what a comment line begins with
_OPENERS = (b"/*", b"<!--", b"(*", b"{-", b"--[[", b'"""', b"'''", b"=begin", b"#|")  # of a comment of several lines


class _Region(Struct, frozen=True):
    start: int
    end: int
    lines: int  # with hints


def regions(data: bytes, index: Index) -> list[tuple[int, int]]:
    """The regions of `data` as (first byte, byte after the last), in order, not touching."""
    if len(data) <= _CHUNK:
        return _to_the_ends(data, _regions(data, index))
    found: list[_Region] = []
    start = 0
    while start < len(data):
        end = data.find(b"\n", start + _CHUNK, start + 2 * _CHUNK)
        end = end + 1 if end >= 0 else min(len(data), start + 2 * _CHUNK)
        found += [_Region(start + first, start + last, 0) for first, last in _regions(data[start:end], index)]
        start = end
    return _joined(found, data)


def _regions(data: bytes, index: Index) -> list[tuple[int, int]]:
    events: list[tuple[int, int]] = []
    note = events.append
    index.patterns.scan(data, match_event_handler=lambda number, start, end, flags, context: note((end, number)))
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
        last = _line_end(data, at - 1)
        if start >= 0 and data.find(b"\n", end + 1, at - 1) < 0:  # in the next line, as most are
            end = last
            is_strong = is_strong or number < strong
            lines += 1
            continue
        first = _line_start(data, at - 1)
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
    return _joined([_widened(data, each) for each in found], data)


def _to_the_ends(data: bytes, found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The whole blob when it is prose, or quoted, and mostly one region: a licence's last words need no hint."""
    if len(found) != 1 or found[0][1] - found[0][0] <= len(data) * MOSTLY:
        return found
    return [(0, len(data))] if is_prose(data, found[0]) or is_quoted(data) else found


def is_quoted(data: bytes) -> bool:
    """Whether a blob's first and last line begin with the same sign, as those of a text do that is quoted whole."""
    tail = data[-_LONGEST_LINE:].rstrip()
    sign = _sign(data, 0)
    return bool(sign) and sign == _sign(tail, tail.rfind(b"\n") + 1)


def _line_start(data: bytes, at: int) -> int:
    """Where the line with byte `at` begins."""
    earliest = max(0, at - _LONGEST_LINE)
    return data.rfind(b"\n", earliest, at) + 1 or earliest


def _line_end(data: bytes, at: int) -> int:
    """Where the line with byte `at` ends, before its line break."""
    last = data.find(b"\n", at, at + _LONGEST_LINE)
    return last if last >= 0 else min(len(data), at + _LONGEST_LINE)


def _widened(data: bytes, region: _Region) -> _Region:
    """Reach to the lines before and after as long as they look like the same comment or paragraph."""
    start, end = region.start, region.end
    sign = _sign(data, start)
    for _ in range(_AROUND):
        if start <= 0 or data[start - 1] != 10:
            break
        first = _line_start(data, start - 1) if start > 1 else 0
        if first >= start - 1 or not _goes_with(data, first, start - 1, sign):
            break
        start = first
    start = _opening(data, start)
    sign = _sign(data, data.rfind(b"\n", 0, end) + 1)
    for _ in range(_AROUND):
        if end >= len(data) or data[end] != 10:
            break
        last = _line_end(data, end + 1)
        if last <= end + 1 or not _goes_with(data, end + 1, last, sign):
            break
        end = last
    return _Region(start, end, region.lines)


def _goes_with(data: bytes, first: int, last: int, sign: bytes) -> bool:
    """Whether a line is of the comment of `sign`, or, where there is none, of the same paragraph."""
    return _sign(data, first) == sign and bool(_LETTER.search(data, first, min(first + 200, last)))


def _opening(data: bytes, start: int) -> int:
    """Where the line before begins when a comment opens there, else `start`."""
    if start < 2 or data[start - 1] != 10:
        return start
    first = _line_start(data, start - 1)
    return first if data[first : start - 1].lstrip().startswith(_OPENERS) else start


def is_prose(data: bytes, region: tuple[int, int]) -> bool:
    """Whether neither the first nor the last line of a region begins like a comment's; elements of HTML are prose."""
    return all(_begins_prose(data, first) for first in (region[0], data.rfind(b"\n", 0, region[1]) + 1))


def _begins_prose(data: bytes, first: int) -> bool:
    sign = _sign(data, first)
    return not sign or (sign == b"<" and not data[first : first + 40].lstrip().startswith(b"<!--"))


def _sign(data: bytes, first: int) -> bytes:
    """The comment sign with which a line begins, b"" when it begins with anything else."""
    line = data[first : first + 40].lstrip()
    sign = b"*" if line.startswith(b"/*") else line[:1]
    return sign if sign in _SIGNS else b""


def _joined(found: list[_Region], data: bytes) -> list[tuple[int, int]]:
    """Regions that touch, and those between which a text that is mostly licence seems to go on."""
    mostly = sum(region.end - region.start for region in found) > len(data) * MOSTLY
    joined: list[_Region] = []
    for region in found:
        before = joined[-1] if joined else None
        if before and (region.start <= before.end + 1 or mostly or _goes_on(before, region, data)):
            joined[-1] = _Region(before.start, max(before.end, region.end), before.lines + region.lines)
        else:
            joined.append(region)
    return [(region.start, region.end) for region in joined]


def _goes_on(before: _Region, after: _Region, data: bytes) -> bool:
    """Two rich regions are of one text; of prose, a paragraph with fewer hints is so beside a rich one, too."""
    together = after.end - after.start + before.end - before.start
    if after.start - before.end > max(_PARAGRAPH, together * _OF_TEXT):
        return False
    if min(before.lines, after.lines) >= _RICH:
        return True
    rich = max(before.lines, after.lines) >= _RICH
    return rich and is_prose(data, (before.start, before.end)) and is_prose(data, (after.start, after.end))
