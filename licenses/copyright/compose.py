"""From the words of one region to its findings: statements, holders, years, authors, with their lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache

from licenses.copyright import trim
from licenses.copyright.author import authors
from licenses.copyright.finding import Author, Copyright, CopyrightFindings
from licenses.copyright.reading import Words
from licenses.copyright.statement import Span, statements, without_reserved
from licenses.copyright.token import GLUED
from licenses.copyright.words import COMMON

_LOGIN = re.compile(r"\([a-z0-9_.-]+\)")
_REAL_WORD = re.compile(r"\b[A-Z](?:[a-z]{2,}|[A-Z]{2,})\b")
# Names that only code has, where nothing else is said: "Copyright TargetPath IsGlobalProperty", "(c) Nat224.IsOne"
_CODE = re.compile(
    r"(?:copyright |\(c\) ){1,4}(?:(?-i:[A-Z][a-z]+(?:[A-Z][a-z]+)+)(?: (?-i:[A-Z][a-z]+(?:[A-Z][a-z]+)+)){1,8}"
    r"|(?-i:[A-Z]\w{0,40}(?:\d|[a-z][A-Z])\w{0,40}\.[A-Z]\w{0,40}))",
    re.IGNORECASE,
)
_THE_YEAR = (("copyright", "year"), ("copyright", "years"))  # "the copyright year 2026 is not found"
_HAS_DIGIT = re.compile(r"\d")  # `$today.year` stands for a year and dates nothing
_COMMON_FORM = 64  # tokens: regions that are longer have forms of their own
_FORM = re.compile(r"C+YI+")
_BEFORE_THE_NOUN = frozenset(
    ("the", "a", "an", "this", "any", "all", "your", "our", "its", "above", "by", "under", "than", "no")
)
_LOGIN_ALONE = re.compile("Xw")
_MAY_NAME_AUTHORS = re.compile("[XHGWBm]")
# Kinds that are no part of a holder: copyright words and signs, years, "holder", "is", "held".
_NOT_OF_A_HOLDER = "CYhid"
_INTERRUPTED = re.compile("[CYhidx]")


def compose(words: Words) -> CopyrightFindings:
    """What `words` say, in the order of their lines."""
    read = _forms if len(words.kinds) <= _COMMON_FORM else _forms.__wrapped__
    kinds, spans = read(words.kinds, words.brackets)
    found = [each for span in spans if (each := _copyright(words, kinds, span))]
    writers = list(_authors(words, _blanked(kinds, spans))) if _MAY_NAME_AUTHORS.search(kinds) else []
    if words.chinese:
        found += _chinese_statements(words)
        writers += _chinese_authors(words)
        found.sort(key=lambda each: each.first_line)
        writers.sort(key=lambda each: each.first_line)
    return CopyrightFindings(tuple(found), tuple(writers))


@lru_cache(maxsize=1 << 12)
def _forms(kinds: str, brackets: str) -> tuple[str, tuple[Span, ...]]:
    """`kinds` without reserved rights, and its statements: headers that name different people have one form."""
    kinds = without_reserved(kinds)
    return kinds, tuple(statements(kinds, brackets))


def _blanked(kinds: str, spans: Sequence[Span]) -> str:
    """`kinds` with breaks in place of what is part of a statement already."""
    left = list(kinds)
    for span in spans:
        left[span.start : span.end] = "E" * (span.end - span.start)
    return "".join(left)


def _copyright(words: Words, kinds: str, span: Span) -> Copyright | None:
    if span.plain and span.dates and (plain := _plain(words, kinds, span)):
        return plain
    return _any(words, kinds, span)


def _plain(words: Words, kinds: str, span: Span) -> Copyright | None:
    """The statement of a dated span of the plain form, of which nothing can be noise; None where that is not sure."""
    tokens, (first, last) = words.tokens, span.dates[0]
    if first - span.start > 1 and (first - span.start > 2 or tokens[span.start + 1] != "(c)"):
        return None  # "Copyright: Copyright 2001 Ann Bo"
    text = " ".join(tokens[span.start : span.end])
    if GLUED in text:
        return None
    named = last + (kinds[last] == "B" and (tokens[last] + tokens[last + 1][0]).isalpha())
    holder = trim.holder(" ".join(tokens[named : span.end - (kinds[span.end - 1] == "M")]))
    years = " ".join(tokens[first:last]).strip(",.()- ")
    if not holder or not _HAS_DIGIT.search(years):
        return None
    return Copyright(trim.statement(text), (holder,), years, words.lines[span.start], words.lines[span.end - 1])


def _any(words: Words, kinds: str, span: Span) -> Copyright | None:
    kept: Sequence[int] = range(span.start, span.end)
    if "x" in kinds[span.start : span.end]:
        kept = [index for index in kept if kinds[index] != "x"]
    if _is_form(words, kinds, kept, span.end):
        return None
    text = _text(words, kept)
    if repeated := trim.repetition(text):
        kept = kept[repeated.count(" ") :]
        text = trim.capitalised(_text(words, kept), repeated)
    statement = trim.statement(text)
    years = " ".join([_text(words, range(*date)) for date in span.dates if kinds[date[0]] in "YN"]).strip(",.()- ")
    groups = tuple(_groups(kinds, kept, span))
    if words.tokens[span.start : span.start + 2] in _THE_YEAR or not statement:
        return None
    dated = years if _HAS_DIGIT.search(years) else ""
    if kinds[span.start] == "C" and _noise(statement, dated, kinds, groups):
        return None
    if not dated and _in_prose(words, kinds, span):
        return None
    holders = _holders(words, kinds, groups)
    if years and not dated and len("".join(holders)) < 3:
        return None  # "Copyright {{ now.Year }} T": a template
    return Copyright(statement, holders, years, words.lines[kept[0]], words.lines[kept[-1]])


def _in_prose(words: Words, kinds: str, span: Span) -> bool:
    """ "of the copyright. Kettle …", "(c) Batch Sizes of …": words of a sentence where a statement would have years."""
    tokens = words.tokens
    if tokens[span.start] == "(c)" and kinds[span.start : span.start + 2] not in ("CC", "CB"):
        after = kinds[span.end : span.end + 1]
        same_line = bool(after) and words.lines[span.end] == words.lines[span.end - 1]
        return same_line and after in "wOniTd" and tokens[span.end - 1][-1] not in ",;:.)>"
    if kinds[span.start : span.start + 3] == "CwO" and tokens[span.start + 2] == "from":
        return True  # "copyright resulting from Directive 96/9/EC"
    if span.start == 0 or not tokens[span.start].islower() or tokens[span.start - 1].lower() not in _BEFORE_THE_NOUN:
        return False
    return kinds[span.start + 1 : span.start + 2] not in ("C", "h", "i", "d", "O", "B")


def _is_form(words: Words, kinds: str, kept: Sequence[int], end: int) -> bool:
    """ "Copyright 2001 M. Y. Name", which the LaTeX licence gives to fill in."""
    after = words.tokens[end : end + 1]
    return (
        bool(after) and after[0].lower() == "name" and bool(_FORM.fullmatch("".join([kinds[index] for index in kept])))
    )


def _groups(kinds: str, kept: Sequence[int], span: Span) -> Iterator[Sequence[int]]:
    """The tokens that may name holders. Years part two of them: "2004-2007 Kettle Ltd. 2006 Teapot Europe"."""
    first = kinds.index("C", span.start) if kinds[span.start] == "Q" else span.start
    for date, after in (*span.dates, (span.end, span.end)):
        first = date - len(kinds[first:date].lstrip(_NOT_OF_A_HOLDER)) if first < date else date
        if first < date and not _INTERRUPTED.search(kinds, first, date):
            yield range(first, date)
        elif group := [index for index in kept if first <= index < date and kinds[index] not in _NOT_OF_A_HOLDER]:
            yield group
        first = after


def _holders(words: Words, kinds: str, groups: Sequence[Sequence[int]]) -> tuple[str, ...]:
    """Who the statement names; an address names a holder only where nothing else does."""
    for unwanted in ("ML", "M", ""):
        if holders := [name for group in groups if (name := _holder(words, kinds, group, unwanted))]:
            return tuple(holders)
    return ()


def _holder(words: Words, kinds: str, group: Sequence[int], unwanted: str) -> str:
    """The name in `group` without tokens of an unwanted kind."""
    seen = kinds[group.start : group.stop] if isinstance(group, range) else "".join([kinds[i] for i in group])
    if unwanted and ("M" in seen or "L" in seen):
        logins = "wM" in seen
        group = [
            index
            for index, kind in zip(group, seen, strict=True)
            if (kind not in unwanted or _is_first_name(words.tokens[index], kinds, index))
            and not (logins and _is_login(words.tokens[index], kinds, index))
        ]
    return trim.holder(_text(words, group))


def _is_first_name(token: str, kinds: str, index: int) -> bool:
    """A host name in the name of a body: "Xiph.org Foundation", "Ann Bo of Kettle.com"."""
    belongs = kinds[index : index + 2] in ("LK", "LP", "LI") or kinds[index - 1 : index + 1] == "OL"
    return belongs and "/" not in token and "<" not in token


def _is_login(token: str, kinds: str, index: int) -> bool:
    """The login name in "Masayuki Hatta (mhatta) <mhatta@…>"."""
    return kinds[index : index + 2] == "wM" and bool(_LOGIN.fullmatch(token))


def _noise(statement: str, years: str, kinds: str, groups: Iterable[Sequence[int]]) -> bool:
    """A bare `(c)` before scraps of capitals is code or binary data more often than a claim."""
    if years:
        return False
    if _CODE.fullmatch(statement):
        return True
    if not statement.startswith("(c)") or "opyri" in statement:
        return False
    if "\ufffd" in statement or _packed().search(statement):
        return True
    signs = statement.count("(c)")
    if 1 < signs < 4 or any(kinds[index] in "KUMLGHBV" for group in groups for index in group):
        return False
    capitals = _REAL_WORD.findall(statement)
    return len(capitals) < 2 or not any(word[1].islower() for word in capitals)


@cache
def _packed() -> re.Pattern[str]:
    """Signs that no name has, letters of two alphabets in one word, a comma before the name: packed data, and code.

    Seldom asked for, and its ranges take a millisecond to compile.
    """
    return re.compile(
        r"[\x80-\xa9\xab-\xad\xaf-\xb4\xb6-\xbf×÷^~‚„†‡ˆ‰‹›˜]|[A-Za-zÀ-ɏ][Ͱ-\u1fff]|[Ͱ-\u1fff][A-Za-zÀ-ɏ]"
        r"|^\(c\) ?, ?[a-z]"
    )


def _authors(words: Words, kinds: str) -> Iterator[Author]:
    yield from _logins(words, kinds)
    for start, end in authors(kinds):
        first, last = _first_author(words, kinds, start), _end_of_authors(words, kinds, start, end)
        if name := trim.author(_text(words, range(first, last))):
            yield Author(name, words.lines[first], words.lines[last - 1])


def _logins(words: Words, kinds: str) -> Iterator[Author]:
    """A login name alone behind @author, up to a date or the end of its line."""
    for found in _LOGIN_ALONE.finditer(kinds):
        tag, login = words.tokens[found.start()], words.tokens[found.start() + 1]
        after = found.start() + 2
        alone = after == len(kinds) or kinds[after] in "YNE" or words.lines[after] > words.lines[after - 1]
        named = words.lines[after - 1] == words.lines[after - 2] and login.lower() not in COMMON
        if tag.startswith("@") and alone and named and not login.endswith((",", ":")):
            name = trim.author(login.replace(",", ", "))
            yield from (Author(name, words.lines[after - 1], words.lines[after - 1]),) if name else ()


def _first_author(words: Words, kinds: str, start: int) -> int:
    """Where the names begin: at "the", or at a login name in front of a comma or an address."""
    if start and words.tokens[start - 1].lower() == "the":
        return start - 1
    first = start
    while kinds[first - 1 : first] == "w" and (words.brackets[first - 1] == "," or kinds[start] == "M"):
        first -= 1
    return first if kinds[first - 1 : first] == "X" else start


def _end_of_authors(words: Words, kinds: str, start: int, end: int) -> int:
    """A tag such as @author ends with its line unless a comma ends that, and a bare link on a new line is no name."""
    tagged = any(token.startswith("@") for token in words.tokens[max(0, start - 3) : start])
    for index in range(start + 1, end):
        new_line = words.lines[index] > words.lines[index - 1] and words.brackets[index - 1] != ","
        bare_link = kinds[index] == "L" and words.tokens[index][0] not in "(<"
        if new_line and (bare_link or (tagged and kinds[index - 1] not in "&OB")):
            return index
    return end


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
    tokens = words.tokens
    if isinstance(indexes, range):
        text = " ".join(tokens[indexes.start : indexes.stop])
    else:
        text = " ".join([tokens[index] for index in indexes])
    return text.replace(" " + GLUED, "").replace(GLUED, "") if GLUED in text else text
