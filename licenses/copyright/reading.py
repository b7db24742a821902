"""The words of one region: tokens, the line each stands on, and the letters that the grammar reads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from licenses.copyright import chinese
from licenses.copyright.clean import clean
from licenses.copyright.context import in_context
from licenses.copyright.kind import Kind
from licenses.copyright.token import kind_of, split

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+")
# `Status: works`, `License-Alias: Perl`: a field of its own, unless it is one that we read.
_FIELD = re.compile(
    r"\W{0,8}(?!copyright|author|spdx-filec|maintainer|contributor|@)[A-Z][A-Za-z]{1,20}(?:-[A-Za-z]{1,20}){0,2}:(?:\s|$)",
    re.IGNORECASE,
)
_COMPANY = re.compile(r"\W{0,8}(?:company|organi[sz]ation):\W{0,20}\w", re.IGNORECASE)  # whose copyright stands above
_AUTHORS = re.compile(
    r"\W{0,8}_{0,2}(?:(?:contributing|original|main|lead|principal|other|additional|current|initial) )?"
    r"(?:authors?|author\(s\)|contributors?|maintainers?)_{0,2} {0,8}[:=]|__\w{1,20}__ {0,8}=",
    re.IGNORECASE,
)
_TAG = re.compile(r"\W{0,8}@(?!copyright|maintainer|contributor)[a-z][A-Za-z]{1,20}\b", re.IGNORECASE)
# A heading or a paragraph of troff, a field of a Windows resource, a message of a catalogue.
_MACRO = re.compile(r"\.(?:TH|SH|SS|PP|TP|IP|LP|HP|Dd|Dt|Os|Sh|URL|UR|MT)\b|\s{0,40}VALUE\s{1,8}\"|msg(?:id|str)\b")
_LOGGED = re.compile(r"\W{0,12}(?:\d{1,2} [A-Z][a-z]{2,8} (?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d)\b")  # a change log's
_SPDX = re.compile(r"\W{0,8}SPDX-", re.IGNORECASE)
_ONE_NAME = re.compile(r"[A-Z][a-z]{2,}[A-Za-z0-9]+")
_UNFINISHED = frozenset("C&OBnT-VQw")  # a line that ends with one of these goes on below
_UNDATED = frozenset("C&OB")
_LIST_ITEM = re.compile(r"\([abdABD]\)(?:$| )")


class ChineseLine(Struct, frozen=True):
    """The findings in one Chinese line."""

    number: int  # 1-based within the region
    statements: tuple[chinese.ChineseStatement, ...]
    authors: tuple[str, ...]


class Words(Struct, frozen=True):
    """The tokens of one region; `kinds` and `brackets` have one letter a token."""

    tokens: tuple[str, ...]
    lines: tuple[int, ...]  # of each token, 1-based within the region
    kinds: str  # `token.Kind`s
    chinese: tuple[ChineseLine, ...]  # what Chinese lines say; their words are not among the tokens
    brackets: (
        str  # "(" more open than close, ")" the other way round, "c" a sign, "!" "s" and "," by their ends, "." else
    )


def read(text: str) -> Words:
    """The words of `text`, markup and comment signs removed, with a break wherever a statement cannot go on."""
    tokens: list[str] = []
    lines: list[int] = []
    kinds = ""
    brackets = ""
    previous = ""
    told: list[ChineseLine] = []
    listed = bool(_LIST_ITEM.search(text))
    in_parts = bool(_CONTROL.search(text))
    for number, line in enumerate(text.split("\n"), 1):
        for place, part in enumerate(_CONTROL.split(line) if in_parts else (line,)):
            cleaned, found, seen, marks = _line(part)
            if not cleaned.isascii() and (line_of_ideographs := _chinese(number, cleaned)):
                told.append(line_of_ideographs)
                cleaned, found, seen, marks = "", (), "", ""
            if listed and "(c)" in found:
                seen = _with_items(found, seen)
            if place and kinds:
                broken = kinds[-1] not in _UNDATED  # another string of a program
            else:
                broken = not _goes_on(previous, kinds) if not found else _starts_anew(part, found, seen, kinds)
            if broken:
                tokens.append("")
                lines.append(number)
                kinds += Kind.BREAK
                brackets += "."
            tokens += found
            lines += [number] * len(found)
            kinds += seen
            brackets += marks
            previous = cleaned or previous
    return Words(tuple(tokens), tuple(lines), kinds, tuple(told), brackets)


@lru_cache(maxsize=1 << 14)
def _line(part: str) -> tuple[str, tuple[str, ...], str, str]:
    """A line cleaned, its tokens, their kinds and brackets; headers that differ in one line share the others."""
    cleaned = clean(part)
    tokens = tuple(split(cleaned)) if cleaned else ()
    marks = "".join(map(_marks, tokens))
    kinds = in_context(tokens, marks[::2])
    if kinds == "CP" and ("©" in part or "&copy;" in part) and _ONE_NAME.fullmatch(tokens[1]):
        kinds = "CK"  # "<p>© Kettle</p>": the sign itself says more than letters in brackets, which code has too
    return cleaned, tokens, kinds, marks[1::2]


@lru_cache(maxsize=1 << 16)
def _marks(token: str) -> str:
    """The kind of `token` and what it says of brackets, a letter each."""
    return kind_of(token) + _bracket(token)


def _with_items(tokens: tuple[str, ...], kinds: str) -> str:
    """Among (a) and (b), a (c) that has neither the word before it nor a year behind it is an item of a list."""
    return "".join(
        Kind.STOP if word == "(c)" and kinds[index - 1 : index] != "C" and kinds[index + 1 : index + 2] != "Y" else kind
        for index, (word, kind) in enumerate(zip(tokens, kinds, strict=True))
    )


def _chinese(number: int, line: str) -> ChineseLine | None:
    if not chinese.TRIGGER.search(line):
        return None
    found = ChineseLine(number, tuple(chinese.statements(line)), tuple(chinese.authors(line)))
    return found if found.statements or found.authors else None


def _goes_on(line: str, kinds: str) -> bool:
    """An empty line does not end a statement that stands unfinished above it."""
    bare = line.lower().strip("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ ")
    if bare.startswith("copyright") or bare.endswith(("by", "copyright")):
        return True
    return bare[-1:].isdigit() and not (line.endswith(".") and _NAMED.search(kinds))


_OWN_STATEMENT = re.compile(r"[PAIKUVM&]{1,12}C+Y[YN&T-]*(?:$|[^PAIKUMLBw])")
_LEADS_IN = re.compile(r"[PAw]{1,2}C")
_NAMED = re.compile(r"C[^CE]*[PAKU]+[^CE]*Y[YN&T-]*$")
_ONLY_DATED = re.compile(r"C[YN&T-]{1,12}$")
_PROSE = re.compile(r"[PAw][wJOnRBTihdcWE]")
_LONGER_PROSE = re.compile(
    r"[PA]{2,4}[wJi]|[PA][PA&w]{1,5}i"
)  # "Testing Materials under …", "Kettle and the Logo are …"


def _starts_anew(line: str, found: Sequence[str], seen: str, before: str) -> bool:
    """Does `line` begin something that the line above is no part of?"""
    if not before or seen[:1] == "C":
        return _is_spdx(line)
    if ":" in line and _COMPANY.match(line) and _ONLY_DATED.search(before):
        return False
    if _is_field(line):
        return True
    if _OWN_STATEMENT.match(seen) or (_LEADS_IN.match(seen) and before[-1] not in _UNFINISHED):
        return True
    if before[-1] in _UNFINISHED or _ONLY_DATED.search(before):
        return False
    longer = _LONGER_PROSE.match(seen)
    return bool(_PROSE.match(seen) or _LOGGED.match(line)) or (longer is not None and found[longer.end() - 1].islower())


def _is_spdx(line: str) -> bool:
    return ("PDX-" in line or "pdx-" in line) and bool(_SPDX.match(line))


def _is_field(line: str) -> bool:
    """Whether `line` opens with a name of its own: a field, a tag, a heading."""
    if (":" in line or "=" in line) and (_FIELD.match(line) or _AUTHORS.match(line)):
        return True
    if ("@" in line and _TAG.match(line)) or _is_spdx(line):
        return True
    return (line[:1] in (".", "m") or "VALUE" in line) and bool(_MACRO.match(line))


def _bracket(token: str) -> str:
    if token == "(c)":  # noqa: S105 - a token of text
        return "c"
    if token.endswith(",") and ("(" in token) == (")" in token):
        return ","
    if token.endswith(".") and len(token) > 3:
        return "s" if len(token) > 7 and token[-7:-1].islower() else "!"
    more = token.count("(") - token.count(")")
    return "(" if more > 0 else ")" if more < 0 else "."
