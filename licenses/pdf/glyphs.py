"""Characters by the names that fonts give them, and the encodings that need no table of their own.

Source: the Adobe Glyph List's rules (https://github.com/adobe-type-tools/agl-specification) and ISO 32000-2, annex D.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_ASCII = """
    space exclam quotedbl numbersign dollar percent ampersand quotesingle parenleft parenright asterisk plus comma
    hyphen period slash zero one two three four five six seven eight nine colon semicolon less equal greater question at
"""
_AFTER_CAPITALS = "bracketleft backslash bracketright asciicircum underscore grave"
_AFTER_SMALL = "braceleft bar braceright asciitilde"
_OTHERS = """
    quoteleft ‘ quoteright ’ quotedblleft “ quotedblright ” quotesinglbase ‚ quotedblbase „ guillemotleft «
    guillemotright » endash – emdash — minus - sfthyphen - bullet • periodcentered · ellipsis … dagger † daggerdbl ‡
    paragraph ¶ section §
    copyright © registered ® trademark ™ sterling £ yen ¥ Euro € cent ¢ degree ° multiply × divide ÷ plusminus ± mu µ
    fi fi fl fl ff ff ffi ffi ffl ffl IJ IJ ij ij ae æ AE Æ oe œ OE Œ oslash ø Oslash Ø eth ð Eth Ð thorn þ Thorn Þ
    lslash ł Lslash Ł germandbls ß dotlessi ı
"""
_ACCENTS = {
    "grave": "\u0300",
    "acute": "\u0301",
    "circumflex": "\u0302",
    "tilde": "\u0303",
    "macron": "\u0304",
    "breve": "\u0306",
    "dieresis": "\u0308",
    "ring": "\u030a",
    "caron": "\u030c",
    "cedilla": "\u0327",
    "ogonek": "\u0328",
}
_UNICODE = re.compile(r"(?:uni((?:[0-9A-F]{4})+)|u([0-9A-F]{4,6}))$")
_ACCENTED = re.compile(r"([A-Za-z])([a-z]{4,10})$")
_LARGEST = 0x10FFFF


def character(name: str) -> str:
    """What a glyph of this name shows; "" when the name does not tell."""
    name = name.partition(".")[0]
    if "_" in name:
        return "".join(character(part) for part in name.split("_")[:8] if part)
    if len(name) == 1 or name in _named():
        return _named().get(name, name)
    if found := _UNICODE.match(name):
        digits = found[1] or found[2].rjust(8, "0")
        step = 4 if found[1] else 8
        codes = [int(digits[place : place + step], 16) for place in range(0, len(digits), step)]
        return "".join(chr(code) for code in codes if code <= _LARGEST and not 0xD800 <= code < 0xE000)
    accented = _ACCENTED.match(name)
    accent = _ACCENTS.get(accented[2]) if accented else None
    return unicodedata.normalize("NFC", accented[1] + accent) if accented and accent else ""


@cache
def _named() -> dict[str, str]:
    ascii_names = [*_ASCII.split(), *(chr(code) for code in range(65, 91)), *_AFTER_CAPITALS.split()]
    ascii_names += [*(chr(code) for code in range(97, 123)), *_AFTER_SMALL.split()]
    others = _OTHERS.split()
    return {
        **{name: chr(32 + place) for place, name in enumerate(ascii_names)},
        **dict(zip(others[0::2], others[1::2], strict=True)),
        "nbspace": " ",
    }


@cache
def encoding(name: str) -> tuple[str, ...]:
    """The 256 characters of a simple font's encoding."""
    codec = {"MacRomanEncoding": "mac_roman"}.get(name, "cp1252")
    return tuple(bytes([code]).decode(codec, "ignore") if code >= 32 else "" for code in range(256))
