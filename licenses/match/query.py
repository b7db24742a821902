"""A region's text as the matcher sees it: the words that rules know, and where the others stand between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from msgspec import Struct

from licenses.index.anchors import runs
from licenses.index.vocabulary import UNKNOWN
from licenses.text.tokens import Words, words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from licenses.index.opened import Index


class Query(Struct, frozen=True):
    """Words of one region. A position counts known words only; `places` leads back to all words."""

    words: Words
    ids: NDArray[np.int32]  # of known words
    numbers: NDArray[np.uint64]  # of known words, spelling variants replaced
    keys: tuple[NDArray[np.uint64], ...]  # of the runs of one known word, of two, and so on
    places: NDArray[np.int64]  # position -> place among all words
    telling: NDArray[np.bool_]  # whether each known word speaks of licensing
    telling_before: NDArray[np.int64]  # position -> how many telling words precede it; one more than positions
    unknown_before: NDArray[np.int64]  # position -> how many unknown words precede it in the region

    def __len__(self) -> int:
        return len(self.ids)

    def positions(self, places: NDArray[Any]) -> NDArray[Any]:
        """The positions of places in the `keys` one after another."""
        begins = np.cumsum([0, *map(len, self.keys)])
        positions: NDArray[Any] = places - begins[begins.searchsorted(places, "right") - 1]
        return positions

    def unknown_between(self, starts: Any, ends: Any) -> Any:
        """How many unknown words stand inside the stretches from position `starts` to before `ends`."""
        return self.unknown_before[ends - 1] - self.unknown_before[starts]

    def lines(self, positions: Any) -> Any:
        """The 0-based lines of positions."""
        return self.words.newlines.searchsorted(self.words.starts[self.places[positions]])

    def position_at(self, offset: int) -> int:
        """The first position at or after a byte offset of the normalised text."""
        place = int(self.words.starts.searchsorted(offset))
        return int(self.places.searchsorted(place))


def query(data: bytes, index: Index) -> Query:
    """Split a region into words and look each up."""
    found = words(data)
    ids = index.ids(found.numbers)
    places = np.flatnonzero(ids >= 0)
    known = ids[places]
    unknown = np.cumsum(ids == UNKNOWN)
    telling = index.arrays["telling"][known]
    before = np.zeros(len(known) + 1, dtype=np.int64)
    np.cumsum(telling, out=before[1:])
    numbers = index.word_numbers[known]
    return Query(found, known, numbers, tuple(runs(numbers)), places, telling, before, unknown[places])
