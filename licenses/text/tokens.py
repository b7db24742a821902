"""Words of a text as 64-bit numbers, by array operations, the same for rules and for the files they are sought in.

A word is a run of letters and digits (a `+` inside or at its end belongs to it: `gpl2+`), in lower case. Chinese,
Japanese and Korean have no spaces between words, so each of their characters is a word of its own. Everything else
only separates. Text is taken as UTF-8 bytes so that plain ASCII, the common case, needs no conversion at all.

A word's number mixes its first sixteen bytes, its last eight and its length; words that agree in all of these are
the same word to us (only words longer than 24 bytes can be confused).
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Han, kana, bopomofo and hangul syllables, with the Han extensions beyond the basic plane
CJK = "\u3040-\u312f\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
_FOREIGN_SEPARATOR = re.compile(r"[^\x00-\x7f\w]+")

_ESCAPE = re.compile(rb"\\[nrt]")

_PADDING = b" " * 32  # lets eight bytes be read at any offset
_BYTE_MASKS = np.array([(1 << (8 * n)) - 1 for n in range(9)], dtype=np.uint64)
_MIX1, _MIX2, _MIX3 = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F), np.uint64(0x165667B19E3779F9)
_SHIFT = np.uint64(29)


class Words(Struct, frozen=True):
    """The words of one text, as parallel arrays."""

    text: bytes  # the normalised text
    numbers: NDArray[np.uint64]
    starts: NDArray[np.int64]  # byte offsets into the normalised text
    ends: NDArray[np.int64]
    newlines: NDArray[np.int64]  # byte offsets of the line breaks

    def line(self, word: int) -> int:
        """The 0-based line on which a word begins."""
        return int(self.newlines.searchsorted(self.starts[word]))


def normalise(data: bytes) -> bytes:
    """UTF-8 text in lower case, with CJK characters set apart and other foreign punctuation blanked.

    Line breaks stay as they are, so that lines can be counted; byte offsets may shift. Those that a program's string
    spells (`(GPL)\\nand comes with`) separate words, too.
    """
    if b"\\" in data:
        data = _ESCAPE.sub(b"  ", data)
    if data.isascii():
        return data.lower()
    text = data.decode("utf-8", "replace").lower()
    text = _FOREIGN_SEPARATOR.sub(" ", text)
    return re.sub(f"([{CJK}])", r" \1 ", text).encode("utf-8")


def words(data: bytes) -> Words:
    """Split UTF-8 `data` into words."""
    text = normalise(data)
    buffer = np.frombuffer(text + _PADDING, dtype=np.uint8)
    starts, ends = _boundaries(text, buffer)
    return Words(text, _numbers(buffer, starts, ends), starts, ends, np.flatnonzero(buffer == 10))


def number_of(word: str) -> int:
    """The number of a single word, as `words` gives it.

    Raises:
        ValueError: `word` is not exactly one word.
    """
    found = words(word.encode("utf-8")).numbers
    if len(found) != 1:
        raise ValueError(word)
    return int(found[0])


@cache
def _word_bytes() -> bytes:
    """A translation table: 1 for the bytes of words (ASCII letters, digits, multi-byte characters), 0 for others."""
    table = bytearray(256)
    for first, last in ((0x30, 0x39), (0x41, 0x5A), (0x61, 0x7A), (0x80, 0xFF)):
        table[first : last + 1] = b"\1" * (last + 1 - first)
    return bytes(table)


def _boundaries(text: bytes, buffer: NDArray[np.uint8]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    # the extra zero in front and the padding behind make every word have both its edges
    flags = np.frombuffer(b"\0" + text.translate(_word_bytes()) + b"\0", dtype=np.int8)
    if b"+" in text:
        flags = flags.copy()
        plus = np.flatnonzero(buffer == 0x2B)
        flags[plus[flags[plus] == 1] + 1] = 1
    edges = np.flatnonzero(flags[1:] != flags[:-1])
    return edges[0::2].copy(), edges[1::2].copy()


def _numbers(buffer: NDArray[np.uint8], starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.uint64]:
    # every eight bytes as one little-endian number, at every offset
    eights = np.ndarray(shape=(len(buffer) - 7,), dtype="<u8", buffer=buffer.data, strides=(1,))
    lengths = ends - starts
    numbers: NDArray[np.uint64] = eights[starts] & _BYTE_MASKS[np.minimum(lengths, 8)]
    numbers *= _MIX1
    long = np.flatnonzero(lengths > 8)
    if len(long):
        rest = np.minimum(lengths[long] - 8, 8)
        second = eights[starts[long] + 8] & _BYTE_MASKS[rest]
        numbers[long] ^= second * _MIX2 + eights[ends[long] - 8] * _MIX3
    numbers ^= numbers >> _SHIFT
    numbers += lengths.astype(np.uint64) * _MIX3
    numbers *= _MIX2
    numbers ^= numbers >> _SHIFT
    return numbers
