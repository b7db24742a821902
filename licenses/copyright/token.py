"""Words of a cleaned line and what kind each is, by vocabulary first and shape second."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from licenses.copyright import words
from licenses.copyright.chinese import has_ideograph
from licenses.copyright.kind import Kind
from licenses.copyright.shape import INITIALS, by_shape

_LONGEST_NAME = 40  # ideographs
_ENDS = ".,:;!?)'>"
_STARTS = "(<'@"


def kind_of(word: str) -> Kind:
    """What `word`, one token of a cleaned line, is."""
    if word == "。":
        return Kind.STOP
    word = word.lstrip(GLUED)
    if not word.isascii():
        if _CHINESE_DATE.fullmatch(word):
            return by_shape(word.partition("年")[0])
        if has_ideograph(word):
            return _of_ideographs(word)
        word = _folded(word)
    if word in ("(", ")", "<", ">"):
        return Kind.OPEN
    if word in ("(tm)", "(r)", "(TM)", "(R)"):
        return Kind.MARK
    if "." in word and INITIALS.fullmatch(word):
        return Kind.INITIALS
    bare = word.lower().rstrip(_ENDS) if word not in ("(c)", "(C)") else "(c)"
    known = _by_vocabulary(word, bare)
    if not known and (inner := bare.lstrip(_STARTS)) != bare:
        known = _by_vocabulary(word, inner)
    return known or by_shape(word)


_BODY = re.compile(
    r".*(?:公司|集团|集團|大学|大學|学院|學院|研究院|研究所|中心|基金会|基金會|委员会|工作室|实验室|團隊|团队|社区|协会|協會|联盟|株式会社)\W*"
)
_RESERVED = re.compile(r"\W*(?:保留|未经|未經|不得|禁止|版权|版權|著作权|著作權|许可|根据|本软件)")


_LICENSED = re.compile(r"许可|許可|协议|協議|授权|授權|遵循|发布|發佈|ICP[备備证證]")


_CHINESE_DATE = re.compile(r"[\d~–-]{4,11}年(?:\d{1,2}月(?:\d{1,2}日)?)?")


def _of_ideographs(word: str) -> Kind:
    if _RESERVED.match(word) or _LICENSED.search(word) or len(word) > _LONGEST_NAME:
        return Kind.STOP
    return Kind.COMPANY if _BODY.fullmatch(word) else Kind.PROPER


def _folded(word: str) -> str:
    """The nearest ASCII letters, so that Ångström is a word with a capital as Angstrom is."""
    plain = unicodedata.normalize("NFKD", word.translate(_LETTERS))
    return "".join(
        letter if letter.isascii() else _stand_in(letter) for letter in plain if not unicodedata.combining(letter)
    )


def _stand_in(letter: str) -> str:
    """A letter of another alphabet keeps only its case; marks that are no letters stay what they are."""
    if not letter.isalpha():
        return "" if letter == "\ufffd" else "-"
    return "A" if letter.isupper() else "a"


_LETTERS = str.maketrans({"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae", "Æ": "Ae"})


def _by_vocabulary(word: str, bare: str) -> Kind | None:
    if word == ",":
        return Kind.AND
    if not bare:
        return None
    if bare in words.COPYRIGHT or bare[1:] == "copyright" or word.lower() in ("(c),", "(c)."):
        return _copyright(word, bare)
    vocabulary = _vocabulary()
    lower = word.lower()
    kind = vocabulary.get(bare) or vocabulary.get(lower.rstrip(".,"))
    if not kind and "," in lower and lower.rpartition(",")[2].rstrip(".") in words.COMPANY:
        return Kind.COMPANY  # "COMPANY,LTD"
    if not kind and lower.endswith("."):
        kind = vocabulary.get(lower.lstrip(_STARTS))
    return _cased(kind, word, bare) if kind else None


@cache
def _vocabulary() -> dict[str, Kind]:
    """Each word's class, the first that lists it."""
    classes: dict[str, Kind] = {}
    for kind, members in _CLASSES:
        for member in members:
            classes.setdefault(member, kind)
    return classes


_CLASSES: tuple[tuple[Kind, frozenset[str]], ...] = (
    (Kind.RIGHT, words.RIGHT),
    (Kind.RESERVED, words.RESERVED),
    (Kind.CONTRIBUTORS, words.CONTRIBUTORS),
    (Kind.AUTHORS, words.AUTHORS),
    (Kind.AUTHOR, words.AUTHOR),
    (Kind.WRITTEN, words.WRITTEN),
    (Kind.MAINTAINER, words.MAINTAINER),
    (Kind.OTHERS, words.OTHERS),
    (Kind.PORTIONS, words.PORTIONS),
    (Kind.HOLDER, words.HOLDER),
    (Kind.NOTICE, words.NOTICE),
    (Kind.HELD, words.HELD),
    (Kind.BE, words.BE),
    (Kind.BY, words.BY),
    (Kind.AND, words.AND),
    (Kind.OF, words.OF),
    (Kind.IN, words.IN),
    (Kind.TO, words.TO),
    (Kind.PARTICLE, words.PARTICLE),
    (Kind.UNIVERSITY, words.UNIVERSITY),
    (Kind.COMPANY, words.COMPANY),
    (Kind.STOP, words.STOP),
    (Kind.WORD, words.COMMON),
)


