"""What a word is by the words around it in its line, where vocabulary and shape alone would have it wrong."""

from __future__ import annotations

import re
from collections.abc import Sequence

from licenses.copyright import words
from licenses.copyright.kind import Kind

_SHORT_YEARS = re.compile(r"(?<=C)N+(?=w?Y)|(?<=CC)N+(?=w?[PAIKU])")  # "Copyright (C) 89, 91, 1995-2006"
_SHORT_YEAR = re.compile(r"[6-9]\d(?:-[6-9]\d)?,?")
_DATE = re.compile(r"N?[PAw]N?(?=Y)")
_SURNAME = re.compile(r"(?:(?<=YP)|(?<=&P))[JT](?=$|[MLRS&])|(?<=PI)J")
_LICENSE = re.compile(r"[APw]+(?=J)")
_LISTED = re.compile(r"(?<=[GH])w{1,2}nw?[JG]J?")
_LETTER = re.compile(r"(?<=[PA])w(?=P)|(?<=P)w(?=K)")
_LAST = re.compile(r"(?<=YP)w$")
_HUMPED = re.compile(r"(?<=Y)J(?=[PA]*K)")
_SMALL = re.compile(r"(?<=YP)w{1,2}$|(?<=[PIKA]&)w{1,2}$|(?<=CC)w$")
_ONLY_NAMES = re.compile(r"[PIKA&]{4,}w")
_SMALL_NAME = re.compile(r"[a-z][a-z0-9._/-]+[.,]?")
_PARTICLE = re.compile(r"(?<=[UK])J(?=P)")
_SENTENCE = re.compile(r"(?<=[PKM])P(?=[wTBO])")
_MANY = re.compile(r"J(?=[GH])")
_WORTH_A_LOOK = re.compile(
    r"CN|[PKM]P[wTBO]|YJ|(?:YPw|[PIKA]&w|CC)w?$|[PA]w[PK]|[PAw]N?Y|[PIUK&]J|PT|[APw]J|[GH]w{1,2}n|J[GH]"
)
_ENDS = ".,;:)"


def in_context(tokens: Sequence[str], kinds: str) -> str:
    """`kinds` of the tokens of one line, corrected where neighbours tell more."""
    if not _WORTH_A_LOOK.search(kinds):
        return kinds
    changes: list[_Change] = []
    if "Y" in kinds:
        changes += _months(tokens, kinds)
    if "N" in kinds:
        changes += _short_years(tokens, kinds)
    if "J" in kinds or "T" in kinds:
        changes += _surnames(tokens, kinds)
        changes += _names_of_licenses(tokens, kinds)
        changes += _names_with_small_words(tokens, kinds)
    if "w" in kinds:
        changes += _lists_of_authors(tokens, kinds)
        changes += _initials(tokens, kinds)
        changes += _sentences(tokens, kinds)
    if kinds[-1] == "w":
        changes += _last_words(tokens, kinds)
    if not changes:
        return kinds
    found = list(kinds)
    for first, last, kind in changes:
        found[first:last] = kind * (last - first)
    return "".join(found)


_Change = tuple[int, int, Kind]  # tokens [first, last) are of that kind


def _months(tokens: Sequence[str], kinds: str) -> list[_Change]:
    """Day and month in front of a year: "Jun. 2023", "5 May 2003"."""
    return [
        (*found.span(), Kind.YEAR)
        for found in _DATE.finditer(kinds)
        if any(token.lower().rstrip(_ENDS) in words.MONTHS for token in tokens[found.start() : found.end()])
    ]


def _short_years(tokens: Sequence[str], kinds: str) -> list[_Change]:
    """Years of two digits behind the word or the sign."""
    return [
        (*found.span(), Kind.YEAR)
        for found in _SHORT_YEARS.finditer(kinds)
        if all(map(_SHORT_YEAR.fullmatch, tokens[found.start() : found.end()]))
    ]


