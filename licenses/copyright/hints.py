"""Where in a blob's bytes a statement could be: one native scan for the few strings without which there is none.

A blob with no hint costs this scan and nothing else; it is never decoded nor split into lines.
"""

from __future__ import annotations

import hashlib
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import hyperscan

# What a statement cannot do without, as expressions of Hyperscan (bounded, matched without regard to case).
_ENGLISH = (
    rb"opyrig",  # copyright, (c)opyright, ©opyright
    rb"opylefted|opyleft[ :]",
    rb"\bcopr\b",
    # not an argument as in `f(c)`, unless a year follows; behind the word itself the sign is no hint of its own
    rb"(?:^ ?|[^a-z0-9_)\]> ]|(?:[^t]|[^h]t|[^g]ht|[^i]ght) )\( ?c ?\)",
    rb"[a-z0-9_)\]>]\( ?c ?\)[ ,]{0,2}(?:19|20)\d\d",
    rb"\xc2\xa9",  # © in UTF-8
    rb"(?:^|[ \t(>'\"])\xa9[ \t)<0-9]",  # © in Latin-1
    rb"&copy|&#0?169|&#x0?a9|\|copy\||\\\(co|\\\[co\]|u00a9|\\xa9|\\251",
    rb"<a9>",
    rb"holder is ",
    rb"filecontributor",
)
_AUTHORS = (
    # a name, or at least a capital, follows: code is full of variables called author
    rb"(?i:author|contributor)(?i:s|\(s\)|__)?(?:[\s:=\"'<(\[{*#/,.;-]|(?i:the|is|are|by|of|list)\s){1,24}(?:[A-Z]|[^\x00-\x7f])",
    rb"(?i:@authors?:?[ \t]{1,8}[a-z0-9]|\bauthors?(?:\(s\))?[ \t]{0,8}:[ \t]{0,8}[a-z0-9])",
    rb"(?i:\b(?:re)?(?:writt?en|coded|created|modified|maintained|developed|debianized)[\s*#/]{1,8}by:?[\s*#/]{1,8}(?:the )?)\d?[A-Z]",  # noqa: E501
    rb"(?i:\b(?:by|maintainers?):?[ \t]{1,8})[A-Z][^\n<(@]{2,60}[<(]?[a-zA-Z0-9._+-]{1,40}@",
)
LONGEST_HINT = 256  # bytes: no expression here matches more
_CHINESE_WORDS = ("版权", "版權", "著作权", "著作權", "作者", "开发者", "開發者")
_WIDE = (rb"o\x00p\x00y\x00r\x00i\x00g\x00h\x00t\x00",)  # UTF-16 strings in Windows programs


def _chinese() -> tuple[bytes, ...]:
    """The Chinese words as each encoding writes them."""
    encoded = []
    for word in _CHINESE_WORDS:
        for encoding in ("utf-8", "gb18030", "big5"):
            try:
                encoded.append(word.encode(encoding))
            except UnicodeEncodeError:
                continue  # a simplified character that Big5 does not have
    return tuple(dict.fromkeys(encoded))


def _escaped(literal: bytes) -> bytes:
    return b"".join(b"\\x%02x" % byte for byte in literal)


def _expressions() -> tuple[list[bytes], list[bytes]]:
    """The expressions matched without regard to case, and those matched as they stand."""
    return [*_ENGLISH, *_WIDE], [*_AUTHORS, *(_escaped(word) for word in _chinese())]


def fingerprint() -> bytes:
    """Changes whenever the patterns do."""
    return hashlib.sha256(repr(_expressions()).encode()).digest()


def database() -> hyperscan.Database:
    """Compile the patterns: a tenth of a second, which whoever has a place for them saves by keeping the result."""
    import hyperscan

    caseless, exact = _expressions()
    compiled = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    flags = [hyperscan.HS_FLAG_CASELESS] * len(caseless) + [0] * len(exact)
    compiled.compile(expressions=[*caseless, *exact], ids=list(range(len(flags))), elements=len(flags), flags=flags)
    return compiled


@cache
def _compiled() -> hyperscan.Database:
    return database()


def hints(content: bytes, patterns: hyperscan.Database | None = None) -> list[int]:
    """Offsets, ascending, of the last byte of each hint in `content`; `patterns` are those of `database`."""
    ends: list[int] = []

    def found(_pattern: int, _start: int, end: int, _flags: int, _context: object) -> None:
        ends.append(end - 1)

    (patterns or _compiled()).scan(content, match_event_handler=found)
    return ends
