"""A rule found in a region: which of the region's known words it explains.

The explained positions are kept as the bits of an integer, so that overlap and containment of two hits are single
operations, whatever their length.
"""

from __future__ import annotations

from msgspec import Struct


class Hit(Struct, frozen=True, gc=False):
    """Positions are counted in the region's known words; `end` is exclusive."""

    rule: int
    positions: int  # bit n is set when position `start` + n is explained
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
        return (self.from_position(other.start) & other.from_position(self.start)).bit_count()

    def contains(self, other: Hit) -> bool:
        """Whether every position of `other` is explained by this hit too."""
        return self.start <= other.start and not other.positions & ~self.from_position(other.start)

    def from_position(self, position: int) -> int:
        """The explained positions, bit 0 standing for `position` or, when that is earlier, for `start`."""
        return self.positions >> max(0, position - self.start)

    def surrounds(self, other: Hit) -> bool:
        """Whether `other` begins after this hit begins and ends before it ends."""
        return self.start < other.start and other.end < self.end


def stretch(length: int) -> int:
    """`length` positions in a row."""
    return (1 << length) - 1
