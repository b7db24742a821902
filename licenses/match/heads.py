"""Files that begin alike: the header that thousands of files of a project share, recognised by its bytes.

A head is the beginning of a blob up to the end of the line after its only region. Whether a region ends there depends
on nothing further down, so a blob that begins with a known head and is silent after it has the same answer.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from licenses.detection import LicenseMatch

if TYPE_CHECKING:
    from licenses.index.opened import Index

JOIN = 5  # line breaks between two hints of one region, at most
_HEADS = 512  # remembered
_LENGTHS = 24  # different lengths that are tried, the latest first
_LONGEST = 1 << 13  # bytes
_LARGE = 1 << 20  # bytes of a blob: a larger one is searched in pieces, which bounds the memory that hints take


class Heads:
    """The heads met lately and the matches in them."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._known: OrderedDict[bytes, tuple[LicenseMatch, ...]] = OrderedDict()
        self._lengths: list[int] = []

    def matches(self, data: bytes) -> tuple[LicenseMatch, ...] | None:
        """The matches in `data`, None when they are not known from its head alone."""
        if len(data) > _LARGE:
            return None
        for length in self._lengths:
            found = self._known.get(data[:length])
            if found is not None and length <= len(data):
                return found if self._silent(data, length) else None
        return None

    def remember(self, data: bytes, region: tuple[int, int], matches: tuple[LicenseMatch, ...]) -> None:
        """Keep the head of a blob whose only region is `region`."""
        length = data.find(b"\n", region[1] + 1) + 1
        ends_with_line = data[region[1] : region[1] + 1] == b"\n"
        if not length or length > _LONGEST or not ends_with_line:
            return
        self._known[data[:length]] = matches
        if len(self._known) > _HEADS:
            self._known.popitem(last=False)
        if length in self._lengths:
            self._lengths.remove(length)
        self._lengths = [length, *self._lengths[: _LENGTHS - 1]]

    def _silent(self, data: bytes, length: int) -> bool:
        """Whether what follows the head can neither hold a region nor reach the one in the head."""
        hints: list[tuple[int, int]] = []
        rest = data[length:]
        self._index.patterns.scan(rest, match_event_handler=lambda number, _, end, *more: hints.append((end, number)))
        if not hints:
            return True
        if any(number < self._index.strong for _, number in hints):
            return False
        return rest.count(b"\n", 0, min(hints)[0]) > JOIN
