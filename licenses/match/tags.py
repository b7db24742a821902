"""`SPDX-License-Identifier:` lines and their kin.

Source: SPDX 2.3 annex E (https://spdx.github.io/spdx-spec/v2.3/using-SPDX-short-identifiers-in-source-files/), whose
lines REUSE 3.3 (https://reuse.software/spec-3.3/) uses too. NuGet's licence addresses carry an expression as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from msgspec import Struct

UNKNOWN_TAG = "LicenseRef-scancode-unknown-spdx"

_TAG = re.compile(
    rb"spd[xz][-\s]{1,4}lin?[cs]en?[sc]es?[-\s]{1,4}identifi?er[ \t]*[:=]?|licenses\.nuget\.org/|"
    rb"spdx-snippetlicense[-]?concluded:|licenses\.nuget\.org%2f"
)
_LONGEST = 400  # bytes of an expression that we try to read
_DEEPEST = 100  # parentheses at the start of an expression; what is behind so many is not read, but not passed over
_LONGEST_NAME = 6  # words
_ITEM = re.compile(r"[()]|[a-z0-9][a-z0-9.+:_-]*")
_OPERATORS = frozenset({"and", "or", "with"})


class Tag(Struct, frozen=True):
    """An expression and the bytes of the normalised text that it and its label take up."""

    expression: str
    start: int
    end: int


def tags(text: bytes, symbols: Mapping[str, str]) -> Iterator[Tag]:
    """Yield the tags in normalised text; `symbols` maps known identifiers in lower case to their spelling."""
    for label in _TAG.finditer(text):
        line_end = text.find(b"\n", label.end())
        end = min(line_end if line_end >= 0 else len(text), label.end() + _LONGEST)
        read = _read(text[label.end() : end].decode("utf-8", "replace"), symbols)
        if read is None:
            continue
        expression, known = read
        # prose speaks of tags, too, but without the colon
        if known or (label[0].endswith((b":", b"=")) and _starts_line(text, label.start())):
            yield Tag(expression, label.start(), end)


def _starts_line(text: bytes, start: int) -> bool:
    """At most two words (a comment sign, `dnl`, `rem`) may stand before a tag that we do not understand."""
    before = text[max(text.rfind(b"\n", 0, start) + 1, start - 80) : start]
    return len(before.split()) <= 2


def _read(rest: str, symbols: Mapping[str, str]) -> tuple[str, bool] | None:
    """The expression at the start of `rest`, and whether all of it is known; None when there is nothing to read."""
    line = rest.replace("*/", "\n", 1).replace("-->", "\n", 1).partition("\n")[0]
    if listed := _listed(line, symbols):
        return _normal(" OR ".join(listed)), True
    items = _expression_items(line)
    if not items:
        return (UNKNOWN_TAG, False) if re.match(rf"[\s(]{{{_DEEPEST},}}", line) else None
    spelled = [_spelled(item, symbols) for item in items]
    known = all(spelled)
    if not known and (one := _with_spaces(line, symbols)):
        return one, True
    return _normal(" ".join(each or UNKNOWN_TAG for each in spelled)), known


def _listed(line: str, symbols: Mapping[str, str]) -> list[str]:
    """A bare list of two or more identifiers, as U-Boot once wrote; empty when it is anything else."""
    words = line.replace(",", " ").split()
    found = []
    while words and (word := words.pop(0)):
        joined = f"{word}-{words[0]}" if words else ""
        if _spelled(joined, symbols):
            found.append(_spelled(joined, symbols))
            words.pop(0)
        elif word not in _OPERATORS and _spelled(word, symbols) not in ("", "(", ")"):
            found.append(_spelled(word, symbols))
        else:
            return []
    return found if len(found) > 1 else []


def _with_spaces(line: str, symbols: Mapping[str, str]) -> str:
    """The identifier that a line begins with when it is written with spaces (`BSD 3-Clause`), "" when it is none."""
    words = line.split()[:_LONGEST_NAME]
    joined = ("-".join(words[:count]) for count in range(len(words), 1, -1))
    return next((symbols[one] for one in joined if one in symbols), "")


def _expression_items(line: str) -> list[str]:
    """Identifiers, operators and parentheses as far as they are in the order of an expression."""
    items: list[str] = []
    depth = 0
    wants_operand = True
    for item in _ITEM.finditer(line):
        word = item[0].rstrip(".:-_")
        operator = word in _OPERATORS
        if item[0] == "(" and wants_operand:
            depth += 1
        elif item[0] == ")" and not wants_operand and depth:
            depth -= 1
            items.append(")")
            continue
        elif operator != wants_operand and word not in "()":
            wants_operand = operator
        else:
            break
        items.append(word or item[0])
    while items and (items[-1] in _OPERATORS or items[-1] == "("):
        depth -= items.pop() == "("
    return items + [")"] * depth


def _spelled(item: str, symbols: Mapping[str, str]) -> str:
    if item in _OPERATORS:
        return item.upper()
    if not item or item in "()":
        return item
    if item.startswith("licenseref-"):
        return symbols.get(item, "LicenseRef-" + item.removeprefix("licenseref-"))
    return symbols.get(item) or (f"{symbols[item[:-1]]}+" if item[:-1] in symbols and item[-1] == "+" else "")


@lru_cache(maxsize=4096)
def _normal(expression: str) -> str:
    if " " not in expression:
        return expression
    from licenses.index.expressions import normal

    return normal(expression)
