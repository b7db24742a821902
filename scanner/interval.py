"""Sets of versions as intervals: what a range of any ecosystem comes down to.

A version is ordered by its numbers, then by whether it is a pre-release, then by what follows them. That holds for
all schemes as long as two versions that are compared are written alike, as the bounds of one range are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

Order = tuple[int, tuple[int, ...], int, tuple[tuple[int, int, str], ...]]

_VERSION = re.compile(r"(?:(\d{1,9})[!:])?[vV]?(\d+(?:\.\d+)*)(.*)", re.DOTALL)
_BEFORE = re.compile(
    r"[-._]?(?:a|b|c|rc|alpha|beta|dev|pre|preview|snapshot|m|milestone|canary|next|nightly)(?![a-z])", re.I
)
_PART = re.compile(r"\d+|[A-Za-z]+")


@dataclass(frozen=True, slots=True)
class Bound:
    """An end of an interval."""

    version: str
    included: bool


@dataclass(frozen=True, slots=True)
class Interval:
    """The versions from `low` to `high`, without those in `holes`; a bound that is None is no bound."""

    low: Bound | None = None
    high: Bound | None = None
    holes: tuple[str, ...] = ()

    @property
    def only(self) -> str:
        """The one version that this holds, "" when there may be others."""
        same = self.low is not None and self.high is not None and self.low.version == self.high.version
        return self.low.version if self.low and same and not self.holes else ""


EVERYTHING = Interval()


@lru_cache(maxsize=65536)
def order(version: str) -> Order | None:
    """The sort key of a version; None when it does not begin with a number."""
    found = _VERSION.fullmatch(version.partition("+")[0])
    if found is None or len(version) > 200:
        return None
    numbers = [int(number[:18]) for number in found[2].split(".")]
    while len(numbers) > 1 and not numbers[-1]:
        numbers.pop()
    rest = found[3]
    kind = 0 if not rest else -1 if _BEFORE.match(rest) else 1
    parts = tuple((1, int(part[:18]), "") if part.isdigit() else (0, 0, part.lower()) for part in _PART.findall(rest))
    return int(found[1] or 0), tuple(numbers), kind, parts


def both(first: Interval, second: Interval) -> Interval | None:
    """What is in both, None when nothing is."""
    low = _tighter(first.low, second.low, upper=False)
    high = _tighter(first.high, second.high, upper=True)
    if low and high and (_at(low), not low.included) > (_at(high), False):
        return None
    if low and high and _at(low) == _at(high) and not (low.included and high.included):
        return None
    return Interval(low, high, tuple(dict.fromkeys((*first.holes, *second.holes))))


def either(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """The same versions as sorted intervals that do not touch."""
    found: list[Interval] = []
    for interval in sorted(intervals, key=lambda each: (each.low is not None, *_start(each))):
        if found and _touch(found[-1], interval):
            known = found.pop()
            ends = [bound for bound in (known.high, interval.high) if bound]
            high = max(ends, key=_end) if len(ends) == 2 else None
            found.append(Interval(known.low, high, tuple(hole for hole in known.holes if hole in interval.holes)))
        else:
            found.append(interval)
    return tuple(found)


def _touch(before: Interval, after: Interval) -> bool:
    if before.high is None or after.low is None:
        return True
    return _at(after.low) < _at(before.high) or (
        _at(after.low) == _at(before.high) and (after.low.included or before.high.included)
    )


def _tighter(first: Bound | None, second: Bound | None, *, upper: bool) -> Bound | None:
    if first is None or second is None:
        return first or second
    if _at(first) == _at(second):
        return first if not first.included else second
    return first if (_at(first) < _at(second)) == upper else second


def _at(bound: Bound) -> Order:
    found = order(bound.version)
    if found is None:
        raise ValueError(bound.version)
    return found


def _start(interval: Interval) -> tuple[Order, bool]:
    return (_at(interval.low), not interval.low.included) if interval.low else ((0, (), 0, ()), False)


def _end(bound: Bound) -> tuple[Order, bool]:
    return _at(bound), bound.included
