"""Names with `*`, `**` and `?`, as rule packs and waivers write them.

`*` stays within a segment, `**` crosses segments, `**/` may also stand for nothing, `?` is one character of a segment.
Packs and waivers can come with the code that they judge, so matching must not explode: a glob with few wildcards
becomes a regular expression, any other is matched in time proportional to its length times the name's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

_WILDCARDS = re.compile(r"(\*\*/|\*\*|\*|\?)")
_MEANING = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
_FEW = 2  # wildcards of any length with which backtracking stays quadratic

Matches = Callable[[str], bool]


def any_glob(globs: Iterable[str], *, any_case: bool = False) -> Matches:
    """A test: does a name match one of `globs`, whole?"""
    return _any_glob(tuple(globs), any_case)


@lru_cache(maxsize=1024)
def _any_glob(globs: tuple[str, ...], any_case: bool) -> Matches:
    tests = [_matcher(_normal(written), any_case) for written in globs]
    return lambda name: any(test(name) for test in tests)


def _normal(written: str) -> str:
    return re.sub(r"\*{3,}", "**", written)


def _matcher(written: str, any_case: bool) -> Matches:
    parts = [part for part in _WILDCARDS.split(written.casefold() if any_case else written) if part]
    if sum(part in {"**/", "**", "*"} for part in parts) <= _FEW:
        pattern = re.compile("".join(_MEANING.get(part, re.escape(part)) for part in parts), re.DOTALL)
        return lambda name: pattern.fullmatch(name.casefold() if any_case else name) is not None
    steps = _steps(parts)
    return lambda name: _walk(steps, name.casefold() if any_case else name)


_INSIDE = "…/"  # within what `**/` stands for: it ends after a slash


def _steps(parts: list[str]) -> tuple[str, ...]:
    """Wildcards as they are, `**/` as an entrance and an inside, literal text letter by letter."""
    found: list[str] = []
    for part in parts:
        found += [part, _INSIDE] if part == "**/" else [part] if part in _MEANING else list(part)
    return tuple(found)


def _walk(steps: tuple[str, ...], name: str) -> bool:
    """Follow all ways through `steps` at once (Thompson 1968), so that none is tried twice."""
    places = _resting({0}, steps)
    for letter in name:
        places = _resting({after for place in places for after in _after(steps, place, letter)}, steps)
        if not places:
            return False
    return len(steps) in places


def _resting(places: set[int], steps: tuple[str, ...]) -> set[int]:
    """Those places and the ones reached from them without a letter."""
    waiting, reached = list(places), set(places)
    while waiting:
        place = waiting.pop()
        for after in _free(steps[place] if place < len(steps) else "", place):
            if after not in reached:
                reached.add(after)
                waiting.append(after)
    return reached


def _free(step: str, place: int) -> tuple[int, ...]:
    if step == "**/":
        return place + 1, place + 2
    return (place + 1,) if step in {"*", "**"} else ()


def _after(steps: tuple[str, ...], place: int, letter: str) -> tuple[int, ...]:
    """The places after one letter; none when the letter does not fit."""
    step = steps[place] if place < len(steps) else ""
    if step == _INSIDE:
        return (place, place + 1) if letter == "/" else (place,)
    if step == "**":
        return (place,)
    if step in {"*", "?"}:
        return () if letter == "/" else (place + (step == "?"),)
    return (place + 1,) if step == letter else ()
