"""Ranges as ecosystems write them, in the one notation of the `vers` specification.

Source: https://github.com/package-url/vers-spec (a part of ECMA-427's family): `vers:npm/>=1.2.3|<2.0.0`. A range that
is not understood has no `vers` form; then it is better kept as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import quote

from scanner.interval import EVERYTHING, Bound, Interval, both, either, order
from scanner.vers_dialects import DIALECTS, Dialect

_COMPARATOR = re.compile(r"(\^>=|===|~>|~=|>=|<=|==|!=|<<|>>|=>|=<|[<>=^~!])?\s*([^\s<>=!~^,;][^\s<>=^,;]*)")
_NUMBERS = re.compile(r"v?(\d+(?:\.\d+)*)")
_WILD = re.compile(r"[vV]?((?:\d+\.)*\d*)\.?[xX*](?:\.[xX*])*|\*")
_SETS = re.compile(r"([\[(\]])\s*([^\[\](),\s]*)\s*(?:(,)\s*([^\[\](),\s]*)\s*)?([\])\[])")
_OPEN = re.compile(r"[${}%`\\]")  # of a placeholder that nothing filled: no version has these
_LONGEST = 500  # characters of a range


@lru_cache(maxsize=65536)
def vers(kind: str, requirement: str) -> str:
    """A range of the ecosystem of purl type `kind` as `vers`, "" when it is not understood."""
    found = intervals(kind, requirement)
    if not found:
        return ""
    constraints = ["*"] if found == (EVERYTHING,) else [part for each in found for part in _constraints(each)]
    return f"vers:{kind}/" + "|".join(constraints)


@lru_cache(maxsize=65536)
def exact(kind: str, requirement: str) -> str:
    """The only version that a range admits, "" when there may be others or it is not understood."""
    found = intervals(kind, requirement)
    return found[0].only if len(found) == 1 else ""


def intervals(kind: str, requirement: str) -> tuple[Interval, ...]:
    """The versions that a range admits; none when it is not understood, or when none can satisfy it."""
    dialect, text = DIALECTS.get(kind), requirement.strip()
    if dialect is None or len(text) > _LONGEST or _OPEN.search(text):
        return ()
    try:
        if dialect.sets and text[:1] in ("[", "(", "]"):
            return _sets(text)
        return either(found for part in re.split(dialect.either, text) if (found := _all(dialect, part)) is not None)
    except ValueError:
        return ()


def _sets(text: str) -> tuple[Interval, ...]:
    """Maven's and NuGet's `[1.0,2.0)`, `(,1.0],[1.2,)`, `[1.0]`, and Ivy's `]1.0,2.0[`."""
    found = list(_SETS.finditer(text))
    if re.sub(r"[,\s]", "", _SETS.sub("", text)) or not found:
        raise ValueError(text)
    return either(_set(each) for each in found)


def _set(found: re.Match[str]) -> Interval:
    opened, low, comma, high, closed = found.groups()
    if not comma:
        return _single("=", low)
    lower = Interval(low=Bound(_known(low), opened == "[")) if low else EVERYTHING
    upper = Interval(high=Bound(_known(high), closed == "]")) if high else EVERYTHING
    interval = both(lower, upper)
    if interval is None:
        raise ValueError(found[0])
    return interval


def _all(dialect: Dialect, text: str) -> Interval | None:
    """What all comparators of an alternative admit."""
    text = text.strip()
    if dialect.hyphens and (hyphen := re.fullmatch(r"(\S+)\s+-\s+(\S+)", text)):
        text = f">={hyphen[1]} <={hyphen[2]}"
    found = EVERYTHING
    for operator, version in _comparators(dialect, text):
        narrowed = both(found, _one(dialect, operator, version))
        if narrowed is None:
            return None
        found = narrowed
    return found


def _comparators(dialect: Dialect, text: str) -> Iterator[tuple[str, str]]:
    if text in dialect.anything:
        return
    text, end = re.sub(dialect.every, " ", text), 0
    for found in _COMPARATOR.finditer(text):
        if text[end : found.start()].strip():
            raise ValueError(text)
        end = found.end()
        yield found[1] or "", re.sub(r"@[a-zA-Z]+\Z", "", found[2].strip("\"'"))
    if text[end:].strip() or not end:
        raise ValueError(text)


