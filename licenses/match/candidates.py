"""Which rules may stand in a region in an edited form, and about where: those whose spread anchors it has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from msgspec import Struct

from licenses.index import anchors
from licenses.index.spread import RUN
from licenses.match.exact import expand

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from licenses.index.opened import Index
    from licenses.match.query import Query

_SLACK = 0.25  # how much text may have been added or removed, as a share of the rule's length
_ROWS = 400_000  # anchors of rules met in one region
_MOST = 1000  # candidates
_BITS = 23  # a region has fewer words than this many bits count
_BIAS = 1 << 20  # more than the longest rule, whose beginning may lie before the text's
_REACH = 200  # positions around unexplained ones that are looked at again


class Candidate(Struct, frozen=True):
    """A rule, the stretch of the text in which to align it, and the share of its anchors that are there."""

    rule: int
    start: int
    end: int
    middle: int  # of the anchors that are there
    share: float


def candidates(text: Query, explained: NDArray[np.bool_], index: Index) -> list[Candidate]:
    """The candidates that would explain something that is not yet `explained`, the most promising first."""
    if len(text) < RUN:
        return []
    keys = anchors.keys(text.numbers, RUN)
    near = _near(~explained)[: len(keys)]
    at = np.flatnonzero(near & index.arrays["spread_sieve"][anchors.leading(keys)])
    table = index.arrays["spread_keys"]
    first, last = table.searchsorted(keys[at], "left"), table.searchsorted(keys[at], "right")
    if int((last - first).sum()) > _ROWS:
        first, last, at = _rarest(first, last, at)
    rows, owner = expand(first, last)
    # most rules have one anchor in common with a text by chance: leave them before anything is sorted
    rules = index.arrays["spread_rules"][rows]
    enough = np.bincount(rules, minlength=len(index.lengths)) >= index.spread_wanted
    kept = np.flatnonzero(enough[rules])
    if not len(kept):
        return []
    return _clusters(rules[kept], index.arrays["spread_places"][rows[kept]], at[owner[kept]], explained, index)


def _rarest(
    first: NDArray[Any], last: NDArray[Any], at: NDArray[Any]
) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Of too many anchors met, those that the fewest rules have."""
    order = np.argsort(last - first, kind="stable")
    kept = order[: int(np.cumsum((last - first)[order]).searchsorted(_ROWS))]
    kept.sort()
    return first[kept], last[kept], at[kept]


def _near(wanted: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The positions that are wanted, and those within reach of one: a longer rule may explain them together."""
    edges = np.flatnonzero(np.diff(wanted, prepend=False, append=False))
    near = np.zeros(len(wanted), dtype=np.bool_)
    for first, last in zip(edges[0::2].tolist(), edges[1::2].tolist(), strict=True):
        near[max(0, first - _REACH) : last + _REACH] = True
    return near


def _clusters(
    rules: NDArray[Any], places: NDArray[Any], at: NDArray[Any], explained: NDArray[np.bool_], index: Index
) -> list[Candidate]:
    """Anchors of one rule that would put its beginning at about the same position belong together."""
    rules, begins, at = _sorted(rules, at - places, at)
    lengths = index.lengths[rules]
    new = np.ones(len(rules), dtype=np.bool_)
    new[1:] = (rules[1:] != rules[:-1]) | (begins[1:] - begins[:-1] > lengths[1:] * _SLACK + 4)
    heads = np.flatnonzero(new)
    sizes = np.diff(heads, append=len(new))
    rule, length = rules[heads], lengths[heads]
    fresh = np.add.reduceat((~explained[at]).astype(np.int32), heads)
    # an anchor met again at another distance may count twice: good enough to rank by
    share = np.minimum(1.0, sizes / index.arrays["spread_counts"][rule])
    promise = share * share * length
    good = np.flatnonzero((sizes >= index.spread_wanted[rule]) & (fresh > 0))
    good = good[np.argsort(-promise[good], kind="stable")][:_MOST]
    begin, end = np.minimum.reduceat(begins, heads), np.maximum.reduceat(begins + lengths, heads)
    first, last = np.minimum.reduceat(at, heads), np.maximum.reduceat(at, heads)
    slack = (length * _SLACK).astype(np.int64) + 4
    start = np.maximum(0, np.minimum(begin - slack, first))
    stop = np.minimum(len(explained), np.maximum(end + slack, last + RUN))
    middle = (first + last) // 2
    columns = (rule[good], start[good], stop[good], middle[good], share[good])
    return [Candidate(*row) for row in zip(*(column.tolist() for column in columns), strict=True)]


def _sorted(
    rules: NDArray[Any], begins: NDArray[Any], at: NDArray[Any]
) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """The rows in order of rule, then beginning; packed into one number each, since sorting numbers is far cheaper."""
    packed = (rules.astype(np.int64) << (2 * _BITS)) | ((begins + _BIAS) << _BITS) | at
    packed.sort()
    mask = (1 << _BITS) - 1
    return packed >> (2 * _BITS), ((packed >> _BITS) & mask) - _BIAS, packed & mask
