"""Files that begin alike: the header that thousands of files of a project share, recognised by its bytes.

What a head means, and whether the rest of a file leaves that as it is, is for the engine that keeps it to say.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Generic, TypeVar

Answer = TypeVar("Answer")

_HEADS = 512  # remembered
_ALIKE = 24  # heads with the same opening, the latest met first
_OPENINGS = 10_000  # counted
_IN_VAIN = 100  # heads with the same opening, none of them met again
_OPENING = 24  # bytes by which heads are looked up: shorter ones are not kept
LONGEST = 1 << 13  # bytes of a head


class Heads(Generic[Answer]):
    """The heads met lately and what was found in each."""

    def __init__(self) -> None:
        self._known: OrderedDict[bytes, list[tuple[bytes, Answer]]] = OrderedDict()
        self._heads = 0
        self._in_vain: dict[bytes, int] = {}  # opening: heads kept since one of them was met again

    def known(self, data: bytes) -> tuple[int, Answer] | None:
        """The length of the head with which `data` begins and what was found in it, None when none is known."""
        alike = self._known.get(data[:_OPENING])
        if alike is None:
            return None
        for place, (head, answer) in enumerate(alike):
            if data.startswith(head):
                if place:
                    alike.insert(0, alike.pop(place))
                self._in_vain[data[:_OPENING]] = 0
                return len(head), answer
        return None

    def remember(self, head: bytes, answer: Answer) -> None:
        """Keep what was found in a head, unless it is longer than `LONGEST` or too short to tell it by its opening."""
        opening = head[:_OPENING]
        if not _OPENING <= len(head) <= LONGEST or self._is_in_vain(opening):
            return
        alike = self._known.setdefault(opening, [])
        kept = [(head, answer), *(each for each in alike if each[0] != head)][:_ALIKE]
        self._heads += len(kept) - len(alike)
        self._known[opening] = kept
        self._known.move_to_end(opening)
        while self._heads > _HEADS:
            self._forget(next(iter(self._known)))

    def _is_in_vain(self, opening: bytes) -> bool:
        """Whether heads with this opening all differ, as with a date in each: to look through them helps nobody."""
        if len(self._in_vain) > _OPENINGS:
            self._in_vain.clear()
        kept = self._in_vain[opening] = self._in_vain.get(opening, 0) + 1
        if kept == _IN_VAIN:
            self._forget(opening)
        return kept >= _IN_VAIN

    def _forget(self, opening: bytes) -> None:
        self._heads -= len(self._known.pop(opening, ()))
