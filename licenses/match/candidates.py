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


@dataclass(frozen=True, slots=True)
class _Met:
    """The anchors that a text has, by the rank of their keys in the index's table; each position has at most one."""

    ranks: NDArray[Any]  # in order
    positions: NDArray[Any]  # in the text


def candidates(text: Query, explained: NDArray[np.bool_], index: Index) -> list[Candidate]:
    """The candidates that would explain something that is not yet `explained`, the most promising first."""
    if len(text) < RUN:
        return []
    met = _met(text, explained, index)
    rules = _fresh_rules(met, explained, index)
    first, last = index.arrays["spread_rule_offsets"][rules], index.arrays["spread_rule_offsets"][rules + 1]
    rows, owner = expand(first, last)
    begin, end = _times(met.ranks, index.arrays["spread_ranks"][rows])
    # most rules have one anchor in common with a text by chance: leave them before anything is listed and sorted
    times = np.bincount(owner, weights=end - begin, minlength=len(rules))
    kept = (times >= index.spread_wanted[rules])[owner] & (end > begin)
    if not kept.any():
        return []
    rows, owner = rows[kept], owner[kept]
    each, of = expand(begin[kept], end[kept])
    return _clusters(rules[owner][of], index.arrays["spread_places"][rows][of], met.positions[each], explained, index)


def _met(text: Query, explained: NDArray[np.bool_], index: Index) -> _Met:
    """The anchors at positions that are not explained, and around these; of too many, those that the fewest rules have."""
    keys = anchors.keys(text.numbers, RUN)
    near = _near(~explained)[: len(keys)]
    at = np.flatnonzero(near & index.arrays["spread_sieve"][anchors.leading(keys)])
    table, offsets = index.arrays["spread_keys"], index.arrays["spread_key_offsets"]
    ranks = table.searchsorted(keys[at])
    known = table[np.minimum(ranks, len(table) - 1)] == keys[at]
    ranks, at = ranks[known], at[known]
    rules = offsets[ranks + 1] - offsets[ranks]
    if int(rules.sum()) > _ROWS:
        order = np.argsort(rules, kind="stable")
        kept = order[: int(np.cumsum(rules[order]).searchsorted(_ROWS))]
        ranks, at = ranks[kept], at[kept]
    order = np.argsort(ranks, kind="stable")
    return _Met(ranks[order], at[order])


def _fresh_rules(met: _Met, explained: NDArray[np.bool_], index: Index) -> NDArray[Any]:
    """The rules with an anchor at a position that is not explained."""
    fresh = met.ranks[~explained[met.positions]]
    fresh = fresh[np.flatnonzero(np.diff(fresh, prepend=-1))]
    offsets = index.arrays["spread_key_offsets"]
    rows, _ = expand(offsets[fresh], offsets[fresh + 1])
    has = np.zeros(len(index.lengths), dtype=np.bool_)
    has[index.arrays["spread_rules"][rows]] = True
    return np.flatnonzero(has)


def _times(ranks: NDArray[Any], wanted: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Where in sorted `ranks` each wanted one begins and ends."""
    new = np.flatnonzero(np.diff(ranks, prepend=-1))
    distinct, ends = ranks[new], np.append(new[1:], len(ranks))
    if not len(new):
        return np.zeros(len(wanted), dtype=np.int64), np.zeros(len(wanted), dtype=np.int64)
    place = np.minimum(distinct.searchsorted(wanted), len(new) - 1)
    begin = new[place]
    return begin, np.where(distinct[place] == wanted, ends[place], begin)


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
    share = np.minimum(1.0, sizes / index.spread_counts[rule])
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
