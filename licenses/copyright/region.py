"""Stretches of a blob around hints: the lines that can belong to one run of statements.

A region starts at a line with a hint and goes on while lines are not empty, at most two lines past the last line that
looks like part of a statement; a line that is longer than any person writes is cut to a window around each hint.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

LONGEST_LINE = 2048  # bytes; longer lines are windows
_BEFORE, _AFTER = 160, 480  # bytes of a long line kept on each side of a hint
_LARGEST = 1 << 15  # bytes of one region
_PATIENCE = 2  # lines without a hint that a statement may go on for

_ALIVE = re.compile(rb"[A-Za-z0-9\x80-\xff]")
_DATED = re.compile(
    rb"(?:1(?<!\w.)9[6-9]|2(?<!\w.)0[0-4])\d\b"
)  # a digit first, so that letters are passed over quickly
_LEADING_ON = re.compile(rb"(?:[Aa]uthors?(?:\(s\))?|[Bb]y)[\W_]{0,20}$")
_UNFINISHED = re.compile(rb"(?:copyrights?|and|by|,|(?:19|20)\d\d)[\W_]*$", re.IGNORECASE)
_ENDED = re.compile(rb"rights?[\W_]{1,4}reserved[\W_]*$", re.IGNORECASE)


Region = tuple[int, int]  # bytes [start, end) of a blob


def regions(content: bytes, hints: Sequence[int]) -> Iterator[Region]:
    """The regions around `hints` (ascending offsets), in order, never overlapping."""
    floor = 0
    index = 0
    while index < len(hints):
        hint = hints[index]
        region = _around(content, hint, hints, index, floor)
        yield region
        floor = region[1]
        index += 1
        while index < len(hints) and hints[index] < floor:
            index += 1


def _around(content: bytes, hint: int, hints: Sequence[int], index: int, floor: int) -> Region:
    start = max(content.rfind(b"\n", max(floor, hint - LONGEST_LINE), hint) + 1, floor)
    end = content.find(b"\n", hint, start + LONGEST_LINE)
    if (end < 0 and len(content) - start > LONGEST_LINE) or hint - start >= LONGEST_LINE - 1:
        return _window(content, hint, hints, index, floor)
    end = len(content) if end < 0 else end
    start = _back(content, start, floor)
    return start, _forward(content, end, hints, index, start)


def _window(content: bytes, hint: int, hints: Sequence[int], index: int, floor: int) -> Region:
    """Part of a long line: from a little before the first hint to a little after the last one near it."""
    start = max(floor, hint - _BEFORE)
    start = max(content.rfind(b"\n", start, hint) + 1, start)
    last = hint
    while index < len(hints) and hints[index] < last + _AFTER // 2 and hints[index] - start < _LARGEST:
        last = hints[index]
        index += 1
    end = content.find(b"\n", last, last + _AFTER)
    return start, min(len(content), last + _AFTER) if end < 0 else end


def _back(content: bytes, start: int, floor: int) -> int:
    """One or two lines up, where they may name who the copyright line is about."""
    for _ in range(2):
        above = content.rfind(b"\n", max(floor, start - 1 - 256), max(start - 1, floor)) + 1
        if (above <= floor and floor > 0) or above >= start - 1 or start - above > 200:
            return start
        if not _is_likely(content[above : start - 1]):
            return start
        start = above
    return start


def _is_likely(line: bytes) -> bool:
    """Whether a line looks like part of a statement: an address, a year, "reserved", "by" at its end."""
    # `in` would read what is sought as a number first, and fail at the price of an exception; asked of a million lines
    if line.find(b"@") >= 0 or line.find(b"eserved") >= 0 or line.find(b"http") >= 0 or line.find(b"<s>") >= 0:
        return True
    if (line.find(b"19") >= 0 or line.find(b"20") >= 0) and _DATED.search(line):
        return True
    end = line[-32:]
    return (end.find(b"y") >= 0 or end.find(b"uthor") >= 0) and bool(_LEADING_ON.search(end))


def _is_ended(line: bytes) -> bool:
    return (line.find(b"eserved") >= 0 or line.find(b"ESERVED") >= 0) and bool(_ENDED.search(line))


def _forward(content: bytes, end: int, hints: Sequence[int], index: int, start: int) -> int:
    """The end of the last line that goes on with what came before; `end` is the end of the hint's line."""
    patience = _PATIENCE
    line = content[max(start, content.rfind(b"\n", start, end) + 1) : end]
    previous = line
    while end < len(content) and end - start < _LARGEST and not _is_ended(previous):
        after = content.find(b"\n", end + 1, end + 1 + LONGEST_LINE)
        if after < 0:
            if len(content) - end > LONGEST_LINE:
                return end
            after = len(content)
        line = content[end + 1 : after]
        while index < len(hints) and hints[index] <= end:
            index += 1
        if (index < len(hints) and hints[index] < after) or _is_likely(line):
            patience = _PATIENCE
        elif _ALIVE.search(line):
            if patience == 0:
                return end
            patience -= 1
        elif not _UNFINISHED.search(previous[-40:]):
            return end
        else:
            patience -= 1
            if patience < 0:
                return end
            line = previous
        previous = line
        end = after
    return end
