"""Read a blob's bytes as the text they were written as.

Order of trust: a byte-order mark, ASCII, UTF-8, UTF-16 without a mark (every other byte is NUL), then the byte-pair
statistics of Japanese (kana), Korean (syllables) and the two Chinese encodings, then Western Europe. Decoding never
fails: what an encoding cannot say becomes U+FFFD, and line breaks stay where they were.

Sources: https://encoding.spec.whatwg.org/ (encoding names and byte ranges of Shift_JIS, EUC-JP, EUC-KR, gb18030 and
Big5), GB/T 2312-1980 (level 1: the 3,755 most used Chinese characters, rows 16 to 55).
"""

from __future__ import annotations

import codecs
import re
from functools import cache

_MARKS: tuple[tuple[bytes, str, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "utf-32"),  # before UTF-16: its mark starts with UTF-16's
    (codecs.BOM_UTF32_BE, "utf-32", "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "utf-16"),
)

# Statistics look at this much of a blob, from the first byte that is not ASCII: enough to tell, and a bound on cost.
_SAMPLE = 1 << 15
_HIGH = re.compile(rb"[\x80-\xff]")
_HIGH_BYTES = bytes(range(0x80, 0x100))
_UTF8_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_GBK_PAIR = re.compile(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]")
_GB2312_COMMON = re.compile(rb"[\xb0-\xd7\xa1\xa3][\xa1-\xfe]")
_BIG5_PAIR = re.compile(rb"[\xa1-\xf9][\x40-\x7e\xa1-\xfe]")
_BIG5_COMMON = re.compile(rb"[\xa4-\xc6\xa1][\x40-\x7e\xa1-\xfe]")
_SJIS_PAIR = re.compile(rb"[\x81-\x9f\xe0-\xfc][\x40-\x7e\x80-\xfc]")
_SJIS_KANA = re.compile(rb"\x82[\x9f-\xf1]|\x83[\x40-\x96]")
_EUC_RUN = re.compile(rb"[\xa1-\xfe]+")
_EUC_PAIR = re.compile(rb"[\xa1-\xfe]{2}")
_EUC_KANA = re.compile(rb"\xa4[\xa1-\xf3]|\xa5[\xa1-\xf6]")
_EUC_HANGUL = re.compile(rb"[\xb0-\xc8][\xa1-\xfe]")
_KANA = 0.2  # of the pairs of Japanese text, at least; a third and more is usual
_HANGUL = 0.85  # of the pairs of Korean text
_FEW = 16  # pairs: fewer prove no Korean, since two thirds of Chinese ones are in the same rows


def decode(content: bytes) -> tuple[str, str]:
    """The text of `content` and the name of the encoding it was read as.

    The name is one of ascii, utf-8, utf-16, utf-16-le, utf-16-be, utf-32, cp932 (Shift_JIS), euc_jp, cp949 (EUC-KR),
    gb18030, big5, cp1252.
    """
    codec, name = _plain(content)
    if name:
        return content.decode(codec, "replace"), name
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        encoding = _guess(content)
        return content.decode(encoding, "replace"), encoding


def encoding_of(content: bytes) -> str:
    """The encoding that `decode` reads `content` as, for less."""
    return _plain(content)[1] or ("utf-8" if _is_utf8(content) else _guess(content))


def is_unicode(content: bytes) -> bool:
    """Whether that is one of the encodings of Unicode, damaged characters or not."""
    name = _plain(content)[1]
    return name.startswith("utf-") if name else _is_utf8(content) or _is_mostly_utf8(_sample(content))


def _plain(content: bytes) -> tuple[str, str]:
    """The codec and the name of an encoding that tells itself, two empty words for others."""
    if content.isascii() and content.find(b"\0", 0, 4096) < 0:
        return "ascii", "ascii"
    for mark, codec, name in _MARKS:
        if content.startswith(mark):
            return codec, name
    wide = _utf16_without_mark(content)
    return wide, wide


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _utf16_without_mark(content: bytes) -> str:
    """UTF-16 text that is mostly ASCII has a NUL in nearly every other byte; binary files do not."""
    sample = content[:4096]
    half = len(sample) // 2
    if half < 4 or b"\0" not in sample:
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > half * 0.7 and even < half * 0.05:
        return "utf-16-le"
    if even > half * 0.7 and odd < half * 0.05:
        return "utf-16-be"
    return ""


def _guess(content: bytes) -> str:
    """Which encoding explains the bytes above 0x7F best, given that strict UTF-8 does not."""
    sample = _sample(content)
    if _is_mostly_utf8(sample):
        return "utf-8"
    if eastern := _japanese_or_korean(sample):
        return eastern
    gbk = _share(_GBK_PAIR, _GB2312_COMMON, sample)
    big5 = _share(_BIG5_PAIR, _BIG5_COMMON, sample)
    if max(gbk, big5) < 0.7:
        return "cp1252"
    return "big5" if big5 > gbk else "gb18030"


def _sample(content: bytes) -> bytes:
    first = _HIGH.search(content)
    assert first is not None, "pure ASCII is valid UTF-8"  # noqa: S101 - states why search cannot fail
    return content[first.start() : first.start() + _SAMPLE]


def _is_mostly_utf8(sample: bytes) -> bool:
    """A few damaged characters do not make a file another encoding."""
    high = len(sample) - len(sample.translate(None, _HIGH_BYTES))
    return sum(map(len, _UTF8_SEQUENCE.findall(sample))) > high * 0.8


def _japanese_or_korean(sample: bytes) -> str:
    """The encoding of Japanese or Korean text, "" when it is neither."""
    if _share(_SJIS_PAIR, _SJIS_KANA, sample) >= _KANA:
        return "cp932"
    runs = _EUC_RUN.findall(sample)
    if sum(len(run) % 2 for run in runs) * 20 > len(runs):
        return ""
    if _share(_EUC_PAIR, _EUC_KANA, sample) >= _KANA:
        return "euc_jp"
    many = sum(map(len, runs)) >= 2 * _FEW
    return "cp949" if many and _share(_EUC_PAIR, _EUC_HANGUL, sample) >= _HANGUL else ""


def _share(pair: re.Pattern[bytes], common: re.Pattern[bytes], sample: bytes) -> float:
    """The share of an encoding's byte pairs in `sample` that stand for its everyday characters, 0..1."""
    found = _marking(pair, common).findall(sample)
    return 1 - found.count(b"") / len(found) if found else 0.0


@cache
def _marking(pair: re.Pattern[bytes], common: re.Pattern[bytes]) -> re.Pattern[bytes]:
    """An expression for the pairs that captures those which are common, and nothing of the others."""
    return re.compile(rb"(?=(%b)?)(?:%b)" % (common.pattern, pair.pattern))
