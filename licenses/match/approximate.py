"""Rules that stand in a region in an edited form: words added, removed or changed.

Each candidate is aligned with its stretch of the text by longest common subsequence (rapidfuzz, bit-parallel). Words in
common that stand alone between differences prove nothing and are dropped; what is left must be dense and cover enough
of the rule, required phrases whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from licenses.index.expressions import symbols
from licenses.index.vocabulary import as_characters
from licenses.match.alignment import Block, blocks, parts, size, total
from licenses.match.candidates import Candidate, Tried, candidates
from licenses.match.hit import Hit, stretch

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from licenses.index.opened import Index
    from licenses.match.query import Query

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
_UNSAID = 0.6  # what the weight of a rule's words that are not in the text takes from that of the words that are
_NEARLY_ALL = 0.9  # matched words / rule words of a rule that is there as itself
_MOSTLY = 0.5  # of an incomplete hit's words
_TELLING = 5  # telling words that exact hits leave in one stretch, from which it is worth a look
_SHORTEST = 6  # matched words


class Sums:
    """Prefix sums over a region's positions, each made when it is first asked for."""

    def __init__(self, text: Query, fresh: NDArray[np.bool_], index: Index) -> None:
        self._text = text
        self._fresh = fresh
        self._index = index

    @cached_property
    def telling(self) -> list[Any]:
        """Of telling words."""
        telling: list[Any] = self._text.telling_before.tolist()
        return telling

    @cached_property
    def fresh(self) -> list[Any]:
        """Of telling words that nothing explains yet."""
        return _prefix_sums(self._fresh)

    @cached_property
    def weights(self) -> list[Any]:
        """Of what the words weigh."""
        return _prefix_sums(self._index.arrays["word_weights"][self._text.ids].astype(np.float64))


def _prefix_sums(values: NDArray[Any]) -> list[Any]:
    return [0, *np.cumsum(values).tolist()]


def approximate(text: Query, exact: list[Hit], index: Index) -> list[Hit]:
    """Approximate hits that explain something that the exact ones do not."""
    if text.telling_before[-1] < _TELLING:
        return []
    explained = np.zeros(len(text), dtype=np.bool_)
    for hit in exact:
        if hit.length >= _SAYS_ENOUGH:
            explained[hit.start : hit.end] = True
    if not _worth_a_look(text.telling, explained):
        return []
    sums = Sums(text, text.telling & ~explained, index)
    tried = Tried(len(text))
    found = aligned(candidates(text, explained, tried, index), text, sums, tried, index)
    fresh = [hit for part, hit in found if total(part, sums.fresh) >= _FRESH * hit.strong]
    return [hit for hit in fresh if not _is_a_patchwork(hit, exact, index)]


def _is_a_patchwork(hit: Hit, exact: list[Hit], index: Index) -> bool:
    """Whether an incomplete hit consists for the most part of other licences that stand there word for word."""
    if hit.coverage >= _NEARLY_ALL:
        return False
    said = symbols(index.expression(hit.rule))
    whole = [other for other in exact if other.length >= _SAYS_ENOUGH and hit.contains(other)]
    others = [other for other in whole if not symbols(index.expression(other.rule)) <= said]
    return len(others) > 1 and sum(other.length for other in others) > hit.length * _MOSTLY


def aligned(
    promising: Iterable[Candidate],
    text: Query,
    sums: Sums,
    tried: Tried,
    index: Index,
    least: float = 0.0,
    may_be: Callable[[Candidate], bool] = lambda _: True,
) -> Iterator[tuple[list[Block], Hit]]:
    """The candidates that stand the comparison with the text, as long as it does not take too much work.

    At least a share `least` of each must be there. Those that `may_be` refuses are left as if they had been compared.
    """
    characters = as_characters(text.ids)
    present = np.zeros(len(index.word_numbers), dtype=np.bool_)
    work = 0
    for candidate in promising:
        start, end = candidate.start, candidate.end
        cells = (end - start) * candidate.length
        if tried.is_enough(candidate.middle) or cells > _CELLS or work + cells > _WORK:
            continue
        work += cells
        tried.add(start, end)
        wanted = int(max(_SHORTEST, max(least, _least(candidate.rule, candidate.length, index)) * candidate.length))
        if not may_be(candidate) or _present(text.ids[start:end], index.body(candidate.rule), present) < wanted:
            continue
        part = _common(candidate, characters[start:end], sums, index)
        if part and (found := _hit(candidate.rule, part, text, sums, index)):
            yield part, found


