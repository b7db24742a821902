"""Notices that end where the text goes on with "or later": their rule knew only the name and the version."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from licenses.index.opened import Index
    from licenses.match.hit import Hit
    from licenses.match.query import Query

_ONLY, _LATER = "-only", "-or-later"


def or_later(expression: str, hit: Hit, text: Query, index: Index) -> str:
    """The expression that a hit says, which is that of its rule unless the words after it allow later versions."""
    if not expression.endswith(_ONLY) or " " in expression or len(text) < hit.end + 2:
        return expression
    if tuple(text.ids[hit.end : hit.end + 2].tolist()) != index.or_later_words:
        return expression
    follows = text.unknown_between(hit.end - 1, hit.end + 2) == 0
    is_near = int(text.lines(hit.end + 1)) - int(text.lines(hit.end - 1)) <= 1
    return expression.removesuffix(_ONLY) + _LATER if follows and is_near else expression
