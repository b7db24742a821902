"""One line without comment signs, markup, escapes and ornaments; every copyright sign becomes ` (c) `.

Words keep their order and spelling, so that a statement can be found again in the file.
"""

from __future__ import annotations

import re

# Tried in this order at each place. Each alternative is bounded, so no input makes it backtrack, and opens with a
# sign or letter of its own, so that the others are passed over quickly.
_SIGNS = re.compile(
    # `(c)` right behind a word is an argument in code, `function(c)`
    r"\((?:(?<![a-zA-Z0-9_)\]]\()|(?<=opyright\()|(?<=OPYRIGHT\()) ?[cC] ?\)|\( ?[cC] ?\)(?=[ ,]{0,2}(?:19|20)\d\d)"
    r"|&copy;?|&#0{0,3}169;?|&#[xX]0{0,2}[aA]9;?|\|copy\||\\\(co|\\\[co\]|\\x[aA]9|\\[aA]9|\\251"
    r"|\\[uU]00[aA]9|[uU]00[aA]9|<A9>|[xX][aA]9;|\\textcopyright(?:\{\})?|\\copyright(?![a-zA-Z])(?:\{\})?"
)
_SIGN = re.compile(r"\( ?© ?\)|[©Ⓒⓒ🄯℗]")
_BEFORE_SIGN = frozenset("\ufeff>()[{\"'*#/:;,.|=–—-")  # besides spaces; © behind a letter is part of packed data
_YEAR_FOLLOWS = re.compile(r" ?(?:19|20)\d\d")
_SPLIT_WORD = re.compile(r"(?:\( ?c ?\)|©|&copy;?) ?opyright(?:ed|s)?", re.IGNORECASE)
_SPLIT = re.compile(r"[)©y;] ?[oO][pP][yY]")  # no split word without one of these
_LED = re.compile(r"\s*(?:[.'@rRd+]|--)")
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,6}|#[xX][0-9a-fA-F]{1,5});?")
_PLACEHOLDER_NAME = re.compile(r"\b__([A-Z][A-Za-z]{2,40})__\b")  # __MyCompanyName__
_PRINTF = re.compile(r"(?<= )[#%]\d{0,2}[a-zA-Z](?=[ ,])")
_LEADER = re.compile(
    r"^\s*(?:\+(?=[\s*#/;-])|--+\s*$|(?:@?rem|REM|dnl|\.\\\"|'\\\"|\.\s?\\)(?:\s+|$)|\.(?:B|I|BR|IR|TH|SH|PP|LP|RB|br|sp|ad)\b)"
)
# A line of an RTF document, its paragraphs, and the words and brackets that say how the text between them looks.
_RICH = re.compile(r"\\(?:rtf1|rtlch|ltrch|insrsid\d|fcs[01]|hich|pard)")
_RICH_SIGN = re.compile(r"\\'[aA]9")
_RICH_END = re.compile(r"\\(?:par|line|tab|cell|row)\b ?")
_RICH_WORD = re.compile(r"\\[a-z]{1,32}-?\d{0,10} ?|\\\*|[{}]")
_ESCAPE = re.compile(r"\\(?:[ntr0](?![a-z]{3})|f[BIRP]|[&,;~@! -])")
_TAG = re.compile(
    r"<\s?(?!(?:https?|ftp|mailto):)(/?[a-zA-Z][a-zA-Z0-9:_-]{0,30}|[!?][a-zA-Z-]{0,20})"
    r"((?:\s|/)[^<>]{0,500})?/?>|<!--|-->|<!\[CDATA\[|\]\]>"
)
_OPEN_TAG = re.compile(r"<\s?(/?[a-zA-Z][a-zA-Z0-9:_-]{0,30})(\s[^<>]{0,500})?$")
_PLACEHOLDER = re.compile(
    r"<(?:(?:insert|year|years|yyyy|name|names|of|the|author|authors|owner|owners"
    r"|copyright|holder|holders|date|your|company)\b ?){1,6}>",
    re.IGNORECASE,
)
_SOME_YEAR = re.compile(
    r"(?<!-)(?<!-\$)(?:\[various years\]|\$?\{{1,2} ?\w{0,20}year\w{0,20} ?\}{1,2})"
)  # {localyear}, ${{ year }}
_YEAR_IN_TAG = re.compile(r"<((?:19|20)\d\d(?:-(?:19|20)\d\d)?)>")
_PREFIX = re.compile(r"(?<=[\s=(,\[])[uUbBrRfF]{1,2}(?=[\"'])")  # u"…" in Python
_ARGUMENT = re.compile(r"\w\((?=_{0,2}(?:authors?|copyright)\b)")  # `setup(author=…`
_SHORT_NAME = re.compile(r"(?<![^\s*#])\('[^'()]{1,40}'\)")  # Kettle Software Consortium, Inc. ("KSC")
_END_OF_STRING = re.compile(r"[\"'`](?=[,;)}\]]{1,6}[A-Za-z_$])")  # in code without spaces
# Signs between the parts of a line: "/*! Kettle 1.0 | (c) 2010 Ann Bo | MIT License */"
_BAR = re.compile(r"(?<=[^\s|])(?<!opyright)(?<!OPYRIGHT)(?<!\(c\))\s{1,8}\|\s{1,8}(?=[^\s|])")
_RESERVED = (
    r"tutti i diritti (?:sono )?riservati|todos (?:los derechos|os direitos) reservados|tous (?:les )?droits r.serv.s"
    r"|alle rechten? (?:vorbehalten|voorbehouden)|все права (?:защищены|сохранены|зарезервированы)"
    r"|wszelkie prawa zastrzeżone|minden jog fenntartva|všechna práva vyhrazena|tüm hakları saklıdır"
)
_FOREIGN = r"iritti |erechos |ireitos |roits |echten? |права |prawa |jog |práva |hakları "
_SPELT = re.compile(r"(?<=\w)<(?:at|dot)>(?=\w)")  # ann<at>kettle<dot>example
_SPELT_IN_TAG = re.compile(r"_(?:AT|at)_")
_ONE_EMAIL = re.compile(r"[^<>]*<[\w.+-]{1,80}@[\w.-]{1,80}>[^<>]*")  # signs of smaller and greater, and no markup
_TAG_TAIL = re.compile(r"^[^<>]{0,80}\b(?:href|HREF) ?= ?([\"'])[^\"'<>]{0,300}\1[^<>]{0,80}>")  # the tag opened above
_BROKEN_LINK = re.compile(r"\b(?:href|HREF) ?= ?[\"']?")
_ADDRESS = re.compile(r"<((?:https?|ftp)://[^\s<>]{1,300}?)/?>")
_TELLING = re.compile(r"copyright|author|\(c\)", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"(?:^|\s)(?:name|property|http-equiv|content|value|text|class|id|lang|type|style)\s?=", re.IGNORECASE
)

