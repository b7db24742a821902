"""Phrases that say something of licensing by themselves, as a heading or in a table, and nothing within a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from licenses.match.hit import Hit
    from licenses.match.query import Query

_MOST = 2  # times as many words as the phrase has, on its line


def stands_alone(hit: Hit, text: Query) -> bool:
    """Whether a phrase has its line, or its lines, nearly to itself."""
    words = text.words
    first, last = (int(words.starts[text.places[place]]) for place in (hit.start, hit.end - 1))
    before, after = words.newlines.searchsorted((first, last)).tolist()
    begin = int(words.newlines[before - 1]) if before else 0
    end = int(words.newlines[after]) if after < len(words.newlines) else len(words.text)
    inside = words.starts.searchsorted((begin, end))
    return int(inside[1] - inside[0]) <= _MOST * hit.length
