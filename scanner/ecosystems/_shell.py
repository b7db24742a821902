"""Package recipes that are shell scripts (PKGBUILD, APKBUILD): their assignments, read and never run."""

from __future__ import annotations

import re

_ASSIGNED = re.compile(r"""^([A-Za-z_]\w*)=(\(([^()]*)\)|"([^"]*)"|'([^']*)'|([^\s;#"'()]*))""", re.MULTILINE)
_WORD = re.compile(r"""'([^'\n]*)'|"([^"\n]*)"|(\S+)""")
_VARIABLE = re.compile(r"\$\{?(\w+)\}?")
_DEEPEST = 5


def assignments(script: str) -> dict[str, list[str]]:
    """Names of the top level with their words; a plain value is split at blanks, as recipes' lists are."""
    text = re.sub(r"(?m)^[ \t]*#[^\n]*|\s#[^\n]*", "", script)
    found: dict[str, list[str]] = {}
    for name, _, array, double, single, bare in _ASSIGNED.findall(text):
        words = [a or b or c for a, b, c in _WORD.findall(array)] if array else (double or single or bare).split()
        found.setdefault(name, [_filled(word, found) for word in words])
    return found


def first(values: dict[str, list[str]], name: str) -> str:
    """The value of a name that holds one word."""
    return next(iter(values.get(name, ())), "")


def _filled(word: str, known: dict[str, list[str]]) -> str:
    for _ in range(_DEEPEST):
        if "$" not in word or len(word) > 1000:
            break
        word = _VARIABLE.sub(lambda found: first(known, found[1]) or found[0], word)
    return word
