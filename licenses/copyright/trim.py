"""The edges of statements and names: punctuation, brackets without a partner, words of the sentence around."""

from __future__ import annotations

import re
from functools import lru_cache


def _set(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_LEADING_WORDS = _set(
    """
    $year (insert ? ?? and by coded created current developed for from maintained modified of or or, owner par por
    recoded then to written year year) years
    """
)
_HOLDER_LEADING = _LEADING_WORDS | _set(
    """
    $ (x) - a at author authors c copyright copyrights current.year held holder holder, holders is later notice ou
    part parts portion portions present property reserved right rights works
    """
)
_AUTHOR_LEADING = _LEADING_WORDS | _set(
    """
    @author a author author' author(s) author. author: authored authors authors' authors, authorship co-maintainer
    contributor contributor(s) contributors mailto: maintainer moduleauthor name' spdx-filecontributor
    """
)
_TRAILING_WORDS = _set(", . 0 1 </p> all and any author copyright parts some year")
_HOLDER_TRAILING = _set(
    """
    (c) , . /> <http a all and c copyright email from http licensing@ or reserved reserved. right rights some
    taken website year
    """
)
NOT_HOLDERS = _set("? are author authors c disclaimed http or owner parts property the works")
_BRACKETS = (("(", ")"), ("<", ">"), ("[", "]"), ("{", "}"))
_SHORT_FORMS = ("inc.", "corp.", "ltd.", "llc.", "co.", "llp.")
_REPEATED = (
    r"^(?:(?:[Pp](?:ortions?|arts?) )?"
    r"(?:spdx-(?:file|snippet)copyrighttext|(?:bundle-|assembly|app|[@A-Za-z0-9])?copyright(?:ed|s)?)"
    r"\W{0,2} ?(?:by )?)+"
    r"(?=@?copyright)"
    r"|^@(?=copyright)"
)
_TAG = re.compile(
    r"^(?:spdx-(?:file|snippet)copyrighttext|bundle-copyright|assemblycopyright|appcopyright|cppyright|[A-Za-z0-9]copyright)",
    re.IGNORECASE,
)
_OPEN_RANGE = re.compile(r"\d-\W{0,2}$")  # "2010-" until today
_UNKNOWN = re.compile(r"^[?\s]+")
_EMPTY = re.compile(r"\( ?\)| \$ | \? |__|mailto:")


# Texts with nothing to trim but a full stop, which most are.
_PLAIN_STATEMENT = re.compile(
    r"(?:Copyright(?: \(c\))?|\(c\)) (?!Copyright|COPYRIGHT)[A-Z0-9][A-Za-z0-9 .,'-]*"
    r"(?:<[A-Za-z0-9.-]+@[A-Za-z0-9.-]+>)?(?<=[A-Za-z0-9>])\.?"
)
_PLAIN_NAME = re.compile(r"(?:the )?[A-Z][A-Za-z0-9 .,'-]*(?<=[A-Za-z0-9])\.?")


@lru_cache(maxsize=1 << 12)
def statement(whole: str) -> str:
    """A whole statement."""
    if _PLAIN_STATEMENT.fullmatch(whole) and "--" not in whole and _last(whole) not in _TRAILING_WORDS:
        return without_period(whole)
    text = _outer(whole).strip("/ ~")
    before = repetition(text)
    text = text[len(before) :]
    text = capitalised(text, before)
    text = _TAG.sub("Copyright", text, count=1)
    text = _EMPTY.sub(" ", balanced(text)).replace("--", "-")
    text = _without_leading(text, frozenset(("by", "c"))).strip("+ ")
    text = _unwrapped(text)
    text = _without_trailing(text, _TRAILING_WORDS)
    text = without_period(text).strip("' ")
    return text + "-" if _OPEN_RANGE.search(whole) and text[-1:].isdigit() else text


def capitalised(text: str, before: str) -> str:
    """`text` that opens as the word which it repeats: "Copyright @copyright{} 1994"."""
    if before[:1] == "C" and text.startswith(("@copyright", "copyright")):
        return "C" + text.removeprefix("@")[1:]
    return text


def repetition(text: str) -> str:
    """What comes before the copyright word that opens `text` proper: "Copyright: " in "Copyright: Copyright 2001 …"."""
    if text[:1] != "@" and text.lower().count("copyright") < 2:
        return ""
    found = re.match(_REPEATED, text, re.IGNORECASE)
    return found[0] if found else ""


@lru_cache(maxsize=1 << 12)
def holder(text: str) -> str:
    """A holder, or "" when only filler is left."""
    text = text.removeprefix("Company ")  # a field below the years
    name = without_period(text) if _is_plain_name(text) else _trimmed_holder(text)
    return "" if name.lower() in NOT_HOLDERS else name


def _is_plain_name(text: str) -> bool:
    if not _PLAIN_NAME.fullmatch(text) or "--" in text:
        return False
    return text.partition(" ")[0].lower() not in _HOLDER_LEADING and _last(text) not in _HOLDER_TRAILING


def _last(text: str) -> str:
    return text[text.rfind(" ") + 1 :].lower()


def _trimmed_holder(text: str) -> str:
    text = _UNKNOWN.sub("", text)
    text = _EMPTY.sub(" ", text).replace("--", "-").strip("/ ~")
    text = _name(text, _HOLDER_LEADING)
    text = _without_trailing(text, _HOLDER_TRAILING).strip("/ ~")
    text = text.replace("( ", " ").replace(" )", " ").strip("+- ")
    text = " ".join(without_period(text).strip("+- ").split())
    return text[1:-1] if text[:1] == "<" and text.find(">") == len(text) - 1 and "@" not in text else text


def author(text: str) -> str:
    """An author, or "" when only filler is left."""
    text = _name(_EMPTY.sub(" ", text).replace("--", "-"), _AUTHOR_LEADING)
    text = _unwrapped(without_period(text).strip()).strip("+-")
    return " ".join(_name(text, _AUTHOR_LEADING).split())


def _name(text: str, leading: frozenset[str]) -> str:
    text = _outer(text)
    words = text.split()
    while words and words[0].isdigit():
        words.pop(0)
    text = _outer(balanced(" ".join(words)))
    text = _unwrapped(text.strip())
    return _outer(_without_leading(text, leading)).strip()


def _outer(text: str) -> str:
    return text.strip(",'\"}{-_:;&@!，。；：、 ").lstrip(".>)]\\/\ufffd ").rstrip("<([\\/ ")


def _without_leading(text: str, words: frozenset[str]) -> str:
    left = text.split()
    first = 0
    while first < len(left) and left[first].lower() in words:
        first += 1
    return " ".join(left[first:])


def _without_trailing(text: str, words: frozenset[str]) -> str:
    left = text.split()
    while left and left[-1].lower() in words:
        left.pop()
    return " ".join(left)


def without_period(text: str) -> str:
    """No full stop at the end, unless it belongs to the last word (`Inc.`, `e.V.`, `M.I.T.`)."""
    text = text.strip()
    if not text.endswith(".") or len(text) < 3:
        return text
    if text[-2].isupper() and " " in text:
        return text
    if text[-3] == "." or text.lower().endswith(_SHORT_FORMS):
        return text
    return text.rstrip(".")


def balanced(text: str) -> str:
    """`text` with a space for each bracket that has no partner."""
    for opening, closing in _BRACKETS:
        opened, closed = text.count(opening), text.count(closing)
        if opened == closed == 1 and text.index(opening) < text.index(closing):
            continue
        if opened or closed:
            text = " ".join(_balanced(text, opening, closing).split())
    return text


def _balanced(text: str, opening: str, closing: str) -> str:
    waiting: list[int] = []
    lonely: list[int] = []
    for position, letter in enumerate(text):
        if letter == opening:
            waiting.append(position)
        elif letter == closing:
            if waiting:
                waiting.pop()
            else:
                lonely.append(position)
    letters = list(text)
    for position in (*waiting, *lonely):
        letters[position] = " "
    return "".join(letters)


def _unwrapped(text: str) -> str:
    inner = text[1:-1]
    if text.startswith("(") and text.endswith(")") and "(" not in inner and ")" not in inner:
        return inner
    return text
