"""Two sequences of words side by side: the runs that they have in common, by longest common subsequence.

rapidfuzz computes it bit-parallel (Hyyrö, 2004, "Bit-parallel LCS-length computation revisited"): 64 words a
step.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Block = tuple[int, int, int]  # position in the text, place in the rule, words


def blocks(text: str, rule: str) -> list[Block]:
    """The runs of words in common, in order."""
    from rapidfuzz.distance import LCSseq

    return [(part.a, part.b, part.size) for part in LCSseq.editops(text, rule).as_matching_blocks() if part.size]


_INSERTED = 120  # words of a paragraph that was put into the text
_FOLLOWING = 8  # words of the rule that may be missing where it stands


def parts(found: list[Block], gap: int) -> Iterator[list[Block]]:
    """Cut where more than `gap` words of either side have nothing in common, but for a paragraph put into the text.

    A paragraph has no more words than what it follows has in common with the rule.
    """
    part: list[Block] = []
    for block in found:
        if part:
            at, place, count = part[-1]
            added, left_out = block[0] - at - count, block[1] - place - count
            is_inserted = added <= min(_INSERTED, size(part)) and left_out <= _FOLLOWING
            if max(added, left_out) > gap and not is_inserted:
                yield part
                part = []
        part.append(block)
    if part:
        yield part


def size(part: list[Block]) -> int:
    """How many words are in common."""
    return sum(count for _, _, count in part)


def total(part: list[Block], sums: list[Any]) -> Any:
    """What prefix sums over the text's positions add up to within the blocks."""
    return sum(sums[at + count] - sums[at] for at, _, count in part)
