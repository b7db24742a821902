"""Where in a text might a rule stand? Each rule is anchored at its rarest run of words, kept in a sorted table.

A run of one to four words has a key that mixes their numbers. Rules of four words and more are anchored at that one of
their four-word runs which fewest rules share; shorter rules at all of their words. Finding candidates is then one look
at a small table for each position of a text, and one binary search for the few that are promising.

A whole rule is compared by a polynomial hash modulo 2^64 of its word numbers, which the prefix sums of a text give for
any stretch in constant time (Karp and Rabin, 1987, doi:10.1147/rd.312.0249); the caller compares the words themselves
for what it keeps.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np
from msgspec import Struct

if TYPE_CHECKING:
    from numpy.typing import NDArray

LONGEST_RUN = 4
_SIEVE_BITS = 20
_BUCKET_BITS = 24
_FACTORS = tuple(
    np.uint64(each) for each in (0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93, 0xA0761D6478BD642F, 0xE7037ED1A0B428DB)
)
_SHIFT = np.uint64(32)

_BASE = 0x9FB21C651E98DF25  # odd, so it has an inverse modulo 2^64
_INVERSE = pow(_BASE, -1, 1 << 64)


class Table(Struct, frozen=True):
    """Anchors by key: the rules that have key number n are `rules[offsets[n]:offsets[n + 1]]`."""

    keys: NDArray[np.uint64]  # distinct, in order
    offsets: NDArray[np.int32]  # one more than keys
    rules: NDArray[np.int32]
    sieve: NDArray[np.bool_]

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]], name: str) -> Table:
        """The table that `table` made under this name."""
        return cls(*(arrays[f"{name}_{part}"] for part in ("keys", "offsets", "rules", "sieve")))

    def met(self, text_keys: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The places of `text_keys` that are in the table, in order, and the number of the key at each."""
        at = self.sieve[_leading(text_keys)].nonzero()[0]
        found = text_keys[at]
        numbers = self.keys.searchsorted(found)
        # a key beyond the last has no equal at the last either
        known = (self.keys.take(numbers, mode="clip") == found).nonzero()[0]
        return at[known], numbers[known]


def table(
    name: str, anchor_keys: NDArray[np.uint64], rules: NDArray[Any]
) -> tuple[dict[str, NDArray[Any]], NDArray[Any]]:
    """The arrays of a `Table` for anchors of `rules`, and the order in which it has them."""
    distinct, numbers = np.unique(anchor_keys, return_inverse=True)
    order = np.argsort(numbers, kind="stable")
    sieve = np.zeros(1 << _SIEVE_BITS, dtype=np.bool_)
    sieve[_leading(distinct)] = True
    arrays: dict[str, NDArray[Any]] = {
        f"{name}_keys": distinct,
        f"{name}_offsets": offsets(numbers, len(distinct)),
        f"{name}_rules": rules[order].astype(np.int32),
        f"{name}_sieve": sieve,
    }
    return arrays, order


def offsets(groups: NDArray[Any], count: int) -> NDArray[np.int32]:
    """Where each of `count` groups begins when the members of `groups` are listed in order; the end as the last."""
    begins = np.zeros(count + 1, dtype=np.int32)
    np.cumsum(np.bincount(groups, minlength=count), out=begins[1:])
    return begins


def runs(numbers: NDArray[np.uint64]) -> Iterator[NDArray[np.uint64]]:
    """The keys of the runs of one word, of two words and so on, at each position of a text that has such a run."""
    mixed = numbers * _FACTORS[0]
    yield mixed ^ (mixed >> _SHIFT)
    for place in range(1, LONGEST_RUN):
        mixed = mixed[:-1] + numbers[place:] * _FACTORS[place]
        mixed ^= mixed >> _SHIFT
        mixed *= _FACTORS[place]
        yield mixed ^ (mixed >> _SHIFT)


def keys(numbers: NDArray[np.uint64], run: int) -> NDArray[np.uint64]:
    """The key of the run of `run` words at each position of a text that has one."""
    return next(islice(runs(numbers), run - 1, None))


def _leading(text_keys: NDArray[np.uint64]) -> NDArray[np.int64]:
    """The bits of keys that a sieve looks at."""
    return (text_keys >> np.uint64(64 - _SIEVE_BITS)).astype(np.int64)


def frequency(all_keys: NDArray[np.uint64]) -> NDArray[np.int64]:
    """How often each key occurs among all, give or take keys that share their leading bits: near enough to rank by."""
    buckets = (all_keys >> np.uint64(64 - _BUCKET_BITS)).astype(np.int64)
    counted: NDArray[np.int64] = np.bincount(buckets)[buckets] if len(buckets) else buckets
    return counted


def rarest(numbers: NDArray[np.uint64], offsets: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each rule of four words and more, the position in `numbers` of its rarest run; -1 for shorter rules."""
    common = frequency(keys(numbers, LONGEST_RUN))
    anchors = np.full(len(offsets) - 1, -1, dtype=np.int64)
    for rule, (start, end) in enumerate(zip(offsets[:-1].tolist(), offsets[1:].tolist(), strict=True)):
        if end - start >= LONGEST_RUN:
            anchors[rule] = start + int(np.argmin(common[start : end - LONGEST_RUN + 1]))
    return anchors


def powers(count: int) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """The first `count` powers of the hash's base, and of its inverse, modulo 2^64."""
    steps = np.full((2, count), _BASE, dtype=np.uint64)
    steps[1] = _INVERSE
    steps[:, :1] = 1
    grown = np.multiply.accumulate(steps, axis=1, dtype=np.uint64)
    return grown[0], grown[1]


def prefix_sums(numbers: NDArray[np.uint64], power: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Sums from which `stretch` reads the hash of any stretch; one longer than `numbers`."""
    sums = np.zeros(len(numbers) + 1, dtype=np.uint64)
    np.cumsum(numbers * power[: len(numbers)], out=sums[1:])
    return sums


def stretch(
    sums: NDArray[np.uint64], starts: NDArray[np.int64], ends: NDArray[np.int64], inverse: NDArray[np.uint64]
) -> NDArray[np.uint64]:
    """The hashes of the stretches from `starts` to before `ends`."""
    hashes: NDArray[np.uint64] = (sums[ends] - sums[starts]) * inverse[starts]
    return hashes
