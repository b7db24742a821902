"""Erlang terms, as rebar.config and application resource files hold them: read, never evaluated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scanner.manifest.malformed import Malformed

_TOKEN = re.compile(
    r"""(?P<blank>[\s,|]++|%[^\n]*+|<<|>>|/\w+)
    |"(?P<text>(?:[^"\\]|\\[\s\S])*+)"?+
    |'(?P<quoted>(?:[^'\\\n]|\\.)*+)'?+
    |(?P<mark>[{}\[\].])
    |(?P<word>[\w@#:+*=>\\/?!~^;()-]++(?:\.(?=\w)[\w@]++)*+)
    |(?P<other>[\s\S])""",
    re.VERBOSE,
)
_DEEPEST = 100
_ESCAPED = re.compile(r"\\([\s\S])")


@dataclass(frozen=True, slots=True)
class Term:
    """A tuple or list with the line that it begins on."""

    items: tuple[Value, ...]
    line: int

    def named(self, *names: str) -> Iterator[Term]:
        """The tuples below whose first element is one of `names`."""
        for item in self.items:
            if isinstance(item, Term) and item.items and item.items[0] in names:
                yield item


Value = str | Term


def parse_terms(text: str) -> Term:
    """All terms of a file as one list.

    Raises:
        Malformed: nested too deeply, or a bracket closes that was not opened.
    """
    open_at: list[tuple[list[Value], int]] = [([], 1)]
    line = 1
    for found in _TOKEN.finditer(text):
        mark, value = found["mark"], _scalar(found)
        if value is not None:
            open_at[-1][0].append(value)
        elif mark in ("{", "["):
            if len(open_at) > _DEEPEST:
                raise Malformed("nested too deeply", line)
            open_at.append(([], line))
        elif mark in ("}", "]"):
            if len(open_at) == 1:
                raise Malformed("a bracket closes that was not opened", line)
            items, started = open_at.pop()
            open_at[-1][0].append(Term(tuple(items), started))
        line += found[0].count("\n")
    while len(open_at) > 1:  # cut short: what was read stands
        items, started = open_at.pop()
        open_at[-1][0].append(Term(tuple(items), started))
    return Term(tuple(open_at[0][0]), 1)


def _scalar(found: re.Match[str]) -> str | None:
    if (written := found["text"] if found["text"] is not None else found["quoted"]) is not None:
        return _ESCAPED.sub(r"\1", written) if "\\" in written else written
    return found["word"]
