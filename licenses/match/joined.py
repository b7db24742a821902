"""Rules that say in one what several exact matches beside each other say in pieces.

An introduction, a licence's name and its terms are often a rule of their own as a whole; exact matching stops at the
pieces when a word in between differs. Such a rule takes their place when nearly all of it is there and it loses no
licence that a piece names.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from licenses.index.expressions import symbols
from licenses.match.approximate import Sums, aligned
from licenses.match.candidates import Candidate, Rows, Tried, candidates
from licenses.match.hit import Hit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from licenses.index.opened import Index
    from licenses.match.query import Query

# What names no licence, or denies only warranties
UNNAMED = frozenset(
    f"LicenseRef-scancode-{key}" for key in ("unknown", "unknown-license-reference", "warranty-disclaimer")
)

_APART = 30  # words between two exact hits that may be parts of one rule
_LONGEST = 2000  # words from the first to the last of them
_WHOLE = 0.9  # of the rule's words, and of a piece's
_SURE = 95  # relevance from which a piece names the licence that the data says


def joined(text: Query, exact: list[Hit], index: Index) -> list[Hit]:
    """The hits of rules that join two or more exact hits."""
    rows = _rows(exact)
    if not rows:
        return []
    pieces = _pieces(len(text), rows)
    allowed = _allowed(rows, index)
    tried = Tried(len(text))
    promising = candidates(text, pieces < 0, tried, index, Rows(pieces, _least(len(text), rows), allowed))
    sums = Sums(text, text.telling, index)
    found = aligned(promising, text, sums, tried, index, _WHOLE, _may_join(text, rows, index))
    return [hit for _, hit in found if _joins(hit, rows, index)]


def _may_join(text: Query, rows: list[list[Hit]], index: Index) -> Callable[[Candidate], bool]:
    """Whether a candidate has nearly all words of two hits of a row: counted in a fraction of an alignment's time."""
    words = np.zeros(len(index.word_numbers), dtype=np.bool_)

    def has(hit: Hit, candidate: Candidate) -> bool:
        within = min(hit.end, candidate.end) - max(hit.start, candidate.start) >= _WHOLE * hit.length
        return within and int(np.count_nonzero(words[text.ids[hit.start : hit.end]])) >= _WHOLE * hit.length

    def may_join(candidate: Candidate) -> bool:
        body = index.body(candidate.rule)
        words[body] = True
        found = any(sum(has(hit, candidate) for hit in row) > 1 for row in rows)
        words[body] = False
        return found

    return may_join


def _rows(exact: list[Hit]) -> list[list[Hit]]:
    """Exact hits that follow each other closely."""
    rows: list[list[Hit]] = []
    for hit in exact:
        row = rows[-1] if rows else []
        if row and 0 <= hit.start - row[-1].end <= _APART and hit.end - row[0].start <= _LONGEST:
            row.append(hit)
        else:
            rows.append([hit])
    return [row for row in rows if len(row) > 1]


def _pieces(length: int, rows: list[list[Hit]]) -> NDArray[np.int64]:
    """For each position how long the piece is in which it lies; 0 between pieces, -1 outside of rows."""
    pieces = np.full(length, -1, dtype=np.int64)
    for row in rows:
        pieces[row[0].start : row[-1].end] = 0
        for hit in row:
            pieces[hit.start : hit.end] = hit.length
    return pieces


def _least(length: int, rows: list[list[Hit]]) -> NDArray[np.int64]:
    """For each position how many words long a rule is at the least that has two hits of the row around it as pieces."""
    least = np.zeros(length, dtype=np.int64)
    for row in rows:
        shortest = sorted(hit.length for hit in row)
        least[row[0].start : row[-1].end] = math.ceil(_WHOLE * sum(shortest[:2]))
    return least


def _allowed(rows: list[list[Hit]], index: Index) -> NDArray[np.bool_] | None:
    """For each expression whether a rule with it says all that two hits of a row say; None when any rule does."""
    allowed = np.zeros(len(index.arrays["expression_offsets"]) - 1, dtype=np.bool_)
    for row in rows:
        naming = [hit for hit in row if not _is_vague(hit, index)]
        if len(row) - len(naming) > 1:
            return None
        said = sum(index.saying(hit.rule).astype(np.int32) for hit in naming)
        allowed |= said + len(row) - len(naming) > 1
    return allowed


def _joins(found: Hit, rows: list[list[Hit]], index: Index) -> bool:
    """Whether nearly all of a rule is there, two or more exact hits are parts of it, and it says all that they say."""
    if found.coverage < _WHOLE:
        return False
    said = symbols(index.expression(found.rule))
    for row in rows:
        inside = [hit for hit in row if found.overlap(hit) >= _WHOLE * hit.length]
        if len(inside) > 1:
            return all(_is_vague(hit, index) or symbols(index.expression(hit.rule)) <= said for hit in inside)
    return False


def _is_vague(hit: Hit, index: Index) -> bool:
    """Whether a hit names no licence, or one of which the data is not sure."""
    return int(index.relevances[hit.rule]) < _SURE or symbols(index.expression(hit.rule)) <= UNNAMED