def _surnames(tokens: Sequence[str], kinds: str) -> list[_Change]:
    """Words that are family names behind an initial, or behind a first name at the end: "Dana L. How", "Evan You"."""
    return [
        (*found.span(), Kind.PROPER)
        for found in _SURNAME.finditer(kinds)
        if tokens[found.start()].rstrip(_ENDS).istitle()
        and (
            tokens[found.start()].lower().rstrip(_ENDS) in words.SURNAMES
            if kinds[found.start() - 1] == "P"
            else len(tokens[found.start() - 1]) == 2
        )
    ]


def _names_of_licenses(tokens: Sequence[str], kinds: str) -> list[_Change]:
    """The name of a licence that stands behind a holder: "(c) 2014 Kettle MIT License"."""
    return [
        (found.end() - 1, found.end(), Kind.STOP)
        for found in _LICENSE.finditer(kinds)
        if tokens[found.end() - 1].lower().lstrip("(") in words.LICENSES
        and tokens[found.end()].lower().startswith(("licen", "style"))
    ]


def _initials(tokens: Sequence[str], kinds: str) -> list[_Change]:
    """Letters between names that are words elsewhere: "Bernard A Nieuwoudt", "K A Fraser", "Amdahl IT Services"."""
    return [
        (*found.span(), Kind.INITIALS)
        for found in _LETTER.finditer(kinds)
        if _is_initial(tokens[found.start()], tokens[found.start() - 1])
    ]


def _is_initial(token: str, before: str) -> bool:
    if token in ("A", "I"):
        return before[-1].isalpha() and (len(before) == 1 or not before.isupper())
    return token.lower() in words.ACRONYMS and token.isupper() and not before.isupper()


def _sentences(tokens: Sequence[str], kinds: str) -> list[_Change]:
    """A sentence that follows a name without a full stop: "2004 Ann Bo Distributed according to"."""
    return [(*found.span(), Kind.STOP) for found in _SENTENCE.finditer(kinds) if tokens[found.start()] == "Distributed"]


def _last_words(tokens: Sequence[str], kinds: str) -> list[_Change]:
    """Words that end name and line: "2010 Kettle System", "2010 Kettle teapots", "Ann Bo and friends", "(c) ann"."""
    if (found := _LAST.search(kinds)) and tokens[found.start()].istitle():
        return [(*found.span(), Kind.PROPER)]
    if not (found := _SMALL.search(kinds)) or not ("C" in kinds or _ONLY_NAMES.match(kinds)):
        return []
    small = all(_is_small_name(token) for token in tokens[found.start() : found.end()])
    return [(*found.span(), Kind.PROPER)] if small else []


def _is_small_name(token: str) -> bool:
    return bool(_SMALL_NAME.fullmatch(token)) and token.rstrip(_ENDS) not in words.COMMON


def _names_with_small_words(tokens: Sequence[str], kinds: str) -> list[_Change]:
    """Words that stop elsewhere: "microKettle SARL", "by many contributors", "Universidade do Minho"."""
    first = [(*found.span(), Kind.PROPER) for found in _HUMPED.finditer(kinds) if tokens[found.start()].isalpha()]
    many = [(*found.span(), Kind.WORD) for found in _MANY.finditer(kinds) if tokens[found.start()].lower() == "many"]
    particles = [(*found.span(), Kind.PARTICLE) for found in _PARTICLE.finditer(kinds) if tokens[found.start()] == "do"]
    return [*first, *many, *particles]


def _lists_of_authors(tokens: Sequence[str], kinds: str) -> list[_Change]:
    """Where contributors are listed: "Contributors as noted in the AUTHORS file"."""
    return [
        (*found.span(), Kind.CONTRIBUTORS)
        for found in _LISTED.finditer(kinds)
        if any(token.isupper() and len(token) > 4 for token in tokens[found.start() : found.end()])
    ]
