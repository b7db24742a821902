"""Which rules may stand in a region in an edited form, and about where: those whose spread anchors it has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from msgspec import Struct

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
    at, met = _met(text, explained, index)
    rules = _fresh_rules(met[~explained[at]], index)
    if not len(rules):
        return []
    of = index.arrays["spread_of"]
    rows, owner = expand(of[rules], of[rules + 1])
    begin, end = _times(met, index.arrays["spread_numbers"][rows])
    # most rules have one anchor in common with a text by chance: leave them before anything is listed and sorted
    times = np.bincount(owner, weights=end - begin, minlength=len(rules))
    kept = ((times >= index.spread_wanted[rules])[owner] & (end > begin)).nonzero()[0]
    if not len(kept):
        return []
    each, row = expand(begin[kept], end[kept])
    row = kept[row]
    return _clusters(rules[owner[row]], index.arrays["spread_places"][rows[row]], at[each], explained, index)


def _met(text: Query, explained: NDArray[np.bool_], index: Index) -> tuple[NDArray[Any], NDArray[Any]]:
    """The anchors where nothing is explained, and around there: positions and key numbers, in the order of the latter.

    Of too many anchors, those that the fewest rules have.
    """
    keys = text.keys[RUN - 1]
    near = _near(~explained)[: len(keys)].nonzero()[0]
    at, met = index.spread.met(keys[near])
    at = near[at]
    rules = index.spread.offsets[met + 1] - index.spread.offsets[met]
    if int(rules.sum()) > _ROWS:
        order = np.argsort(rules, kind="stable")
        kept = order[: int(np.cumsum(rules[order]).searchsorted(_ROWS))]
        at, met = at[kept], met[kept]
    order = np.argsort(met, kind="stable")
    return at[order], met[order]


def _fresh_rules(met: NDArray[Any], index: Index) -> NDArray[Any]:
    """The rules that have one of the anchors met."""
    distinct = met[_changes(met)]
    rows, _ = expand(index.spread.offsets[distinct], index.spread.offsets[distinct + 1])
    has = np.zeros(len(index.lengths), dtype=np.bool_)
    has[index.spread.rules[rows]] = True
    return has.nonzero()[0]


def _times(met: NDArray[Any], wanted: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Where among the sorted key numbers `met`, which are some, each wanted one begins and ends."""
    begins = _changes(met)
    distinct, ends = met[begins], np.append(begins[1:], len(met))
    place = np.minimum(distinct.searchsorted(wanted), len(begins) - 1)
    begin = begins[place]
    return begin, np.where(distinct[place] == wanted, ends[place], begin)


def _changes(ordered: NDArray[Any]) -> NDArray[Any]:
    """Where another number begins."""
    new = np.ones(len(ordered), dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=new[1:])
    return new.nonzero()[0]


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
