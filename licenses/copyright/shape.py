"""Telling words apart by their shape: years, addresses, initials, names, code.

Every expression is bounded or possessive, and words longer than a person writes are not looked into.
"""

from __future__ import annotations

import re

from licenses.copyright.kind import Kind

_LONGEST_WORD = 120  # letters; what is longer is data

_YEAR = r"(?:19[6-9]\d|20[0-4]\d)"
_SHORT = r"\d{1,2}"
_YEARS = re.compile(
    rf"[(\[<~'\"-]*{_YEAR}(?:s|x|\+)?(?:[,./&~:-]{{1,3}}(?:20\d{{3}}(?!\d)|{_YEAR}|{_SHORT}(?!\d)|20\dx))*+"
    r"(?:[-~](?:[Pp]resent|[Cc]urrent|[Tt]oday|[Nn]ow|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6})|-\$[\w.]{0,30}year)?[\])>,.:;'+$，年-]*+"
)
_SOME_YEAR = re.compile(r"\$\w[\w.]{0,30}[Yy]ear|\w{1,20}\.\w{0,20}[Yy]ear")  # $today.year, to be filled in
_SHORT_YEAR = re.compile(r"'?[6-9]\d(?:-[6-9]\d)?,?")
_MONTH_YEAR = re.compile(r"(?:0?[1-9]|1[012])/(?:[6-9]\d|(?:19|20)\d\d)[.,]?")
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)*[.,)]*")
_EMAIL = re.compile(r"(?:mailto:)?[<(\[]*[a-zA-Z0-9][\w+.%'-]*(?:@|\(at\)|_at_|_AT_)[a-zA-Z0-9][\w.%-]*[>)\].,;]*")
_EXAMPLE = re.compile(r"(?:.*[@./])?example\.(?:com|org|net)\b.*", re.IGNORECASE)  # names that RFC 2606 gives to nobody
_URL = re.compile(r"[<('\[]*(?:(?:https?|ftp|sftp|git|svn)://|www\.|ftp\.)[^\s]+", re.IGNORECASE)
_HOST = re.compile(
    r"[<(]*(?:[a-z0-9_-]+\.)+(?:com|net|org|us|mil|io|edu|eu|ch|fr|de|be|se|nl|au|biz|dev|co\.[a-z]{2}|cn|jp|uk|ru|info)[>).,]*",
    re.IGNORECASE,
)
_NAME_LIKE_HOST = re.compile(r"[A-Z]\w*\.[A-Z][a-z]+,?")  # X.Net, Xiph.Org
_PATH = re.compile(r"[^/\\@]+[/\\][^/\\]+[/\\].*")
_CALL = re.compile(
    r"[a-z_]\w*\([^@]*|.*\(.*\).*\(.*|[a-z]+[()]+[a-zA-Z]+[.,]?|[A-Za-z_]\w*\((?:\d.*)?|.*\)\.\w+.*|\w+\(\)"
)
_STATE = re.compile(r"[A-Z]{2}\.,?")
_PLURAL = re.compile(r"[A-Z][a-z]+\(s\)[,.]?")
_DAY = re.compile(r"\d{1,2}-[A-Za-z]{3}-\d{2,4}[,.]?")
_ITEM = re.compile(r"\((?:[abdefghi]|[ivx]{1,4}|\d{1,2})\)")
_SNAKE = re.compile(r"[^_]*\w_\w.*|_+\w+")
_CAMEL = re.compile(r"(?:[a-z]{3,}[A-Z][a-z]+|[a-z]{2,}(?:[A-Z][a-z]+){2,}).*|(?:[A-Z][a-z]+){4,}[A-Z]*\d*,?")
_HEX = re.compile(r"0x[0-9a-fA-F]+.*|[0-9a-f]*\d[0-9a-f]*[a-f][0-9a-f]{6,}")
_SIGNS_ONLY = re.compile(r"[^\w?()-]{2,}|[-=_~+.]{3,}")
_SCRAPS = re.compile(r"\W?(?:[a-zA-Z0-9]{1,3}[.,:\"()!%&@=]+){3,}\W?")
INITIALS = re.compile(r"(?:[A-Z]\.-?){1,9},?")
_CAPITALS = re.compile(r"\(?[A-Z][A-Z0-9]*'?[,)]*|[0-9]+[A-Z][A-Z0-9]*[,.]?|[A-Z0-9&/+-]*[A-Z]{2}[A-Z0-9&/+-]*[,.)]*")
_HUMPS = r"(?:[A-Z][a-z0-9]+){1,3}"
_PROPER = re.compile(
    rf"[(]?(?:[a-zA-Z][a-z]?')?(?:{_HUMPS}|[A-Z]\w+(?=-)|[A-Z]+(?=[/&.+-]))(?:['&/+-](?:[A-Z]?[a-z0-9]+|{_HUMPS}|[A-Z]+)|\.{_HUMPS})*(?:'s?)?[),.!]*"
)
_NAME_AND_ADDRESS = re.compile(
    r"[A-Z]\w*\((?:[A-Z]+|[^()\s]+@[^()\s]+)\)[,.]?|[A-Z][a-z]+[A-Z]{1,}[\w'-]*[),.]*|[a-z]{1,3}[A-Z][a-z]+[,.]?"
)
_FIELD = re.compile(r"[A-Za-z_-]+:[A-Za-z_'-].*")
_ACRONYM_FIRST = re.compile(r"[A-Z]{2,}[a-z]{2,}[,.]?")  # GNUtoo
_HYPHENATED = re.compile(r"(?:\w+-){3,}\w+")
_LONGEST_WORD = 120  # letters; what is longer is data
_LONGEST_NAME = 40  # ideographs
_NOT_NAMES = (_ITEM, _PATH, _CALL, _HEX, _DAY, _FIELD, _SIGNS_ONLY, _SCRAPS, _CAMEL, _SNAKE)