_SINGLE = str.maketrans(
    {
        **dict.fromkeys("*#%[]{}|\\§•·­​\ufeff", " "),
        **dict.fromkeys('"`“”„«»‘’´', "'"),
        **dict.fromkeys("–—‒−―", "-"),
        **dict.fromkeys("\xa0   　", " "),
    }
)


# A line in a comment, with nothing to clean but the comment sign and the sign's case.
_PLAIN = re.compile(
    r"[ \t]*(?:[*#/;]{1,4}[ \t]+)?(Copyright )?(?:(\()[cC]\) |(?<=t ))(?![oO][pP][yY])"
    r"([A-Za-z0-9](?:[A-Za-z0-9.'-]|,| (?![ ,]))*+(?:(?<= )<[\w.+-]{1,80}@[\w.-]{1,80}>)?)[ \t]*",
    re.ASCII,
)


def clean(line: str) -> str:
    """The words of `line`, single spaces between them."""
    if (plain := _PLAIN.fullmatch(line)) and "a9" not in line and "A9" not in line and "''" not in line:
        return (plain[1] or "") + ("(c) " if plain[2] else "") + plain[3].rstrip()
    if "\\" in line and _RICH.search(line):
        line = _RICH_WORD.sub("", _RICH_END.sub(" 。 ", _RICH_SIGN.sub("©", line)))
    if _LED.match(line):
        line = _LEADER.sub(" ", line)
    line = _parted(_with_signs(line))
    if "&" in line:
        line = _ENTITY.sub(_entity, line)
        line = line.replace("©", " (c) ")
    if "<" in line or ">" in line:
        line = _without_tags(line)
    if "%" in line or "#" in line or "__" in line:
        line = _PLACEHOLDER_NAME.sub(r"\1", _PRINTF.sub(" ", line))
    if "\\" in line:
        line = _ESCAPE.sub(" ", line.replace("\\@", "@"))
    if "(author" in line or "(copyright" in line or "(_" in line:
        line = _ARGUMENT.sub("( ", line)
    if 'u"' in line or "u'" in line or 'f"' in line or "f'" in line:
        line = _PREFIX.sub("", line)
    line = line.replace("/*", " ").replace("*/", " ").translate(_SINGLE)
    if "('" in line:
        line = _SHORT_NAME.sub(" ", line)
    line = line.strip(" \t/;*").replace("('", " ").replace("')", " ").replace("''", "'")
    if "<" in line or ">" in line:
        line = _ADDRESS.sub(r" \1 ", line).replace(">", "> ").replace("<", " <")
    line = " ".join(line.split()).replace(" , ", ", ")
    return re.sub(_RESERVED, "all rights reserved", line, flags=re.IGNORECASE) if _is_foreign(line) else line


