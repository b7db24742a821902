"""Files that begin with the same notice: which part of a blob decided its licences, and whether the rest is silent.

A head is the beginning of a blob up to the end of the line after its only region. Whether a region ends there depends
on nothing further down, so a blob that begins with a known head and is silent after it has the same answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from licenses.detection import LicenseMatch
from licenses.text.heads import Heads

if TYPE_CHECKING:
    from licenses.index.opened import Index

JOIN = 5  # line breaks between two hints of one region, at most
_LARGE = 1 << 20  # bytes of a blob: a larger one is searched in pieces, which bounds the memory that hints take


class LicenseHeads:
    """The heads met lately and the matches in them."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._heads: Heads[tuple[LicenseMatch, ...]] = Heads()

    def matches(self, data: bytes) -> tuple[LicenseMatch, ...] | None:
        """The matches in `data`, None when they are not known from its head alone."""
        if len(data) > _LARGE:
            return None
        known = self._heads.known(data)
        return known[1] if known and self._silent(data, known[0]) else None

    def remember(self, data: bytes, region: tuple[int, int], matches: tuple[LicenseMatch, ...]) -> None:
        """Keep the head of a blob whose only region is `region`."""
        length = data.find(b"\n", region[1] + 1) + 1
        if length and data[region[1] : region[1] + 1] == b"\n":
            self._heads.remember(data[:length], matches)

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
