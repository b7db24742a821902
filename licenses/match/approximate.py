"""Rules that stand in a region in an edited form: words added, removed or changed.

Each candidate is aligned with its stretch of the text by longest common subsequence (rapidfuzz, bit-parallel). Words in
common that stand alone between differences prove nothing and are dropped; what is left must be dense and cover enough
of the rule, required phrases whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from licenses.match.candidates import Candidate, candidates
from licenses.match.hit import Hit, stretch

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from licenses.index.opened import Index
    from licenses.match.query import Query

_ALIGNED_AT_MOST = 12  # candidates for any one stretch of text
_CELLS = 64_000_000  # words of text times words of rule in one alignment
_WORK = 400_000_000  # the same for a whole region
_LONGEST_GAP = 50  # words without anything in common, inside one match
_LONE = 3  # words in common in a row that count without a telling word among them
_DENSE = 0.5  # matched words / words from first to last, on either side
_COVERED = 0.35  # matched words / rule words, at least, for long rules
_COVERED_WHEN_SHORT = 0.85  # and for short ones, from which it falls
_LESS_A_WORD = 0.003
_FRESH = 0.1  # of the telling words matched, the share that no exact hit explains
_SAYS_ENOUGH = 15  # words in an exact hit from which no other rule needs to explain them
_UNSAID = 0.4  # what the weight of a rule's words that are not in the text takes from that of the words that are
_SHORTEST = 6  # matched words

Block = tuple[int, int, int]  # position in the text, place in the rule, words


def approximate(text: Query, exact: list[Hit], index: Index) -> list[Hit]:
    """Approximate hits that explain something that the exact ones do not."""
    explained = np.zeros(len(text), dtype=np.bool_)
    for hit in exact:
        if hit.length >= _SAYS_ENOUGH:
            explained[hit.start : hit.end] = True
    telling = index.arrays["telling"][text.ids]
    if not (telling & ~explained).any():
        return []
    hits: list[Hit] = []
    tried = np.zeros(len(text), dtype=np.int32)
    work = 0
    for candidate in candidates(text, explained, index):
        size = (candidate.end - candidate.start) * int(index.lengths[candidate.rule])
        if tried[candidate.middle] >= _ALIGNED_AT_MOST or size > _CELLS or work + size > _WORK:
            continue
        work += size
        tried[candidate.start : candidate.end] += 1
        if found := _aligned(candidate, text, telling, ~explained & telling, index):
            hits.append(found)
    return hits


def blocks(text: NDArray[Any], rule: NDArray[Any]) -> list[Block]:
    """The runs of words that a text and a rule have in common, in order."""
    from rapidfuzz.distance import LCSseq

    found = LCSseq.opcodes(text.tolist(), rule.tolist())
    return [(part.src_start, part.dest_start, part.src_end - part.src_start) for part in found if part.tag == "equal"]


def _aligned(
    candidate: Candidate, text: Query, telling: NDArray[np.bool_], fresh: NDArray[np.bool_], index: Index
) -> Hit | None:
    body = index.body(candidate.rule)
    found = blocks(text.ids[candidate.start : candidate.end], body)
    found = [(at + candidate.start, place, count) for at, place, count in found]
    found = [each for each in found if each[2] >= _LONE or telling[each[0] : each[0] + each[2]].any()]
    best = max(_parts(found, min(len(body) // 2, _LONGEST_GAP)), key=_size, default=[])
    if not best or _count(best, fresh) < _FRESH * max(1, _count(best, telling)):
        return None
    return _hit(candidate.rule, best, text, telling, index)


def _count(part: list[Block], flags: NDArray[np.bool_]) -> int:
    return sum(int(flags[at : at + count].sum()) for at, _, count in part)


def _size(part: list[Block]) -> int:
    return sum(count for _, _, count in part)


def _parts(found: list[Block], gap: int) -> Iterator[list[Block]]:
    """Cut where too much of the text or the rule has nothing in common."""
    part: list[Block] = []
    for block in found:
        if part:
            at, place, count = part[-1]
            if max(block[0] - at - count, block[1] - place - count) > gap:
                yield part
                part = []
        part.append(block)
    if part:
        yield part


def _hit(rule: int, part: list[Block], text: Query, telling: NDArray[np.bool_], index: Index) -> Hit | None:
    matched = _size(part)
    length = int(index.lengths[rule])
    start, end = part[0][0], part[-1][0] + part[-1][2]
    reach = part[-1][1] + part[-1][2] - part[0][1]
    coverage = matched / length
    dense = min(matched / (end - start), matched / reach)
    needed = max(_needed(length), int(index.coverages[rule]) / 100)
    if matched < _SHORTEST or coverage < needed or dense < _DENSE or not _has_phrases(rule, part, text, index):
        return None
    positions = 0
    strong = 0
    weight = 0.0
    for at, _, count in part:
        positions |= stretch(at, at + count)
        strong += int(telling[at : at + count].sum())
        weight += float(index.arrays["word_weights"][text.ids[at : at + count]].sum())
    unsaid = float(index.arrays["rule_weights"][rule]) - weight
    return Hit(rule, positions, start, end, matched, strong, weight - _UNSAID * unsaid, coverage, exact=False)


def _needed(length: int) -> float:
    """The share of a rule that must be there: short rules say too little for much of them to be missing."""
    return max(_COVERED, _COVERED_WHEN_SHORT - length * _LESS_A_WORD)


def _has_phrases(rule: int, part: list[Block], text: Query, index: Index) -> bool:
    """Whether each required phrase lies within one run of words in common, with no foreign word inside."""
    first, last = index.phrase_range(rule)
    for row in range(first, last):
        start, end = int(index.arrays["phrase_starts"][row]), int(index.arrays["phrase_ends"][row])
        inside = [at + start - place for at, place, count in part if place <= start and end <= place + count]
        if not inside or text.unknown_between(inside[0], inside[0] + end - start):
            return False
    return True
