"""Which rules may stand in a region in an edited form, and about where: those whose spread anchors it has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from licenses.index import anchors
from licenses.index.spread import RUN
from licenses.match.exact import expand

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from licenses.index.opened import Index
    from licenses.match.query import Query

_SLACK = 0.25  # how much text may have been added or removed, as a share of the rule's length
_LEAST = 0.2  # share of a rule's anchors that must be there


@dataclass(frozen=True, slots=True)
class Candidate:
    """A rule, the stretch of the text in which to align it, and the share of its anchors that are there."""

    rule: int
    start: int
    end: int
    share: float
    promise: float  # estimated words in common, weighted by the share


def candidates(text: Query, explained: NDArray[np.bool_], index: Index) -> list[Candidate]:
    """The candidates that would explain something that is not yet `explained`, the most promising first."""
    if len(text) < RUN:
        return []
    keys = anchors.keys(text.numbers, RUN)
    at = anchors.promising(keys, index.arrays["spread_sieve"])
    table = index.arrays["spread_keys"]
    first, last = table.searchsorted(keys[at], "left"), table.searchsorted(keys[at], "right")
    rows, owner = expand(first, last)
    if not len(rows):
        return []
    rules = index.arrays["spread_rules"][rows]
    places = index.arrays["spread_places"][rows]
    return _clusters(rules, places, at[owner], explained, index)


def _clusters(
    rules: NDArray[Any], places: NDArray[Any], at: NDArray[Any], explained: NDArray[np.bool_], index: Index
) -> list[Candidate]:
    """Anchors of one rule that would put its beginning at about the same position belong together."""
    begins = at - places
    order = np.lexsort((begins, rules))
    rules, places, at, begins = rules[order], places[order], at[order], begins[order]
    lengths = index.lengths[rules]
    new = np.ones(len(rules), dtype=np.bool_)
    new[1:] = (rules[1:] != rules[:-1]) | (begins[1:] - begins[:-1] > lengths[1:] * _SLACK + 4)
    heads = np.flatnonzero(new)
    fresh = np.add.reduceat((~explained[at]).astype(np.int32), heads)
    # one anchor met twice counts once
    pairs = np.unique(np.cumsum(new) * (int(lengths.max()) + 1) + places)
    distinct = np.bincount(pairs // (int(lengths.max()) + 1), minlength=len(heads) + 1)[1:]
    rule, length = rules[heads], lengths[heads]
    share = distinct / index.arrays["spread_counts"][rule]
    wanted = np.maximum(_LEAST, index.coverages[rule] / 100 - 0.5)
    good = np.flatnonzero((share >= wanted) & (fresh > 0))
    promise = share * share * length
    good = good[np.argsort(-promise[good], kind="stable")]
    begin, end = np.minimum.reduceat(begins, heads), np.maximum.reduceat(begins + lengths, heads)
    first, last = np.minimum.reduceat(at, heads), np.maximum.reduceat(at, heads)
    slack = (length * _SLACK).astype(np.int64) + 4
    start = np.maximum(0, np.minimum(begin - slack, first))
    stop = np.minimum(len(explained), np.maximum(end + slack, last + RUN))
    columns = (rule[good], start[good], stop[good], share[good], promise[good])
    return [Candidate(*row) for row in zip(*(column.tolist() for column in columns), strict=True)]