def _one(dialect: Dialect, operator: str, version: str) -> Interval:
    """What one comparator admits."""
    if dialect.sets and version.endswith("+"):
        version = version[:-1] + "*"  # Gradle's "2.+"
    if wild := _WILD.fullmatch(version):
        return _wildcard(dialect, operator, wild[1] or "")
    operator = operator or dialect.bare
    _known(version)
    numbers = _numbers(version)
    partial = dialect.partial and len(numbers) < 3 and re.fullmatch(r"v?[\d.]+", version) is not None
    full = dialect.padded(version)
    match operator:
        case "^":
            significant = next((place for place, number in enumerate(numbers) if number), len(numbers) - 1)
            return _between(full, _raised(dialect, numbers[: significant + 1]))
        case "~":
            return _between(full, _raised(dialect, numbers[: 1 if len(numbers) == 1 else dialect.tilde(len(numbers))]))
        case "~>" | "~=":
            return _between(full, _raised(dialect, numbers[: max(1, len(numbers) - 1)]))
        case "^>=":
            return _between(full, _raised(dialect, (*numbers, 0)[:2]))
        case ">" if partial:
            return Interval(low=Bound(_raised(dialect, numbers), included=True))
        case "<=" if partial:
            return Interval(high=Bound(_raised(dialect, numbers), included=False))
        case "=" if partial or dialect.prefixes:
            return _between(full, _raised(dialect, numbers))
    return _single(operator, full)


def _single(operator: str, version: str) -> Interval:
    version = _known(version)
    match operator:
        case "=" | "==" | "===":
            return Interval(Bound(version, included=True), Bound(version, included=True))
        case ">=" | "=>":
            return Interval(low=Bound(version, included=True))
        case ">" | ">>":
            return Interval(low=Bound(version, included=False))
        case "<=" | "=<":
            return Interval(high=Bound(version, included=True))
        case "<" | "<<":
            return Interval(high=Bound(version, included=False))
        case "!=" | "!":
            return Interval(holes=(version,))
    raise ValueError(operator)


def _wildcard(dialect: Dialect, operator: str, prefix: str) -> Interval:
    numbers = _numbers(prefix) if prefix.strip(".") else ()
    if operator not in ("", "=", "==", "^", "~", ">="):
        raise ValueError(operator)
    if not numbers:
        return EVERYTHING
    low = dialect.padded(".".join(map(str, numbers)))
    if operator == ">=":
        return Interval(low=Bound(low, included=True))
    return _between(low, _raised(dialect, numbers[:1] if operator == "^" and numbers[0] else numbers))


def _between(low: str, high: str) -> Interval:
    return Interval(Bound(low, included=True), Bound(high, included=False))


def _raised(dialect: Dialect, numbers: tuple[int, ...]) -> str:
    """The first version after all that begin with these numbers."""
    return dialect.padded(".".join(map(str, (*numbers[:-1], numbers[-1] + 1))))


def _numbers(version: str) -> tuple[int, ...]:
    found = _NUMBERS.match(version)
    if found is None:
        raise ValueError(version)
    return tuple(int(number[:18]) for number in found[1].split("."))


def _known(version: str) -> str:
    version = version.strip()
    if order(version) is None or "*" in version:
        raise ValueError(version)
    return version.removeprefix("v")


def _constraints(interval: Interval) -> Iterator[str]:
    if interval.only:
        yield quoted(interval.only)
        return
    parts = [(hole, "!=") for hole in interval.holes if _inside(hole, interval)]
    if interval.low:
        parts.append((interval.low.version, ">=" if interval.low.included else ">"))
    if interval.high:
        parts.append((interval.high.version, "<=" if interval.high.included else "<"))
    yield from (sign + quoted(version) for version, sign in sorted(parts, key=lambda part: order(part[0]) or ()))


def _inside(hole: str, interval: Interval) -> bool:
    return both(Interval(interval.low, interval.high), _single("=", hole)) is not None


def quoted(version: str) -> str:
    """A version as a constraint holds it: comparators and separators are percent-encoded."""
    return quote(version, safe=":+~^@/,;$&()'")