def _copyright(word: str, bare: str) -> Kind:
    """`copyright.` and `copyrighted,` end a sentence of prose; `Copyright,` and `(c),` may open a statement."""
    if word.endswith((".", ")")) and bare != "(c)" and not word.lower().startswith(("copr", "(c)")):
        return Kind.WORD
    if word.endswith(",") and bare in ("copyrights", "copyrighted"):
        return Kind.WORD
    return Kind.COPYRIGHT


def _cased(kind: Kind, word: str, bare: str) -> Kind:
    """Where the case of letters decides."""
    letters = word.lstrip(_STARTS)
    first_capital = letters[:1].isupper()
    shouted = len(letters) > 1 and letters.isupper()
    if kind is Kind.STOP and first_capital and not shouted and bare in words.NAME_AFTER_ALL:
        return Kind.PROPER
    if shouted and kind in (Kind.CONTRIBUTORS, Kind.OTHERS, Kind.HOLDER, Kind.AUTHORS, Kind.AUTHOR):
        return Kind.STOP
    if kind is Kind.HOLDER and letters != "Holders" and not letters.endswith(("r", ",", ":")):
        return Kind.STOP
    if kind is Kind.COMPANY and bare in words.COMPANY_IF_CAPITAL:
        return Kind.COMPANY if first_capital or "." in word else Kind.WORD
    if kind is Kind.AND and bare == "y" and first_capital:
        return Kind.CAPITALS
    if kind is Kind.PARTICLE and first_capital and bare in ("la", "le", "el", "al", "ten"):
        return Kind.PROPER
    if kind is Kind.OF and bare == "from" and first_capital:
        return Kind.WORD
    if kind is Kind.IN and first_capital:
        return Kind.WORD
    if kind in (Kind.HELD, Kind.BE) and first_capital:
        return Kind.WORD
    if kind is Kind.NOTICE and word.endswith((".", ",")):
        return Kind.STOP
    return kind


_GLUE = "\ue000"  # stands for the spaces of an address that must stay one token
GLUED = "\ue001"  # opens a token that stood behind the one before it without a space
_SPELT_ADDRESS = re.compile(
    r"\b[\w.+-]{2,40} -at- [\w-]{2,40}(?:\.[\w-]{2,20}){1,3}"
    r"|[(<]?\b[\w.+-]{2,40} (?:at [\w-]{2,40}(?: dot [\w-]{2,20}){1,3}"
    r"|AT [\w-]{2,40}(?:(?: DOT |\.)[\w-]{2,20}){1,3}|at [\w-]{2,40}(?:\.[\w-]{2,20}){1,3}(?=[>)]))[>)]?"
)


_TO_CUT = re.compile(r"[':;=\t]")
# Names of a list without spaces: "Ann Bo,Cara Do"; a form of company stays with its comma: "Kettle,Inc."
_COMMA = re.compile(
    r",(?:(?<=[a-z],)|(?<=\d\d\d\d,)|(?<=[^\W\x00-\x7f],))(?=[A-Z][a-z]|[^\W\x00-\x7f])(?!Inc|Ltd|Llc|Corp|Gmb|Co\b)"
)
# A sentence, or the next string of a font, that follows without a space: "Kettle Inc.All rights reserved"
_GLUED_STOP = re.compile(
    r"\.(?:(?<=Inc\.)|(?<=Ltd\.)|(?<=LLC\.)|(?<=Corp\.)|(?<=ation\.)|(?<=GmbH\.)|(?<=uthors\.)|(?<=eserved\.))"
    r"(?=[A-Z][a-z])"
)
_GLUED_ADDRESS = re.compile(r"(?<=\w)(?=\([^()\s]{1,40}@[^()\s]{1,60}\))")


def _is_plain(line: str) -> bool:
    """Whether the spaces of `line` are all that parts its tokens."""
    if not line.isascii() or _TO_CUT.search(line) or " at " in line or " AT " in line or " -at- " in line:
        return False
    return not (
        ("." in line and _GLUED_STOP.search(line))
        or ("(" in line and "@" in line)
        or ("," in line and _COMMA.search(line))
    )


def split(line: str) -> list[str]:
    """The tokens of a cleaned line."""
    if _is_plain(line):
        return [word for word in line.split() if word != "."]
    found = []
    line = _GLUED_ADDRESS.sub(" " + GLUED, _COMMA.sub(", ", _GLUED_STOP.sub(". ", line)))
    if not line.isascii():
        line = line.replace("。", " 。 ").replace("，", "， ").replace("；", " 。 ")
    if " at " in line or " AT " in line or " -at- " in line:
        line = _SPELT_ADDRESS.sub(lambda address: address[0].replace(" ", _GLUE), line)
    for piece in line.replace("\t", " ").replace("=", " ").replace(";", " ").split():
        token = piece.strip("'").rstrip(":").rstrip("'")
        if token and token not in (".", ":"):
            found.append(token.replace(_GLUE, " ").strip("<>") if _GLUE in token else token)
    return found
