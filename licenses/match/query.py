"""A region's text as the matcher sees it: the words that rules know, and where the others stand between them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import numpy as np
from msgspec import Struct

from licenses.index.anchors import runs
from licenses.index.spread import RUN
from licenses.index.vocabulary import UNKNOWN
from licenses.text.tokens import Words, words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from licenses.index.opened import Index


class Spread:
    """The anchors spread over rules that stand in several regions, looked up once if any region needs them."""

    def __init__(self, keys: NDArray[np.uint64]) -> None:
        self._keys = keys
        self._met: tuple[NDArray[np.int64], NDArray[np.int64]] | None = None

    def met(self, index: Index) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Their positions, in order, and the numbers of their keys."""
        if self._met is None:
            self._met = index.spread.met(self._keys)
        return self._met


class Query(Struct, frozen=True):
    """Words of one region, or of several one after another. A position counts known words only."""

    words: Words
    begin: int  # byte of the normalised text at which the region begins
    first_line: int  # line breaks before the region
    ids: NDArray[np.int32]  # of known words
    numbers: NDArray[np.uint64]  # of known words, spelling variants replaced
    keys: tuple[NDArray[np.uint64], ...]  # of the runs of one known word, of two, and so on
    places: NDArray[np.int64]  # position -> place among all words
    telling: NDArray[np.bool_]  # whether each known word speaks of licensing
    telling_before: NDArray[np.int64]  # position -> how many telling words precede it; one more than positions
    unknown_before: NDArray[np.int64]  # position -> how many unknown words precede it
    spread: Spread
    start: int  # position in all regions together

    def __len__(self) -> int:
        return len(self.ids)

    def positions(self, places: NDArray[Any]) -> NDArray[Any]:
        """The positions of places in the `keys` one after another."""
        begins = np.cumsum([0, *map(len, self.keys)])
        positions: NDArray[Any] = places - begins[begins.searchsorted(places, "right") - 1]
        return positions

    def anchors(self, index: Index) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The positions of anchors that are spread over rules, in order, and the number of the key of each."""
        at, met = self.spread.met(index)
        first, last = at.searchsorted((self.start, self.start + len(self.keys[RUN - 1]))).tolist()
        return at[first:last] - self.start, met[first:last]

    def unknown_between(self, starts: Any, ends: Any) -> Any:
        """How many unknown words stand inside the stretches from position `starts` to before `ends`."""
        return self.unknown_before[ends - 1] - self.unknown_before[starts]

    def lines(self, positions: Any) -> Any:
        """The lines of positions, counted from 0 at the region's start."""
        return self.words.newlines.searchsorted(self.words.starts[self.places[positions]]) - self.first_line

    def position_at(self, offset: int) -> int:
        """The first position at or after a byte offset of the region's normalised text."""
        place = int(self.words.starts.searchsorted(self.begin + offset))
        return int(self.places.searchsorted(place))


class Queries(Struct, frozen=True):
    """Regions that are looked up together: array operations on one of them cost little more than those on many."""

    whole: Query
    begins: tuple[int, ...]  # byte of the normalised text at which each region begins
    first_lines: tuple[int, ...]
    bounds: NDArray[np.int64]  # position at which each region begins, with the end as the last

    def text(self, place: int) -> bytes:
        """The normalised text of region number `place`."""
        return self.whole.words.text[self.begins[place] : (*self.begins, None)[place + 1]]

    def part(self, place: int) -> Query:
        """Region number `place` by itself."""
        whole = self.whole
        start, end = int(self.bounds[place]), int(self.bounds[place + 1])
        return Query(
            words=whole.words,
            begin=self.begins[place],
            first_line=self.first_lines[place],
            ids=whole.ids[start:end],
            numbers=whole.numbers[start:end],
            keys=tuple(keys[start : max(start, end - more)] for more, keys in enumerate(whole.keys)),
            places=whole.places[start:end],
            telling=whole.telling[start:end],
            telling_before=whole.telling_before[start : end + 1],
            unknown_before=whole.unknown_before[start:end],
            spread=whole.spread,
            start=start,
        )


def queries(regions: Sequence[bytes], index: Index) -> Queries:
    """Split regions into words and look each up."""
    found = words(b"\n".join(regions))
    whole = _query(found, index)
    lines = (0, *accumulate(region.count(b"\n") + 1 for region in regions[:-1]))
    begins = (0, *(found.newlines[np.array(lines[1:]) - 1] + 1).tolist()) if len(regions) > 1 else (0,)
    bounds = np.append(whole.places.searchsorted(found.starts.searchsorted(begins)), len(whole))
    return Queries(whole, begins, lines, bounds)


def _query(found: Words, index: Index) -> Query:
    ids = index.ids(found.numbers)
    places = (ids >= 0).nonzero()[0]
    known = ids[places]
    unknown = np.cumsum(ids == UNKNOWN)
    telling = index.arrays["telling"][known]
    before = np.zeros(len(known) + 1, dtype=np.int64)
    np.cumsum(telling, out=before[1:])
    numbers = index.word_numbers[known]
    keys = tuple(runs(numbers))
    return Query(found, 0, 0, known, numbers, keys, places, telling, before, unknown[places], Spread(keys[RUN - 1]), 0)
