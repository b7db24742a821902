"""Where authors are named in a string of token kinds."""

from __future__ import annotations

import re
from collections.abc import Iterator

_NAME = "[PAIKU]"
_RUN = (
    rf"(?:{_NAME}|[ML]|V++(?={_NAME})|&++w?(?:{_NAME}|[ML])|Ow?(?={_NAME})|n(?={_NAME})"
    rf"|[-(](?={_NAME}|M)|w(?=[PAI]{{2}}|M|[PAI]*K))++"
)
_AFTER = r"(?:&++w?[GH]|(?<=[KU])G)?"
_AUTHOR = re.compile(
    rf"(?P<opener>(?<![XHG])[XHG]++|(?<![WmH])[WmH]++B)(?:[B(-]|Y)*+(?!O)w{{0,2}}(?P<name>{_RUN}{_AFTER})"
    rf"|[Bm]&?(?P<sender>{_NAME}(?:{_NAME}|V|&)*+M++)"
)


def authors(kinds: str) -> Iterator[tuple[int, int]]:
    """Stretches [start, end) of tokens that name an author. Statements have been blanked out of `kinds` before."""
    for found in _AUTHOR.finditer(kinds):
        group = "name" if found["name"] else "sender"
        if _says_enough(found[group], found["opener"] or ""):
            yield found.span(group)


def _says_enough(name: str, opener: str) -> bool:
    """A single capital word after "by" is as often prose as a name."""
    return "M" in name or any(kind in "KU" for kind in name) or len(name) > 1 or opener.startswith("X")