def _is_foreign(line: str) -> bool:
    """Whether rights may be reserved in another language than English: no such phrase without one of these."""
    if not line.isascii():
        return bool(re.search(_FOREIGN, line, re.IGNORECASE))
    lower = line.lower()
    return "ritti " in lower or "rechos " in lower or "reitos " in lower or "roits " in lower or "echte" in lower


def _with_signs(line: str) -> str:
    """Every copyright sign, however it is written, as ` (c) `."""
    plain = line.isascii()
    if plain and not ("(" in line or "&" in line or "|" in line or "\\" in line or "9" in line):
        return line  # no sign without one of these
    if _SPLIT.search(line):
        line = _SPLIT_WORD.sub("Copyright (c)", line)
    return _SIGNS.sub(" (c) ", line if plain else _SIGN.sub(_sign, line))


def _sign(found: re.Match[str]) -> str:
    line, start = found.string, found.start()
    before = line[start - 1 : start]
    free = not before or before.isspace() or before in _BEFORE_SIGN or "\u3000" <= before <= "\U0003ffff"
    if free or found[0][0] == "(" or line[start - 2 : start] in ("\\n", "\\r", "\\t"):
        return " (c) "
    return " (c) " if _YEAR_FOLLOWS.match(line, found.end()) else found[0]


def _parted(line: str) -> str:
    """Without years to be filled in, with a full stop where a string of code ends or a bar stands between parts."""
    line = _END_OF_STRING.sub(" 。 ", _SOME_YEAR.sub(" ", line) if "year" in line else line)
    return _BAR.sub(" 。 ", line) if "|" in line else line


def _entity(found: re.Match[str]) -> str:
    from html import unescape  # two thousand names of characters, which most sources do not use

    return unescape(found[0])


def _without_tags(line: str) -> str:
    if _ONE_EMAIL.fullmatch(line):
        return _BROKEN_LINK.sub(" ", line)
    line = _SPELT.sub(lambda found: "@" if found[0] == "<at>" else ".", line)
    line = line.replace("E<lt>", "<").replace("E<gt>", ">") if "E<lt>" in line else line  # Perl's POD
    line = _YEAR_IN_TAG.sub(r"\1", line)
    line = line.replace("<s>", "").replace("</s>", "").replace("<s/>", "")
    line = _TAG_TAIL.sub(" ", line)
    line = _OPEN_TAG.sub(_tag, _TAG.sub(_tag, _PLACEHOLDER.sub(" ", line)))
    return _BROKEN_LINK.sub(" ", line)


def _tag(found: re.Match[str]) -> str:
    """What a tag leaves behind: its telling attributes, or a space."""
    name, rest = found[1], found[2]
    if name is None:
        return " "
    if not rest and _SPELT_IN_TAG.search(name):
        return found[0]  # `<jo_AT_example_DOT_org>`
    if rest and not rest.isspace() and "=" not in rest and name[0] not in "/!?":
        return found[0]  # `<jo at example dot org>` is an address
    if rest:
        if _TELLING.search(rest):
            return " " + _ATTRIBUTE.sub(" ", rest).rstrip("/- " if name[0] == "!" else "/ ") + " "
        return " "
    return " "
