"""Files that begin alike: the header that thousands of files of a project share, recognised by its bytes.

What a head means, and whether the rest of a file leaves that as it is, is for the engine that keeps it to say.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Generic, TypeVar

Answer = TypeVar("Answer")

_HEADS = 512  # remembered
_LENGTHS = 24  # different lengths that are tried, the latest met first
LONGEST = 1 << 13  # bytes of a head


class Heads(Generic[Answer]):
    """The heads met lately and what was found in each."""

    def __init__(self) -> None:
        self._known: OrderedDict[bytes, Answer] = OrderedDict()
        self._lengths: list[int] = []

    def known(self, data: bytes) -> tuple[int, Answer] | None:
        """The length of the head with which `data` begins and what was found in it, None when none is known."""
        for place, length in enumerate(self._lengths):
            found = self._known.get(data[:length])
            if found is not None and length <= len(data):
                if place:
                    self._lengths.insert(0, self._lengths.pop(place))
                return length, found
        return None

    def remember(self, head: bytes, answer: Answer) -> None:
        """Keep what was found in a head, unless it is longer than `LONGEST`."""
        length = len(head)
        if length > LONGEST:
            return
        self._known[head] = answer
        if len(self._known) > _HEADS:
            self._known.popitem(last=False)
        if length in self._lengths:
            self._lengths.remove(length)
        self._lengths = [length, *self._lengths[: _LENGTHS - 1]]
