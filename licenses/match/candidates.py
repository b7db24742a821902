"""Which rules may stand in a region in an edited form, and about where: those whose spread anchors it has."""

from __future__ import annotations

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
_NEVER = 1 << 30  # more words than any rule has
_REACH = 200  # positions around unexplained ones that are looked at again


class Candidate(Struct, frozen=True, gc=False):
    """A rule and the stretch of the text in which to align it."""

    rule: int
    length: int  # of the rule, in words
    start: int
    end: int
    middle: int  # of the anchors that are there


class Rows(Struct, frozen=True):
    """Exact matches that follow each other, of which one rule may have several as its pieces; for each position."""

    pieces: NDArray[Any]  # how many words long the piece around it is, 0 between pieces
    least: NDArray[Any]  # how many words long a rule is at the least that has two pieces of the row around it


def candidates(
    text: Query, explained: NDArray[np.bool_], index: Index, rows: Rows | None = None
) -> Iterator[Candidate]:
    """The candidates that would explain something that is not yet `explained`, the most promising first.

    With `rows`, only rules half of whose anchors are there and that are longer than the piece in their middle.
    """
    if len(text) < RUN:
        return iter(())
    at, met = _met(text, explained, index)
    if not len(at):
        return iter(())
    begins = _changes(met)
    anchors, owner = expand(index.spread.offsets[met[begins]], index.spread.offsets[met[begins] + 1])
    least = np.where(explained[at], _NEVER, 0 if rows is None else rows.least[at])
    wanted = index.spread_wanted if rows is None else index.spread_halves
    kept = _worth_listing(index.spread.rules[anchors], np.minimum.reduceat(least, begins)[owner], wanted, index)
    if not len(kept):
        return iter(())
    anchors, owner = anchors[kept], owner[kept]
    each, row = expand(begins[owner], np.append(begins[1:], len(met))[owner])
    anchors = anchors[row]
    rules, places = index.spread.rules[anchors], index.arrays["spread_places"][anchors]
    return _clusters(rules, places, at[each], explained, index, rows)


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


def _worth_listing(rules: NDArray[Any], least: NDArray[Any], wanted: NDArray[Any], index: Index) -> NDArray[Any]:
    """The places in `rules` of those that the text has `wanted` anchors of, one where they are at least that long.

    Most rules have one anchor in common with a text by chance: they are left before anything is listed and sorted.
    """
    long = np.zeros(len(wanted), dtype=np.bool_)
    long[rules[index.lengths[rules] >= least]] = True
    near: NDArray[Any] = long[rules].nonzero()[0]
    if not len(near):
        return near
    enough: NDArray[Any] = np.bincount(rules[near], minlength=len(wanted)) >= wanted
    kept: NDArray[Any] = near[enough[rules[near]]]
    return kept


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
    rules: NDArray[Any],
    places: NDArray[Any],
    at: NDArray[Any],
    explained: NDArray[np.bool_],
    index: Index,
    rows: Rows | None,
) -> Iterator[Candidate]:
    """Anchors of one rule that would put its beginning at about the same position belong together."""
    order = _order(rules, at - places)
    rules, at, places = rules[order], at[order], places[order]
    begins, lengths = at - places, index.lengths[rules]
    new = np.ones(len(rules), dtype=np.bool_)
    new[1:] = (rules[1:] != rules[:-1]) | ((begins[1:] - begins[:-1] - 4) * _SHARE > lengths[1:])
    heads = np.flatnonzero(new)
    sizes = np.diff(heads, append=len(new))
    rule, length = rules[heads], lengths[heads]
    fresh = np.logical_or.reduceat(~explained[at], heads)
    # an anchor met again at another distance may count twice: good enough to rank by
    share = np.minimum(1.0, sizes / index.arrays["spread_counts"][rule])
    promise = share * share * length
    first, last = np.minimum.reduceat(at, heads), np.maximum.reduceat(at, heads)
    middle = (first + last) // 2
    wanted = (sizes >= index.spread_wanted[rule]) & fresh
    if rows is not None:
        wanted &= (sizes >= index.spread_halves[rule]) & (length > rows.pieces[middle])
    good = np.flatnonzero(wanted)
    good = good[np.argsort(-promise[good], kind="stable")][:_MOST]
    # within a group the beginnings ascend
    begin, end = begins[heads[good]], begins[heads[good] + sizes[good] - 1] + length[good]
    rule, length, first, last, middle = (each[good] for each in (rule, length, first, last, middle))
    slack = length // _SHARE + 4
    start = np.maximum(0, np.minimum(begin - slack, first))
    stop = np.minimum(len(explained), np.maximum(end + slack, last + RUN))
    columns = (rule, length, start, stop, middle)
    return map(Candidate, *(column.tolist() for column in columns))


def _order(rules: NDArray[Any], begins: NDArray[Any]) -> NDArray[Any]:
    """The order by rule, then beginning. Numbers of 16 bits are sorted by their digits, in a fraction of the time."""
    begins = begins - begins.min()
    if int(rules.max()) >= 1 << 16 or int(begins.max()) >= 1 << 16:
        return np.lexsort((begins, rules))
    order = np.argsort(begins.astype(np.uint16), kind="stable")
    return order[np.argsort(rules.astype(np.uint16)[order], kind="stable")]