def by_shape(word: str) -> Kind:
    """The kind of `word`, ASCII, by its letters, digits and signs alone."""
    if len(word) > _LONGEST_WORD:
        return Kind.URL if _URL.match(word) else Kind.STOP
    if word.isalpha():
        return _of_letters(word)
    if word in ("-", "--", "/", "~"):
        return Kind.DASH
    if (word[:1].isdigit() or word[:1] in "([<'~-") and (_YEARS.fullmatch(word) or _MONTH_YEAR.fullmatch(word)):
        return Kind.YEAR
    if _NUMBER.fullmatch(word) or _SHORT_YEAR.fullmatch(word):
        return Kind.NUMBER
    if word.isalnum():
        return _by_letters(word, (_HEX, _CAMEL))
    return _by_signs(word)


def _by_signs(word: str) -> Kind:
    """A word with other signs than letters and digits in it."""
    if word.endswith("ear") and _SOME_YEAR.fullmatch(word):
        return Kind.YEAR
    if "xample." in word and _EXAMPLE.fullmatch(word):
        return Kind.STOP
    if _EMAIL.fullmatch(word) or " " in word:
        return Kind.EMAIL
    if _URL.match(word) or (_HOST.fullmatch(word) and not _NAME_LIKE_HOST.fullmatch(word)):
        return Kind.URL
    if _PLURAL.fullmatch(word):
        return Kind.PROPER
    return _by_letters(word, _NOT_NAMES)


def _of_letters(word: str) -> Kind:
    """A word of letters only, the common case: its case alone tells."""
    if word.islower():
        return Kind.WORD
    if word.isupper():
        return Kind.CAPITALS
    if word[0].isupper() and word[1:].islower():
        return Kind.PROPER
    return _by_letters(word, (_CAMEL,))


def _by_letters(word: str, not_names: tuple[re.Pattern[str], ...]) -> Kind:
    for pattern in not_names:
        if pattern.fullmatch(word):
            return Kind.STOP
    if _STATE.fullmatch(word):
        return Kind.STATE
    if _CAPITALS.fullmatch(word):
        return Kind.CAPITALS
    if _PROPER.fullmatch(word) or _NAME_AND_ADDRESS.fullmatch(word):
        return Kind.PROPER
    if _ACRONYM_FIRST.fullmatch(word):
        return Kind.PROPER
    if _HYPHENATED.fullmatch(word):
        return Kind.STOP
    return Kind.WORD
