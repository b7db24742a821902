"""Assignments of makefiles, read and never run: what Buildroot's and OpenWrt's recipes are made of."""

from __future__ import annotations

import re

from msgspec import Struct

from scanner.manifest.lines import text_lines

_ASSIGNED = re.compile(
    r"^[ \t]*+(?:export[ \t]++)?([A-Za-z]\w*+)[ \t]*+[:?+]?=[ \t]*+((?:[^\\\n]|\\\n|\\.)*+)", re.MULTILINE
)
_VARIABLE = re.compile(r"\$[({](\w+)[)}]")
_DEEPEST = 5


class Makefile(Struct, frozen=True):
    """The variables of a makefile."""

    values: dict[str, str]  # the last value of each, on one line
    lines: dict[str, int]  # 1-based, of each variable's first assignment

    def filled(self, name: str) -> str:
        """A variable with those in it filled in; "" when there is none."""
        return self.fill(self.values.get(name, ""))

    def fill(self, text: str) -> str:
        """A text with the variables in it filled in as far as they are known."""
        for _ in range(_DEEPEST):
            if "$" not in text or len(text) > 1000:
                break
            text = _VARIABLE.sub(lambda found: self.values.get(found[1], found[0]), text)
        return text


def makefile(text: str) -> Makefile:
    """The assignments of a makefile's text."""
    found = list(_ASSIGNED.finditer(text))
    line = text_lines(text)
    return Makefile(
        {each[1]: " ".join(each[2].replace("\\\n", " ").partition(" #")[0].split()) for each in found},
        {each[1]: line(each.start(1)) for each in reversed(found)},
    )
