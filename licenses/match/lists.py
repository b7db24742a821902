"""Lists of licence names, as tools that handle licences carry them, say nothing about the file's own licence."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from licenses.match.hit import Hit

_FEWEST = 15  # names in a row
_FARTHEST = 10  # positions between two names
_LONGEST = 20  # words in a name
_DIFFERENT = 1 / 3  # share of names that differ, or so many different ones:
_ENOUGH_DIFFERENT = 5


def without_lists(hits: Sequence[Hit], is_name: Callable[[Hit], bool], expression: Callable[[Hit], str]) -> list[Hit]:
    """The hits, in text order, less those in long unbroken rows of different licences' names."""
    kept: list[Hit] = []
    row: list[Hit] = []

    def close() -> None:
        if not _is_list(row, expression):
            kept.extend(row)
        row.clear()

    for hit in hits:
        names = hit.exact and hit.length <= _LONGEST and is_name(hit)
        if not names or (row and hit.start - row[-1].end >= _FARTHEST):
            close()
        (row if names else kept).append(hit)
    close()
    return kept


def _is_list(row: Sequence[Hit], expression: Callable[[Hit], str]) -> bool:
    if len(row) < _FEWEST:
        return False
    different = len({expression(hit) for hit in row})
    return different >= _ENOUGH_DIFFERENT or different / len(row) > _DIFFERENT
