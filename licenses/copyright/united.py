"""What many files state, each holder's years once: the lines that a NOTICE document gives.

A statement is left out when another one names the same holders, under whatever spelling, and all of its years. No text
is written anew: what is given stands in a file as it is given, so that no owner's line is changed by us.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from licenses.copyright.finding import Copyright
from licenses.copyright.holder import normalise_holder

_YEARS = re.compile(
    r"(?<!\d)(?P<first>(?:19|20)\d\d)(?!\d) ?年?(?: ?(?:[-~～至到]|to\b|through\b) ?"
    r"(?P<last>(?:19|20)\d\d|\d\d(?!\d)|present|current|today|now|至今|今)?)?",
    re.IGNORECASE,
)
_OPEN = 2100  # the end of "2004-present", for comparing


def united(copyrights: Iterable[Copyright]) -> tuple[str, ...]:
    """The statements of `copyrights`, sorted, without those of which another one says all."""
    by_holders: dict[tuple[str, ...], dict[str, frozenset[int]]] = defaultdict(dict)
    alone: set[str] = set()
    for each in copyrights:
        if holders := tuple(sorted(filter(None, map(normalise_holder, each.holders)))):
            by_holders[holders][each.statement] = years_of(each.years)
        else:
            alone.add(each.statement)
    kept = (statement for statements in by_holders.values() for statement in _widest(statements))
    return tuple(sorted({*alone, *kept}))


def years_of(years: str) -> frozenset[int]:
    """Every year of "1999-2001, 2004"; a range that goes on until today goes on until 2100."""
    found: set[int] = set()
    for match in _YEARS.finditer(years):
        first = int(match["first"])
        found.update(range(first, max(first, _end(first, match[0], match["last"])) + 1))
    return frozenset(found)


def _end(first: int, written: str, last: str | None) -> int:
    if last is None:
        return _OPEN if written.rstrip()[-1:] in "-~～至到" else first
    if not last.isdigit():
        return _OPEN
    return int(last) if len(last) == 4 else first - first % 100 + int(last)


def _widest(statements: dict[str, frozenset[int]]) -> Iterable[str]:
    """Statements of the same holders; of several with the same years the longest, which has the address."""
    kept: list[frozenset[int]] = []
    for statement in sorted(statements, key=lambda text: (-len(statements[text]), -len(text), text)):
        if not any(statements[statement] <= wider for wider in kept):
            kept.append(statements[statement])
            yield statement
