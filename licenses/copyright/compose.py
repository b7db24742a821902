"""From the words of one region to its findings: statements, holders, years, authors, with their lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

from licenses.copyright import trim
from licenses.copyright.author import authors
from licenses.copyright.finding import Author, Copyright, CopyrightFindings
from licenses.copyright.reading import Words
from licenses.copyright.statement import Span, statements, without_reserved

_LOGIN = re.compile(r"\([a-z0-9_.-]+\)")
_REAL_WORD = re.compile(r"\b[A-Z](?:[a-z]{2,}|[A-Z]{2,})\b")
_FORM = re.compile(r"C+YI+")
# Kinds that are no part of a holder: copyright words and signs, years, "holder", "is", "held".
_NOT_OF_A_HOLDER = frozenset("CYhid")


def compose(words: Words) -> CopyrightFindings:
    """What `words` say, in the order of their lines."""
    kinds = without_reserved(words.kinds)
    spans = tuple(statements(kinds, words.brackets))
    found = [each for span in spans if (each := _copyright(words, kinds, span))]
    found += _chinese_statements(words)
    writers = [*_authors(words, _blanked(kinds, spans)), *_chinese_authors(words)]
    found.sort(key=lambda each: each.first_line)
    writers.sort(key=lambda each: each.first_line)
    return CopyrightFindings(tuple(found), tuple(writers))


def _blanked(kinds: str, spans: Sequence[Span]) -> str:
    """`kinds` with breaks in place of what is part of a statement already."""
    left = list(kinds)
    for span in spans:
        left[span.start : span.end] = "E" * (span.end - span.start)
    return "".join(left)


def _copyright(words: Words, kinds: str, span: Span) -> Copyright | None:
    kept = [index for index in range(span.start, span.end) if kinds[index] != "x"]
    if _is_form(words, kinds, kept, span.end):
        return None
    repeated = trim.repetition(_text(words, kept))
    kept = kept[repeated.count(" ") :]
    statement = trim.statement(_text(words, kept))
    dated = {index for first, last in span.dates for index in range(first, last)}
    first = kinds.index("C", span.start) if kinds[span.start] == "Q" else span.start
    undated = [
        index for index in kept if index not in dated and index >= first and kinds[index] not in _NOT_OF_A_HOLDER
    ]
    years = " ".join(_text(words, range(*date)) for date in span.dates).strip(",.()- ")
    if not statement or (kinds[span.start] == "C" and _noise(statement, years, "".join(kinds[i] for i in undated))):
        return None
    holders = _holders(words, kinds, tuple(_groups(undated, dated)))
    return Copyright(statement, holders, years, words.lines[kept[0]], words.lines[kept[-1]])


def _is_form(words: Words, kinds: str, kept: Sequence[int], end: int) -> bool:
    """ "Copyright 2001 M. Y. Name", which the LaTeX licence gives to fill in."""
    after = words.tokens[end : end + 1]
    return bool(after) and after[0].lower() == "name" and bool(_FORM.fullmatch("".join(kinds[index] for index in kept)))


def _groups(undated: Sequence[int], dated: Set[int]) -> Iterator[Sequence[int]]:
    """Years between two names part two holders: "2004-2007 Kettle Ltd. 2006 Teapot Europe"."""
    start = 0
    for place in range(1, len(undated)):
        if not dated.isdisjoint(range(undated[place - 1], undated[place])):
            yield undated[start:place]
            start = place
    yield undated[start:]


def _holders(words: Words, kinds: str, groups: Sequence[Sequence[int]]) -> tuple[str, ...]:
    """Who the statement names; an address names a holder only where nothing else does."""
    for unwanted in ("ML", "M", ""):
        if holders := tuple(filter(None, (_holder(words, kinds, group, unwanted) for group in groups))):
            return holders
    return ()


def _holder(words: Words, kinds: str, group: Sequence[int], unwanted: str) -> str:
    """The name in `group` without tokens of an unwanted kind."""
    wanted = [
        index
        for index in group
        if (kinds[index] not in unwanted or _is_first_name(words.tokens[index], kinds, index))
        and not (unwanted and _is_login(words.tokens[index], kinds, index))
    ]
    return trim.holder(_text(words, wanted))


def _is_first_name(token: str, kinds: str, index: int) -> bool:
    """A host name that opens the name of a body: "Xiph.org Foundation"."""
    return kinds[index : index + 2] in ("LK", "LP") and "/" not in token and "<" not in token


def _is_login(token: str, kinds: str, index: int) -> bool:
    """The login name in "Masayuki Hatta (mhatta) <mhatta@…>"."""
    return kinds[index : index + 2] == "wM" and bool(_LOGIN.fullmatch(token))


def _noise(statement: str, years: str, kinds: str) -> bool:
    """A bare `(c)` before scraps of capitals is code or binary data more often than a claim."""
    if years or not statement.startswith("(c)") or "opyri" in statement:
        return False
    if "\ufffd" in statement:
        return True
    if statement.count("(c)") > 1 or any(kind in "KUMLGHBV" for kind in kinds):
        return False
    capitals = _REAL_WORD.findall(statement)
    return len(capitals) < 2 or not any(word[1].islower() for word in capitals)


def _authors(words: Words, kinds: str) -> Iterator[Author]:
    for start, end in authors(kinds):
        first = start - 1 if start and words.tokens[start - 1].lower() == "the" else start
        if name := trim.author(_text(words, range(first, end))):
            yield Author(name, words.lines[first], words.lines[end - 1])


def _chinese_statements(words: Words) -> Iterator[Copyright]:
    for line in words.chinese:
        for each in line.statements:
            holders = (each.holder,) if each.holder else ()
            yield Copyright(each.text, holders, each.years, line.number, line.number)


def _chinese_authors(words: Words) -> Iterator[Author]:
    for line in words.chinese:
        for name in line.authors:
            yield Author(name, line.number, line.number)


def _text(words: Words, indexes: Sequence[int]) -> str:
    return " ".join([words.tokens[index] for index in indexes])
