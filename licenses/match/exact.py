"""Rules that stand in a region word for word.

Each position's runs of words are looked up among the rules' anchors; a candidate's whole stretch is compared by hash,
then what the data asks of the rule is checked: no foreign words inside a continuous rule or a required phrase, and no
short rule spread over many lines. What a longer exact match contains is dropped at once, since it says less.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from licenses.detection import MatchKind
from licenses.index import anchors
from licenses.index.traits import CONTINUOUS, KINDS, NUMBERED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from licenses.index.opened import Index
    from licenses.match.query import Queries, Query

_TAG = KINDS.index(MatchKind.TAG)

# Rules shorter than this are too easily met by chance when their words stand far apart
SMALL = 15

_CROWD = 4096  # hits in one region
_OFTEN = 64  # times that a rule is reported in such a region


def exact(texts: Queries, index: Index) -> list[list[tuple[int, int, int]]]:
    """For each region its outermost exact matches, in text order: (rule, first position, position after the last)."""
    found: list[list[tuple[int, int, int]]] = [[] for _ in texts.begins]
    for rule, start, end, region in _exact(texts, index):
        begin = int(texts.bounds[region])
        found[region].append((rule, start - begin, end - begin))
    return found


def _exact(texts: Queries, index: Index) -> Iterator[tuple[int, int, int, int]]:
    """The matches in all regions as (rule, first position, position after the last, region)."""
    text = texts.whole
    rules, starts, ends = _candidates(texts, index)
    if len(rules):
        good = _allowed(rules, starts, ends, text, index)
        rules, starts, ends = rules[good], starts[good], ends[good]
    if not len(rules):
        return
    order = np.lexsort((-ends, starts))
    rules, starts, ends = rules[order], starts[order], ends[order]
    outermost = np.ones(len(ends), dtype=np.bool_)
    outermost[1:] = ends[1:] > np.maximum.accumulate(ends)[:-1]
    rules, starts, ends = rules[outermost], starts[outermost], ends[outermost]
    regions = _regions(starts, texts)
    kept = ~_said_before(rules, starts, regions, text)
    chosen = (column[kept].tolist() for column in (rules, starts, ends, regions))
    for rule, start, end, region in zip(*chosen, strict=True):
        if np.array_equal(index.body(rule), text.ids[start:end]):
            yield rule, start, end, region


def _regions(positions: NDArray[Any], texts: Queries) -> NDArray[Any]:
    """The region of each position."""
    regions: NDArray[Any] = texts.bounds.searchsorted(positions, "right") - 1
    return regions


def _said_before(rules: NDArray[Any], starts: NDArray[Any], regions: NDArray[Any], text: Query) -> NDArray[np.bool_]:
    """Hits that repeat the one before them on its line and, in a region full of hits, all that repeat often."""
    lines = text.lines(starts)
    said = np.zeros(len(rules), dtype=np.bool_)
    said[1:] = (rules[1:] == rules[:-1]) & (lines[1:] == lines[:-1])
    if len(rules) > _CROWD:
        crowded = (np.bincount(regions) > _CROWD)[regions]
        mentions = (regions.astype(np.int64) << 32) + rules
        order = np.argsort(mentions, kind="stable")
        first = mentions[order].searchsorted(mentions[order], "left")
        often = order[np.arange(len(order)) - first >= _OFTEN]
        said[often] |= crowded[often]
    return said


def _candidates(texts: Queries, index: Index) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Stretches of one region each whose hash equals a rule's."""
    text = texts.whole
    at, met = index.anchors.met(np.concatenate(text.keys))
    offsets = index.anchors.offsets
    rows, owner = expand(offsets[met], offsets[met + 1])
    found = index.anchors.rules[rows]
    begin = text.positions(at)[owner] - index.arrays["anchor_places"][rows]
    end = begin + index.lengths[found]
    inside = ((begin >= 0) & (end <= len(text))).nonzero()[0]
    inside = inside[_regions(begin[inside], texts) == _regions(end[inside] - 1, texts)]
    found, begin, end = found[inside], begin[inside], end[inside]
    if not len(found):
        return found, begin, end
    power, inverse = index.powers(len(text) + 1)
    sums = anchors.prefix_sums(text.numbers, power)
    same = anchors.stretch(sums, begin, end, inverse) == index.hashes[found]
    return found[same], begin[same], end[same]


def expand(first: NDArray[Any], last: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """All numbers of the ranges from `first` to before `last`, and for each the range that it is from."""
    counts = last - first
    owner = np.repeat(np.arange(len(counts)), counts)
    before = np.cumsum(counts) - counts
    return np.arange(len(owner)) - before[owner] + first[owner], owner


def _allowed(rules: NDArray[Any], starts: NDArray[Any], ends: NDArray[Any], text: Query, index: Index) -> NDArray[Any]:
    lengths = index.lengths[rules]
    good: NDArray[Any]
    interrupted = (index.flags[rules] & CONTINUOUS > 0) & (text.unknown_between(starts, ends) > 0)
    good = ~interrupted
    small = np.flatnonzero(lengths < SMALL)
    if len(small):
        lines = text.lines(ends[small] - 1) - text.lines(starts[small]) + 1
        good[small] &= lines <= lengths[small] + 2 * (index.kinds[rules[small]] == _TAG)
        # a number that begins the next line counts its items
        good[small] &= (lines == 1) | (index.flags[rules[small]] & NUMBERED == 0)
    first, last = index.phrase_ranges
    rows, owner = expand(first[rules], last[rules])
    if len(rows):
        begin = starts[owner] + index.arrays["phrase_starts"][rows]
        end = starts[owner] + index.arrays["phrase_ends"][rows]
        good[owner[text.unknown_between(begin, end) > 0]] = False
    return good
