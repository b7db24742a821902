"""Whether a version lies in a range as manifests write it: npm, Cargo, Composer, Ruby, Dart and Python spellings.

Used to tell which of several locked versions a manifest means, so it answers None rather than guess at what it cannot
read.
"""

from __future__ import annotations

import re
from functools import lru_cache

Release = tuple[int, ...]

_COMPARATOR = re.compile(
    r"(\^|~>|~=|~|===|==|!=|>=|<=|=|>|<)?\s*v?(\d+(?:\.\d+)*)?((?:\.?[xX*])*)(-?[0-9A-Za-z][^\s,|]*)?\Z"
)
_SPACED_OPERATOR = re.compile(r"([\^~=<>!]+)\s+")
_HYPHEN = re.compile(r"^(\S+)\s+-\s+(\S+)$")
_LOCAL = ("workspace:", "file:", "link:", "path:", "portal:")
_CARET_BY_DEFAULT = frozenset({"cargo"})


@lru_cache(maxsize=65536)
def admits(kind: str, requirement: str, version: str) -> bool | None:
    """Whether `version` satisfies `requirement` in the ecosystem of purl type `kind`; None when either is not
    understood.
    """
    wanted = requirement.strip().removeprefix("npm:")
    if wanted in ("", "*", "latest", "x") or wanted.startswith(_LOCAL):
        return True
    release = release_of(version)
    if release is None or len(wanted) > 1000:
        return None
    verdicts = [_all(kind, alternative, release, version) for alternative in re.split(r"\|\|?", wanted)]
    return True if True in verdicts else (None if None in verdicts else False)


def release_of(version: str) -> Release | None:
    """The numbers that a version begins with, or None."""
    found = re.match(r"v?(\d+(?:\.\d+)*)", version)
    return tuple(int(number[:18]) for number in found[1].split(".")) if found else None


def version_order(version: str) -> tuple[Release, bool, str]:
    """A sort key: by numbers, releases after their pre-releases, then by text."""
    return release_of(version) or (), "-" not in version, version


def _all(kind: str, alternative: str, release: Release, version: str) -> bool | None:
    if hyphen := _HYPHEN.match(alternative.strip()):
        alternative = f">={hyphen[1]} <={hyphen[2]}"
    parts = [part for part in re.split(r"[,\s]+", _SPACED_OPERATOR.sub(r"\1", alternative.strip())) if part]
    verdicts = [_one(kind, part, release, version) for part in parts]
    return None if None in verdicts or not parts else all(verdicts)


def _one(kind: str, part: str, release: Release, version: str) -> bool | None:
    found = _COMPARATOR.match(part)
    if not found or (found[2] is None and not found[3]):
        return None
    operator, wild = found[1] or "", bool(found[3])
    wanted: Release = tuple(int(number[:18]) for number in found[2].split(".")) if found[2] else ()
    if not operator and kind in _CARET_BY_DEFAULT and not wild:
        operator = "^"
    if operator in ("", "=", "==", "===") and found[4]:
        return part.lstrip("=v") == version.lstrip("v")
    return _compare(operator, wanted, release, wild)


def _compare(operator: str, wanted: Release, release: Release, wild: bool) -> bool:
    length = max(len(wanted), len(release), 3)
    low, have = _padded(wanted, length), _padded(release, length)
    match operator:
        case "^":
            significant = next((place for place, number in enumerate(wanted) if number), len(wanted) - 1)
            return low <= have and have[: significant + 1] == low[: significant + 1]
        case "~":
            return low <= have and have[: min(2, len(wanted))] == low[: min(2, len(wanted))]
        case "~>" | "~=":
            kept = max(1, len(wanted) - 1)
            return low <= have and have[:kept] == low[:kept]
        case ">=":
            return have >= low
        case ">":
            return have > low
        case "<=":
            return have <= low
        case "<":
            return have < low
        case "!=":
            return have[: len(wanted)] != wanted if wild else have != low
    return have[: len(wanted)] == wanted if wild or (operator == "" and len(wanted) < 3) else have == low


def _padded(release: Release, length: int) -> Release:
    return release + (0,) * (length - len(release))
