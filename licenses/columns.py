"""Plain text in columns: a Chinese character takes two, and a line may end between any two of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import east_asian_width

WIDTH = 78
_OPEN, _CLOSE = "“‘（「『《", "”’，。；：、！？）」』》"
# what stays on one line: a word or one wide character, with the marks that may not end or begin a line
_PIECE = re.compile(rf"\s+|[{_OPEN}]*(?:[^\s{_OPEN}\u2e80-\uffff]+|[\u2e80-\uffff])[{_CLOSE}]*|[{_OPEN}]+")


def columns(words: str) -> int:
    """How wide the words are on a terminal or printer with fixed columns."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in words)


def wrapped(words: str, indent: str = "", width: int = WIDTH) -> Iterator[str]:
    """The words in lines; a piece longer than a line (a path, an address) stays whole."""
    line, room = "", width - columns(indent)
    for piece in _PIECE.findall(words):
        if line.strip() and columns(line) + columns(piece.rstrip()) > room:
            yield indent + line.rstrip()
            line = ""
        line += piece if line else piece.lstrip()
    if line.strip():
        yield indent + line.rstrip()


def heading(words: str, mark: str) -> tuple[str, str, str]:
    """A heading, underlined."""
    return words, mark * min(WIDTH, columns(words)), ""
