"""Which rules may stand in a region in an edited form, and about where: those whose spread anchors it has.

Rules are looked for from the side where they are few: from the anchors in what nothing explains yet, or from the
rarer half of every rule's. How promising a rule is at best is known before its anchors are put in order, so the best
are put in order first and the others only where there is still something to be found.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
from msgspec import Struct

from licenses.index.spread import RUN
from licenses.match.exact import expand

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from licenses.index.opened import Index
    from licenses.match.query import Query

_SHARE = 4  # one in how many of a rule's words may have been added or removed
_ROWS = 400_000  # anchors of rules met in one region
_MOST = 1000  # candidates
_REACH = 200  # positions around unexplained ones that are looked at again
_ALIGNED_AT_MOST = 8  # candidates for any one stretch of text
_FIRST = 48  # rules that are put in order first
_MORE = 4  # times as many then


class Candidate(Struct, frozen=True, gc=False):
    """A rule and the stretch of the text in which to align it."""

    rule: int
    length: int  # of the rule, in words
    start: int
    end: int
    middle: int  # of the anchors that are there


# less what it promises, its rule, its place among those of the same rule
_Ranked = tuple[float, int, int, Candidate]


class Rows(Struct, frozen=True):
    """Exact matches that follow each other, of which one rule may have several as its pieces."""

    pieces: NDArray[Any]  # for each position how many words long the piece around it is, 0 between pieces
    least: NDArray[Any]  # and how many words long a rule is at the least that has two pieces of the row around it
    allowed: NDArray[np.bool_] | None  # whether a rule with each of the expressions can be it; None for any


class Tried:
    """How many candidates have been aligned at each position of a region: some are enough."""

    def __init__(self, length: int) -> None:
        self._times = np.zeros(length, dtype=np.uint16)
        self._at = self._times.data  # one number of it, in a fraction of the time

    def is_enough(self, position: int) -> bool:
        """Whether no other candidate needs to be aligned here."""
        return self._at[position] >= _ALIGNED_AT_MOST

    def add(self, start: int, end: int) -> None:
        """Note that a candidate was aligned with the positions from `start` to before `end`."""
        self._times[start:end] += 1

    def is_enough_between(self, first: int, last: int) -> bool:
        """Whether no other candidate needs to be aligned anywhere from position `first` to position `last`."""
        return bool(self._times[first : last + 1].min() >= _ALIGNED_AT_MOST)


class _Met(Struct, frozen=True):
    """Spread anchors of rules in a region."""

    keys: NDArray[Any]  # numbers of their keys, distinct, in order
    bounds: NDArray[np.int64]  # where the positions of each key begin, with the end as the last
    at: NDArray[np.int64]  # positions, key by key


class _Anchors(Struct, frozen=True):
    """Rules that a region has enough anchors of, and which anchors those are."""

    rules: NDArray[np.int64]
    bounds: NDArray[np.int64]  # where the anchors of each rule begin, with the end as the last
    places: NDArray[Any]  # of the anchors in their rule
    groups: NDArray[np.int64]  # of their keys in what was met


def candidates(
    text: Query, explained: NDArray[np.bool_], tried: Tried, index: Index, rows: Rows | None = None
) -> Iterator[Candidate]:
    """The candidates that would explain something that is not yet `explained`, the most promising first.

    With `rows`, only rules half of whose anchors are there and that are longer than the piece in their middle.
    """
    if len(text) < RUN:
        return iter(())
    met = _met(text, explained, index)
    if not len(met.keys):
        return iter(())
    rules = _fresh(met, explained, index) if rows is None else _joining(met, rows, index)
    found = _enough(rules, met, index.spread_wanted if rows is None else index.spread_halves, index)
    return _best_first(found, met, explained, tried, index, rows)


def _met(text: Query, explained: NDArray[np.bool_], index: Index) -> _Met:
    """The anchors where nothing is explained, and around there; of too many, those that the fewest rules have."""
    at, met = text.anchors(index)
    if explained.any():
        near = _near(~explained)[at]
        at, met = at[near], met[near]
    rules = index.spread.offsets[met + 1] - index.spread.offsets[met]
    if int(rules.sum()) > _ROWS:
        order = np.argsort(rules, kind="stable")
        kept = order[: int(np.cumsum(rules[order]).searchsorted(_ROWS))]
        at, met = at[kept], met[kept]
    order = np.argsort(met, kind="stable")
    at, met = at[order], met[order]
    new = np.ones(len(met) + 1, dtype=np.bool_)
    np.not_equal(met[1:], met[:-1], out=new[1:-1])
    bounds = new.nonzero()[0]
    return _Met(met[bounds[:-1]], bounds, at)


def _near(wanted: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The positions that are wanted, and those within reach of one: a longer rule may explain them together."""
    bounded = np.zeros(len(wanted) + 2, dtype=np.bool_)
    bounded[1:-1] = wanted
    edges = (bounded[1:] != bounded[:-1]).nonzero()[0]
    near = np.zeros(len(wanted), dtype=np.bool_)
    for first, last in zip(edges[0::2].tolist(), edges[1::2].tolist(), strict=True):
        near[max(0, first - _REACH) : last + _REACH] = True
    return near


