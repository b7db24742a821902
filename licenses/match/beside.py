"""A file and the rule that it matched side by side, whole, line by line of the file, the words that differ marked.

The rule's words stand beside the words of the file that they equal; those that the file lacks stand where they are
missing. Of a rule the index keeps the words in lower case, so that is how they are shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from licenses.index.vocabulary import MARKUP_WORDS, SPELLINGS
from licenses.match.difference import is_weighty, lines_of
from licenses.text.tokens import CJK

if TYPE_CHECKING:
    from licenses.detection import LicenseMatch
    from licenses.index.opened import Index

_LONGEST = 200_000  # words on either side; a longer text is not compared
# as licenses.text.tokens splits; a line break that a string spells is no word
_WORD = re.compile(rf"\\[nrt]|(?P<word>[{CJK}]|(?:[0-9A-Za-z]\+?|(?![{CJK}])[^\x00-\x7f\W]\+?)+)")


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of a line, all of them in both or all of them on this side only."""

    text: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the file and what the rule has beside it."""

    line: int  # 1-based, in the file
    file: tuple[Piece, ...]
    rule: tuple[Piece, ...]
    weighty: bool  # a word that differs grants, forbids or conditions something

    @property
    def differs(self) -> bool:
        """Whether the sides are not the same."""
        return any(piece.differs for piece in (*self.file, *self.rule))


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the file and where it stands."""

    spelled: str  # as rules spell it
    line: int  # 0-based, in the lines of the match
    start: int  # characters
    end: int


def side_by_side(content: bytes, match: LicenseMatch, index: Index) -> tuple[Row, ...]:
    """The lines that `match` covers beside the rule; none for a tag, and none for a text that is too long."""
    rule = index.rule_named(match.rule)
    if rule is None:
        return ()
    lines = lines_of(content, match)
    words = [word for number, line in enumerate(lines) for word in _words(line, number)]
    theirs = [index.spelling(word) for word in index.body(rule).tolist()]
    if max(len(words), len(theirs)) > _LONGEST:
        return ()
    return tuple(_rows(lines, words, theirs, match.first_line))


def _words(line: str, number: int) -> Iterator[_Word]:
    for found in _WORD.finditer(line):
        word = (found["word"] or "").lower()
        if word and word not in MARKUP_WORDS:
            yield _Word(SPELLINGS.get(word, word), number, found.start(), found.end())


def _rows(lines: Sequence[str], words: Sequence[_Word], theirs: Sequence[str], first_line: int) -> Iterator[Row]:
    from rapidfuzz.distance import LCSseq

    common: dict[int, int] = {}  # place in the rule -> place among the words
    for block in LCSseq.editops([word.spelled for word in words], theirs).as_matching_blocks():
        common.update(zip(range(block.b, block.b + block.size), range(block.a, block.a + block.size), strict=True))
    beside: list[list[tuple[str, bool]]] = [[] for _ in lines]
    line = 0
    for place, spelled in enumerate(theirs):
        line = words[common[place]].line if place in common else line
        beside[line].append((spelled, place not in common))
    shared = set(common.values())
    alone: list[list[_Word]] = [[] for _ in lines]
    # what stands before the first word in common, or after the last, is beside the match and not of it
    for number in range(min(shared, default=0), max(shared, default=-1)):
        if number not in shared:
            alone[words[number].line].append(words[number])
    for number, line_text in enumerate(lines):
        changed = [*(word.spelled for word in alone[number]), *(word for word, differs in beside[number] if differs)]
        file, rule = tuple(_marked(line_text, alone[number])), tuple(_joined(beside[number]))
        yield Row(first_line + number, file, rule, is_weighty(changed, line_text if alone[number] else ""))


def _marked(line: str, alone: Sequence[_Word]) -> Iterator[Piece]:
    """A line of the file, cut around the words that only it has; neighbours among them are one piece."""
    at = 0
    start = end = -1
    for word in (*alone, None):
        if word and start >= 0 and not any(found["word"] for found in _WORD.finditer(line, end, word.start)):
            end = word.end
            continue
        if start >= 0:
            yield from (Piece(text, differs) for text, differs in ((line[at:start], False), (line[start:end], True)))
            at = end
        start, end = (word.start, word.end) if word else (-1, -1)
    yield Piece(line[at:], differs=False)


def _joined(words: Sequence[tuple[str, bool]]) -> Iterator[Piece]:
    """Words with spaces between them, those in a row that differ, or do not, as one piece."""
    together: list[str] = []
    for place, (word, differs) in enumerate(words):
        together.append(word)
        if place + 1 == len(words) or words[place + 1][1] != differs:
            yield Piece(" ".join(together), differs)
            together = []
            if place + 1 < len(words):
                yield Piece(" ", differs=False)
