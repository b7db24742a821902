"""Licence-like text that no rule explains: stretches in which the runs of words that licences share are frequent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from licenses.index import anchors
from licenses.index.legalese import RUN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from licenses.index.opened import Index
    from licenses.match.query import Query

RULE = "unknown-text"
EXPRESSION = "LicenseRef-scancode-unknown"

_WINDOW = 40  # words
_FREQUENT = 0.35  # of the runs that begin in a window; prose has one in twenty
_MOSTLY = 0.9  # of a window unexplained
_LEAST = 60  # words: less may be talk about licences
_TELLING = 15  # telling words in all that is unexplained, from which it is worth a look
_OF_FOUND = 0.5  # of a stretch's runs that a found licence's text has, too
_APART = 80  # words between two stretches of one text


def unknown(
    text: Query, explained: Iterable[tuple[int, int]], found: Iterable[int], index: Index
) -> Iterator[tuple[int, int, float]]:
    """Yield the stretches as (first position, position after the last, share of their words that begin such a run).

    What the full text of a licence says that one of the rules `found` is of is known: its appendix, filled in.
    """
    if len(text) < _LEAST or text.telling_before[-1] < _TELLING:
        return
    found = list(found)
    left = np.ones(len(text), dtype=np.bool_)
    for start, end in explained:
        left[start:end] = False
    if np.count_nonzero(left & text.telling) < _TELLING:
        return
    legal = _legal(text, index) & left
    before = np.concatenate(([0], np.cumsum(legal)))
    for first, last in _together(_dense(before, left)):
        runs = legal[first:last].nonzero()[0]
        start, end = first + int(runs[0]), min(last, first + int(runs[-1]) + RUN)
        if end - start >= _LEAST and not _is_of(found, start, end, text, index):
            words = int(text.places[end - 1] - text.places[start]) + 1
            yield start, end, float(before[end] - before[start]) / words


def _is_of(found: Iterable[int], start: int, end: int, text: Query, index: Index) -> bool:
    """Whether most of a stretch stands in the longest text of a licence that was found beside it."""
    keys = text.keys[RUN - 1][start : end - RUN + 1]
    expressions = {int(index.arrays["rule_expressions"][rule]) for rule in found}
    texts = (int(index.arrays["longest_texts"][expression]) for expression in expressions)
    bodies = (index.word_numbers[index.body(rule)] for rule in texts if rule >= 0)
    return any(float(np.isin(keys, anchors.keys(body, RUN)).mean()) >= _OF_FOUND for body in bodies if len(body) > RUN)


def _legal(text: Query, index: Index) -> NDArray[np.bool_]:
    """The positions at which a run begins that licences share."""
    table, keys = index.arrays["legal_runs"], text.keys[RUN - 1]
    legal = np.zeros(len(text), dtype=np.bool_)
    if len(table):
        legal[: len(keys)] = table.take(table.searchsorted(keys), mode="clip") == keys
    return legal


def _dense(before: NDArray[np.int64], left: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """The stretches that windows cover in which the runs are frequent and little is explained."""
    unexplained = np.concatenate(([0], np.cumsum(left)))
    free = unexplained[_WINDOW:] - unexplained[:-_WINDOW]
    frequent = before[_WINDOW:] - before[:-_WINDOW] >= _FREQUENT * free
    starts = (frequent & (free >= _MOSTLY * _WINDOW)).nonzero()[0].tolist()
    stretch: tuple[int, int] | None = None
    for start in starts:
        if stretch and start <= stretch[1]:
            stretch = (stretch[0], start + _WINDOW)
            continue
        if stretch:
            yield stretch
        stretch = (start, start + _WINDOW)
    if stretch:
        yield stretch


def _together(stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches that are near each other as one."""
    joined: list[tuple[int, int]] = []
    for start, end in stretches:
        if joined and start - joined[-1][1] <= _APART:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined
