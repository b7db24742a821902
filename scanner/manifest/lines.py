"""Finding the line of a fact in a file, in time linear in the file, however many facts are looked up."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from itertools import accumulate

_CHUNK = 1 << 12  # bytes between two counted positions
_BUDGET = 64  # times the file's size may be searched before lookups give up


class LineFinder:
    """Looks up byte strings in one file, forward.

    A lookup begins where the last one with the same leading needles ended, and wraps once: a parser that walks a file
    in its order pays one pass for all lookups. Lookups that would cost more than 64 passes in total answer None.
    """

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._cursors: dict[tuple[bytes, ...], tuple[int, int]] = {(): (0, 0)}  # leading needles: (anchor, cursor)
        self._newlines: list[int] = []  # newlines before each chunk
        self._budget = _BUDGET * len(content) + _CHUNK

    def line_of(self, *needles: bytes) -> int | None:
        """The 1-based line of the last needle, each needle after the one before it; None when one is absent."""
        *leading, last = needles
        anchor = self._anchor(tuple(leading))
        if anchor is None:
            return None
        start, cursor = anchor
        found = self._find(last, cursor)
        if found < 0 and cursor > start:
            found = self._find(last, start)
        if found < 0:
            return None
        self._cursors[tuple(leading)] = (start, found + len(last))
        return self.line_at(found)

    def line_at(self, offset: int) -> int:
        """The 1-based line of a byte offset."""
        if not self._newlines:
            counts = (self._content.count(b"\n", at, at + _CHUNK) for at in range(0, len(self._content) + 1, _CHUNK))
            self._newlines = [0, *accumulate(counts)]
        chunk = min(offset, len(self._content)) // _CHUNK
        return 1 + self._newlines[chunk] + self._content.count(b"\n", chunk * _CHUNK, offset)

    def _anchor(self, leading: tuple[bytes, ...]) -> tuple[int, int] | None:
        known = self._cursors.get(leading)
        if known is None:
            before = self._anchor(leading[:-1])
            found = -1 if before is None else self._find(leading[-1], before[0])
            known = self._cursors[leading] = (
                (found + len(leading[-1]), found + len(leading[-1])) if found >= 0 else (-1, -1)
            )
        return None if known[0] < 0 else known

    def _find(self, needle: bytes, start: int) -> int:
        if self._budget <= 0:
            return -1
        found = self._content.find(needle, start)
        self._budget -= (found if found >= 0 else len(self._content)) - start + 1
        return found


def text_lines(text: str) -> Callable[[int], int]:
    """A function from an offset in `text` to its 1-based line, each call in logarithmic time."""
    ends = [found.start() for found in re.finditer("\n", text)]
    return lambda offset: bisect_left(ends, offset) + 1