def _fresh(met: _Met, explained: NDArray[np.bool_], index: Index) -> NDArray[np.int64]:
    """The rules that have an anchor where nothing is explained."""
    keys = met.keys[np.logical_or.reduceat(~explained[met.at], met.bounds[:-1])]
    listed, _ = expand(index.spread.offsets[keys], index.spread.offsets[keys + 1])
    return _distinct(index.spread.rules[listed], index)


def _joining(met: _Met, rows: Rows, index: Index) -> NDArray[np.int64]:
    """The rules of which one of the rarer anchors is there, long enough for two pieces and with what they say."""
    offsets = index.arrays["rare_offsets"]
    listed, owner = expand(offsets[met.keys], offsets[met.keys + 1])
    rules = index.arrays["rare_rules"][listed]
    least = np.minimum.reduceat(rows.least[met.at], met.bounds[:-1])
    rules = rules[index.lengths[rules] >= least[owner]]
    found = _distinct(rules, index)
    return found if rows.allowed is None else found[rows.allowed[index.arrays["rule_expressions"][found]]]


def _distinct(rules: NDArray[Any], index: Index) -> NDArray[np.int64]:
    every = np.zeros(len(index.lengths), dtype=np.bool_)
    every[rules] = True
    return every.nonzero()[0]


def _enough(rules: NDArray[np.int64], met: _Met, wanted: NDArray[Any], index: Index) -> _Anchors:
    """Those of the rules of which as many anchors are there as is wanted."""
    offsets = index.arrays["rule_anchor_offsets"]
    own, owner = expand(offsets[rules], offsets[rules + 1])
    keys = index.arrays["rule_anchor_keys"][own]
    there = np.zeros(len(index.spread.keys), dtype=np.bool_)
    there[met.keys] = True
    here = there[keys].nonzero()[0]
    owner = owner[here]
    counts = np.bincount(owner, minlength=len(rules))
    enough = counts >= wanted[rules]
    kept = enough[owner]
    here = here[kept]
    bounds = np.zeros(int(np.count_nonzero(enough)) + 1, dtype=np.int64)
    np.cumsum(counts[enough], out=bounds[1:])
    places = index.arrays["rule_anchor_places"][own[here]]
    return _Anchors(rules[enough], bounds, places, met.keys.searchsorted(keys[here]))


