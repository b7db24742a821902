"""Required phrases: words of a rule, marked `{{…}}`, that a match must have without anything in between."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from licenses.index.vocabulary import MARKUP_WORDS
from licenses.text.tokens import normalise, words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from licenses.index.source import Rule

_PARTS = re.compile(r"\{\{|\}\}")


def required_phrases(rules: Sequence[Rule]) -> dict[str, NDArray[Any]]:
    """For all rules together: the rule of each phrase, its first word and the word after its last."""
    rows = [
        (number, start, end)
        for number, rule in enumerate(rules)
        if "{{" in rule.text
        for start, end in phrases(rule.text)
    ]
    table = np.array(rows, dtype=np.int32).reshape(-1, 3)
    return {"phrase_rules": table[:, 0].copy(), "phrase_starts": table[:, 1].copy(), "phrase_ends": table[:, 2].copy()}


def phrases(text: str) -> Iterator[tuple[int, int]]:
    """The first word and the word after the last of each marked phrase; a mark that is not closed marks nothing."""
    place = 0
    opened = -1
    for part in _with_marks(text):
        if part == "{{":
            opened = place
        elif part == "}}":
            if 0 <= opened < place:
                yield opened, place
            opened = -1
        else:
            place += _count(part)


def _with_marks(text: str) -> Iterator[str]:
    last = 0
    for mark in _PARTS.finditer(text):
        yield text[last : mark.start()]
        yield mark[0]
        last = mark.end()
    yield text[last:]


def _count(text: str) -> int:
    data = text.encode("utf-8")
    found, plain = words(data), normalise(data)
    markup = sum(plain[a:b].decode("utf-8") in MARKUP_WORDS for a, b in zip(found.starts, found.ends, strict=True))
    return len(found.numbers) - markup