def _present(stretch: NDArray[np.int32], body: NDArray[np.int32], present: NDArray[np.bool_]) -> int:
    """How many words of a rule stand anywhere in a stretch of text: counted in a tenth of the time of an alignment.

    `present` has a place for each word there is, all false.
    """
    present[stretch] = True
    count = np.count_nonzero(present[body])
    present[stretch] = False
    return int(count)


def _worth_a_look(telling: NDArray[np.bool_], explained: NDArray[np.bool_]) -> bool:
    """Whether some stretch between exact hits has enough telling words for a rule to be found in it."""
    gaps = np.cumsum(explained)[~explained & telling]
    return len(gaps) > 0 and int(np.bincount(gaps).max()) >= _TELLING


def _common(candidate: Candidate, stretch_of_text: str, sums: Sums, index: Index) -> list[Block]:
    """The candidate's best run of blocks in common with the text; it may be empty."""
    body = index.characters(candidate.rule)
    found = [(at + candidate.start, place, count) for at, place, count in blocks(stretch_of_text, body)]
    told = sums.telling
    found = [(at, place, count) for at, place, count in found if count >= _LONE or told[at + count] > told[at]]
    return max(parts(found, min(len(body) // 2, _LONGEST_GAP)), key=size, default=[])


def _hit(rule: int, part: list[Block], text: Query, sums: Sums, index: Index) -> Hit | None:
    """The hit, when the blocks are dense, cover enough of the rule and have its required phrases."""
    matched = size(part)
    length = int(index.lengths[rule])
    start, end = part[0][0], part[-1][0] + part[-1][2]
    reach = part[-1][1] + part[-1][2] - part[0][1]
    coverage = matched / length
    if matched < _SHORTEST or coverage < _least(rule, length, index) or matched < _DENSE * max(end - start, reach):
        return None
    if not _has_phrases(rule, part, text, index) or not _has_names(rule, part, index):
        return None
    positions = 0
    for at, _, count in part:
        positions |= stretch(count) << (at - start)
    weight = total(part, sums.weights)
    weight -= _UNSAID * (float(index.arrays["rule_weights"][rule]) - weight)
    return Hit(rule, positions, start, end, matched, total(part, sums.telling), weight, coverage, exact=False)


def _least(rule: int, length: int, index: Index) -> float:
    """The share of a rule that must be there: short rules say too little for much of them to be missing."""
    return max(_COVERED, _COVERED_WHEN_SHORT - length * _LESS_A_WORD, int(index.coverages[rule]) / 100)


def _has_names(rule: int, part: list[Block], index: Index) -> bool:
    """Whether the words by which a notice names each of its licences are in common: one of each group."""
    first, last = index.naming_offsets[rule], index.naming_offsets[rule + 1]
    if first == last:
        return True
    groups = index.arrays["naming_groups"][first:last].tolist()
    places = index.arrays["naming_places"][first:last].tolist()
    named = {
        group
        for group, word in zip(groups, places, strict=True)
        if any(place <= word < place + count for _, place, count in part)
    }
    return len(named) == len(set(groups))


def _has_phrases(rule: int, part: list[Block], text: Query, index: Index) -> bool:
    """Whether each required phrase lies within one run of words in common, with no foreign word inside."""
    first, last = index.phrase_ranges
    for row in range(int(first[rule]), int(last[rule])):
        start, end = int(index.arrays["phrase_starts"][row]), int(index.arrays["phrase_ends"][row])
        inside = [at + start - place for at, place, count in part if place <= start and end <= place + count]
        if not inside or text.unknown_between(inside[0], inside[0] + end - start):
            return False
    return True
