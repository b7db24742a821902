"""Copyright statements, holders, years and authors in a blob.

Hints in the raw bytes (`hints`) → regions of lines around them (`region`) → words without comment signs and markup
(`clean`) → kinds of words (`token`) → stretches that are statements (`statement`) or authors (`author`) → trimmed texts
(`trim`, `compose`). Chinese lines go their own way (`chinese`). Regions with equal bytes are read once: a header that
stands in thousands of files costs one reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from licenses.copyright.compose import compose
from licenses.copyright.finding import Author, Copyright, CopyrightFindings
from licenses.copyright.hints import hints
from licenses.copyright.reading import read
from licenses.copyright.region import Region, regions
from licenses.text.decode import decode, encoding_of

if TYPE_CHECKING:
    import hyperscan

VERSION = 6  # part of the key under which findings are cached: raise it when any answer changes

_PIECE = 1 << 21  # bytes
SNIFFED = 8192  # bytes, as git looks at to tell text from binary
# Among bytes that are no text, a bare sign says something only in front of a year or a word.
_IN_BINARY = re.compile(
    rb"opyri|opyle|uthor|\xe7\x89\x88\xe6|\xe8\x91\x97\xe4|\xe4\xbd\x9c\xe8\x80\x85"
    rb"|(?:\( ?[cC] ?\)|\xc2\xa9) ?(?:(?:19|20)\d\d|[A-Z][a-z]{3})"
)
_WIDE_TEXT = re.compile(rb"(?:[\x20-\x7e\xa9\xae]\0){6,}")  # what Windows programs say in UTF-16
_NOTHING = CopyrightFindings()


def detect_copyrights(content: bytes, patterns: hyperscan.Database | None = None) -> CopyrightFindings:
    """Everything that `content` says about who made and owns it, in the order of its lines. Never raises.

    `patterns` are those of `licenses.copyright.hints.database`, where someone has kept them.
    """
    content = _with_narrow_letters(content)
    found: list[tuple[int, CopyrightFindings]] = []
    lines = 0
    for piece in _pieces(content):
        stretches = regions(piece, hints(piece, patterns))
        found += [(lines + above, said) for above, said in said_in(piece, stretches)]
        if piece is not content:
            lines += piece.count(b"\n")
    return together(found)


def together(found: Iterable[tuple[int, CopyrightFindings]]) -> CopyrightFindings:
    """What is said in several stretches of one blob, each with the number of lines above it."""
    copyrights: list[Copyright] = []
    writers: list[Author] = []
    for above, said in found:
        copyrights += [_copyright_at(each, above) for each in said.copyrights]
        writers += [_author_at(each, above) for each in said.authors]
    return CopyrightFindings(tuple(copyrights), tuple(writers)) if copyrights or writers else _NOTHING


def said_in(content: bytes, stretches: Iterable[Region]) -> Iterator[tuple[int, CopyrightFindings]]:
    """What each region of a blob says, and the number of lines above it."""
    for above, raw, encoding in _readable(content, stretches):
        yield above, _read(raw, encoding)


def _copyright_at(each: Copyright, above: int) -> Copyright:
    return Copyright(each.statement, each.holders, each.years, each.first_line + above, each.last_line + above)


def _author_at(each: Author, above: int) -> Author:
    return Author(each.name, each.first_line + above, each.last_line + above)


def _pieces(content: bytes) -> Iterator[bytes]:
    """`content` in pieces that bound what is in memory at once, cut at a line end where there is one."""
    if len(content) <= _PIECE:
        yield content
        return
    start = 0
    while start < len(content):
        end = content.find(b"\n", start + _PIECE, start + 2 * _PIECE) + 1 or start + _PIECE
        yield content[start:end]
        start = end


def _readable(content: bytes, stretches: Iterable[Region]) -> Iterator[tuple[int, bytes, str]]:
    """Each region worth reading: the number of lines above it, its bytes, their encoding."""
    binary = content.find(b"\0", 0, SNIFFED) >= 0
    encoding = ""
    above, counted = 0, 0
    for start, end in stretches:
        above += content.count(b"\n", counted, start)
        counted = start
        raw = content[start:end]
        if binary:
            raw = _WIDE_TEXT.sub(_narrowed, raw) if b"\0p\0" in raw else raw
            if not _IN_BINARY.search(raw):
                continue
        if raw.isascii():
            yield above, raw, "ascii"
        else:
            # In a program or a picture, a lone 0xA9 is no sign and no letter.
            encoding = encoding or ("utf-8" if binary else encoding_of(content))
            yield above, raw, encoding


def _with_narrow_letters(content: bytes) -> bytes:
    """Text of two or four bytes a letter as UTF-8, and old Macintosh line ends as new ones: no line moves."""
    if _wide(content):
        content = decode(content)[0].encode("utf-8", "replace")
    if b"\r" in content and b"\n" not in content:
        content = content.replace(b"\r", b"\n")
    return content


def _narrowed(wide: re.Match[bytes]) -> bytes:
    return wide[0][::2].decode("latin-1").encode()


def _wide(content: bytes) -> bool:
    """Is this text of two or four bytes a letter, in which no ASCII word can be found as it stands?"""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return True
    return content[:64].count(0) >= 24 and encoding_of(content[:4096]).startswith("utf-")


@lru_cache(maxsize=1 << 13)
def _read(raw: bytes, encoding: str) -> CopyrightFindings:
    """What one region says, its first line being line 1."""
    return compose(read(raw.decode(encoding, "replace")))
