"""Files that begin alike: the header that thousands of files of a project share, recognised by its bytes.

What a head means, and whether the rest of a file leaves that as it is, is for the engine that keeps it to say.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Generic, TypeVar

Answer = TypeVar("Answer")

_HEADS = 512  # remembered
_ALIKE = 24  # heads with the same opening, the latest met first
_OPENING = 24  # bytes by which heads are looked up: shorter ones are not kept
LONGEST = 1 << 13  # bytes of a head


class Heads(Generic[Answer]):
    """The heads met lately and what was found in each."""

    def __init__(self) -> None:
        self._known: OrderedDict[bytes, list[tuple[bytes, Answer]]] = OrderedDict()
        self._heads = 0

    def known(self, data: bytes) -> tuple[int, Answer] | None:
        """The length of the head with which `data` begins and what was found in it, None when none is known."""
        alike = self._known.get(data[:_OPENING])
        if alike is None:
            return None
        for place, (head, answer) in enumerate(alike):
            if data.startswith(head):
                if place:
                    alike.insert(0, alike.pop(place))
                return len(head), answer
        return None

    def remember(self, head: bytes, answer: Answer) -> None:
        """Keep what was found in a head, unless it is longer than `LONGEST` or too short to tell it by its opening."""
        if not _OPENING <= len(head) <= LONGEST:
            return
        alike = self._known.setdefault(head[:_OPENING], [])
        kept = [(head, answer), *(each for each in alike if each[0] != head)][:_ALIKE]
        self._heads += len(kept) - len(alike)
        self._known[head[:_OPENING]] = kept
        self._known.move_to_end(head[:_OPENING])
        while self._heads > _HEADS:
            _, forgotten = self._known.popitem(last=False)
            self._heads -= len(forgotten)
