"""A rule found in a region: which of the region's known words it explains.

The explained positions are kept as the bits of an integer, so that overlap, containment and union of two hits are
single operations, whatever the size of the region.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hit:
    """Positions are counted in the region's known words; `end` is exclusive."""

    rule: int
    positions: int  # bit n is set when position n is explained
    start: int
    end: int
    length: int  # number of positions explained
    strong: int  # of these, words that speak of licensing
    weight: float  # of the words explained, rare ones weighing more, less what the rule says besides
    coverage: float  # matched rule words / rule words, 0..1
    exact: bool

    def overlap(self, other: Hit) -> int:
        """How many positions both explain."""
        if self.end <= other.start or other.end <= self.start:
            return 0
        return (self.positions & other.positions).bit_count()

    def contains(self, other: Hit) -> bool:
        """Whether every position of `other` is explained by this hit too."""
        return not (other.positions & ~self.positions)

    def surrounds(self, other: Hit) -> bool:
        """Whether `other` begins after this hit begins and ends before it ends."""
        return self.start < other.start and other.end < self.end


def stretch(start: int, end: int) -> int:
    """The positions from `start` to before `end`."""
    return ((1 << (end - start)) - 1) << start