def _best_first(
    found: _Anchors, met: _Met, explained: NDArray[np.bool_], tried: Tried, index: Index, rows: Rows | None
) -> Iterator[Candidate]:
    """The candidates in order of what they promise; rules that promise less are put off until the others are used up.

    What the rest may promise at the most decides how far one can go without it.
    """
    if not len(found.rules):
        return
    times = np.diff(met.bounds)[found.groups]
    at_most = _promise(np.add.reduceat(times, found.bounds[:-1]), found.rules, index)
    order = np.argsort(-at_most, kind="stable")
    first, last = int(met.at.min()), int(met.at.max())
    waiting: list[_Ranked] = []
    start, left = 0, _MOST
    while start < len(order) and left > 0 and not (start and tried.is_enough_between(first, last)):
        stop = start + max(_FIRST, start * _MORE)
        clusters = _clusters(*_listed(found, order[start:stop], met), explained, index, rows)
        waiting = sorted([*waiting, *clusters])
        start = stop
        sure = len(waiting)
        if start < len(order):
            sure = bisect_left(waiting, (-float(at_most[order[start]]),))
        for *_, candidate in waiting[: min(sure, left)]:
            yield candidate
        left -= sure
        waiting = waiting[sure:]


def _promise(anchors: NDArray[Any], rules: NDArray[Any], index: Index) -> NDArray[Any]:
    # an anchor met again at another distance may count twice: good enough to rank by
    share = np.minimum(1.0, anchors / index.arrays["spread_counts"][rules])
    promise: NDArray[Any] = share * share * index.lengths[rules]
    return promise


def _listed(found: _Anchors, chosen: NDArray[Any], met: _Met) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Every place where an anchor of a chosen rule was met: the rule, the place in the rule and the position."""
    anchors, owner = expand(found.bounds[chosen], found.bounds[chosen + 1])
    groups = found.groups[anchors]
    each, anchor = expand(met.bounds[groups], met.bounds[groups + 1])
    return found.rules[chosen][owner[anchor]], found.places[anchors][anchor], met.at[each]


def _clusters(
    rules: NDArray[Any],
    places: NDArray[Any],
    at: NDArray[Any],
    explained: NDArray[np.bool_],
    index: Index,
    rows: Rows | None,
) -> Iterator[_Ranked]:
    """Anchors of one rule that would put its beginning at about the same position belong together."""
    order = _order(rules, at - places)
    rules, at, places = rules[order], at[order], places[order]
    begins, lengths = at - places, index.lengths[rules]
    new = np.ones(len(rules) + 1, dtype=np.bool_)
    new[1:-1] = (rules[1:] != rules[:-1]) | ((begins[1:] - begins[:-1] - 4) * _SHARE > lengths[1:])
    heads = new[:-1].nonzero()[0]
    bounds = new.nonzero()[0]
    sizes = bounds[1:] - heads
    rule, length = rules[heads], lengths[heads]
    fresh = np.logical_or.reduceat(~explained[at], heads)
    promise = _promise(sizes, rule, index)
    first, last = np.minimum.reduceat(at, heads), np.maximum.reduceat(at, heads)
    middle = (first + last) // 2
    wanted = (sizes >= index.spread_wanted[rule]) & fresh
    if rows is not None:
        wanted &= (sizes >= index.spread_halves[rule]) & (length > rows.pieces[middle])
    good = wanted.nonzero()[0]
    good = good[np.argsort(-promise[good], kind="stable")][:_MOST]
    # within a group the beginnings ascend
    begin, end = begins[heads[good]], begins[heads[good] + sizes[good] - 1] + length[good]
    promise, rule, length, first, last, middle = (each[good] for each in (promise, rule, length, first, last, middle))
    slack = length // _SHARE + 4
    start = np.maximum(0, np.minimum(begin - slack, first))
    stop = np.minimum(len(explained), np.maximum(end + slack, last + RUN))
    columns = (rule, length, start, stop, middle)
    found = map(Candidate, *(column.tolist() for column in columns))
    return zip((-promise).tolist(), rule.tolist(), range(len(rule)), found, strict=True)


def _order(rules: NDArray[Any], begins: NDArray[Any]) -> NDArray[Any]:
    """The order by rule, then beginning. Numbers of 16 bits are sorted by their digits, in a fraction of the time."""
    begins = begins - begins.min()
    if int(rules.max()) >= 1 << 16 or int(begins.max()) >= 1 << 16:
        return np.lexsort((begins, rules))
    order = np.argsort(begins.astype(np.uint16), kind="stable")
    return order[np.argsort(rules.astype(np.uint16)[order], kind="stable")]
