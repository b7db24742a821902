"""What the bytes of a shown string say in a font, and how far they reach (ISO 32000-2, 9.6 to 9.10)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, TypeGuard

from licenses.pdf.document import Document, Stream
from licenses.pdf.glyphs import character, encoding
from licenses.pdf.syntax import Name

_SECTION = re.compile(rb"begin(bfchar|bfrange|codespacerange)(.*?)end\1", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f\s]*+)>|(\[)|(\])")
_AN_ENTRY = 8  # bytes of the budget that an entry of a table takes
_USUAL_WIDTH = 500  # thousandths of the font's size
_WIDE = 1000
# CMaps whose codes are characters of a known encoding (9.7.5.2), by the beginning of their names
_ENCODINGS = {
    "Uni": "utf-16-be",
    "GBK2K": "gb18030",
    "GB": "gbk",
    "B5": "big5",
    "ETen": "big5",
    "HKscs": "big5hkscs",
    "90ms": "cp932",
    "90p": "cp932",
    "EUC": "euc_jp",
    "KSCms": "cp949",
    "KSC": "euc_kr",
}


class Font:
    """A font: strings of its codes to text."""

    def __init__(self, about: Any, document: Document) -> None:
        self._is_composite = document.entry(about, "Subtype") == "Type0"
        self._encoding = document.entry(about, "Encoding")
        unicode = document.entry(about, "ToUnicode")
        self._map, width = _to_unicode(unicode, document) if isinstance(unicode, Stream) else ({}, 0)
        self._bytes = width or (2 if self._is_composite else 1)
        self._codec = _codec(self._encoding) if self._is_composite and not self._map else ""
        if self._is_composite:
            self._widths, self._usual = _wide_widths(about, document)
        else:
            self._widths, self._usual = _widths(about, document)
            self._map = {**_simple(self._encoding, document), **self._map}

    def shown(self, string: bytes) -> tuple[str, float, int]:
        """The text, its width in thousandths of the font's size, and of how many codes it is."""
        if self._codec:
            text = string.decode(self._codec, "ignore")
            return text, len(text) * float(_WIDE), len(text)
        if self._bytes == 1:
            codes = list(string)
        else:
            size = self._bytes
            codes = [int.from_bytes(string[at : at + size], "big") for at in range(0, len(string), size)]
        say, wide, usual = self._map.get, self._widths.get, self._usual
        return "".join(say(code, "") for code in codes), sum(wide(code, usual) for code in codes), len(codes)


def _codec(name: Any) -> str:
    return next((codec for start, codec in _ENCODINGS.items() if isinstance(name, Name) and name.startswith(start)), "")


def _simple(named: Any, document: Document) -> dict[int, str]:
    """The characters of a font of single bytes."""
    base = document.entry(named, "BaseEncoding") if isinstance(named, dict) else named
    known = dict(enumerate(encoding(str(base))))
    differences = document.entry(named, "Differences") if isinstance(named, dict) else None
    code = 0
    for item in differences if isinstance(differences, list) else ():
        if isinstance(item, Name):
            known[code] = character(item)
            code += 1
        elif isinstance(item, int):
            code = item
    return known


def _widths(about: Any, document: Document) -> tuple[dict[int, float], float]:
    first, listed = document.entry(about, "FirstChar"), document.entry(about, "Widths")
    if not isinstance(first, int) or not isinstance(listed, list):
        return {}, _USUAL_WIDTH
    return {first + place: width for place, width in enumerate(listed[:256]) if _is_number(width)}, 0.0


def _wide_widths(about: Any, document: Document) -> tuple[dict[int, float], float]:
    """`/W`: a code and an array of widths, or two codes and the width of all between them (9.7.4.3)."""
    descendants = document.entry(about, "DescendantFonts")
    below = descendants[0] if isinstance(descendants, list) and descendants else None
    usual, listed = document.entry(below, "DW"), document.entry(below, "W")
    widths: dict[int, float] = {}
    items: Iterator[Any] = iter(listed if isinstance(listed, list) else ())
    for first in items:
        following = document.get(next(items, None))
        if not isinstance(first, int):
            break
        if isinstance(following, list):
            widths.update((first + place, width) for place, width in enumerate(following) if _is_number(width))
        elif isinstance(following, int) and _is_number(width := next(items, None)):
            count = max(0, min(following - first + 1, document.budget // _AN_ENTRY))
            document.budget -= count * _AN_ENTRY
            widths.update(dict.fromkeys(range(first, first + count), width))
    return widths, usual if _is_number(usual) else _WIDE


def _is_number(item: Any) -> TypeGuard[float]:
    return isinstance(item, int | float) and abs(item) < 1e6


def _to_unicode(stream: Stream, document: Document) -> tuple[dict[int, str], int]:
    """The characters of codes, and of how many bytes a code is, 0 when that is not said (9.10.3)."""
    known: dict[int, str] = {}
    width = 0
    for section in _SECTION.finditer(document.content(stream)):
        tokens = _HEX.findall(section[2])
        document.budget -= len(tokens) * _AN_ENTRY
        if section[1] == b"codespacerange" and tokens:
            width = width or len(_digits(tokens[0][0])) // 2
        elif section[1] == b"bfchar":
            plain = [token[0] for token in tokens]
            known.update((_code(code), _text(said)) for code, said in zip(plain[0::2], plain[1::2], strict=False))
        else:
            _ranges(tokens, known, document)
    return known, width if width <= 4 else 0


def _ranges(tokens: list[tuple[bytes, bytes, bytes]], known: dict[int, str], document: Document) -> None:
    items = iter(tokens)
    for first in items:
        last, said = next(items, None), next(items, None)
        if last is None or said is None:
            return
        start = _code(first[0])
        count = max(0, min(_code(last[0]) - start + 1, document.budget // _AN_ENTRY, 1 << 16))
        document.budget -= count * _AN_ENTRY
        if said[1]:
            listed = [each[0] for each in iter(lambda: next(items, (b"", b"", b"]")), (b"", b"", b"]"))]
            known.update((start + place, _text(each)) for place, each in enumerate(islice(listed, count)))
            continue
        text = _text(said[0])
        if text:
            before, code = text[:-1], ord(text[-1])
            known.update((start + place, before + chr(min(code + place, 0x10FFFF))) for place in range(count))


def _digits(spelled: bytes) -> bytes:
    return b"".join(spelled.split())


def _code(spelled: bytes) -> int:
    return int(_digits(spelled)[:8] or b"0", 16)


def _text(spelled: bytes) -> str:
    digits = _digits(spelled)[:64]
    return bytes.fromhex(digits[: len(digits) // 4 * 4].decode("ascii")).decode("utf-16-be", "ignore")
