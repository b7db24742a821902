"""The objects of PDF files (ISO 32000-2, 7.2 and 7.3): names, numbers, strings, arrays, dictionaries and references.

Reading is lenient, as every reader's is: what cannot be understood is passed over. One expression finds the tokens, so
that the work grows with the bytes and never faster.
"""

from __future__ import annotations

import re
from typing import Any

from msgspec import Struct

# possessive quantifiers: a string that is not closed is given up at once
TOKEN = re.compile(
    rb"[\0\t\n\f\r ]*+(?:%[^\r\n]*+[\0\t\n\f\r ]*+)*+(?:"
    rb"(?P<string>\([^()\\]*+(?:\\.[^()\\]*+)*+\))"
    rb"|(?P<number>[+-]?(?:\d++\.?+\d*+|\.\d++))(?![A-Za-z])"
    rb"|(?P<word>[A-Za-z'\"][^\0\t\n\f\r ()<>\[\]{}/%]*+)"
    rb"|/(?P<name>[^\0\t\n\f\r ()<>\[\]{}/%]*+)"
    rb"|(?P<sign><<|>>|[\[\]{}])"
    rb"|<(?P<hex>[0-9A-Fa-f\0\t\n\f\r ]*+)>"
    rb"|(?P<nested>\()"
    rb"|(?P<other>[^\0\t\n\f\r ]))",
    re.DOTALL,
)
_REFERENCE = re.compile(rb"[\0\t\n\f\r ]++\d{1,5}+[\0\t\n\f\r ]++R(?![A-Za-z])")
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|\r|\n)|(.))", re.DOTALL)
_NAME_ESCAPE = re.compile(r"#([0-9A-Fa-f]{2})")
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_PARENTHESIS = re.compile(rb"\\.|[()]", re.DOTALL)
_DEEPEST = 24  # arrays and dictionaries within each other
_LONGEST_STRING = 1 << 16
_MOST_ITEMS = 10_000  # of an array or a dictionary


class Name(str):
    """A name, `/Type`, without its slash."""

    __slots__ = ()


class Reference(Struct, frozen=True):
    """The number of another object."""

    number: int


class _Closed(Struct, frozen=True):
    sign: bytes


def parse(data: bytes, at: int, deepest: int = _DEEPEST) -> tuple[Any, int]:
    """The object that begins at byte `at`, and the byte after it; None when there is none."""
    found = TOKEN.match(data, at)
    if found is None:
        return None, len(data)
    kind, end = found.lastgroup, found.end()
    if kind == "number":
        return _number(found, data)
    if kind == "sign" and found["sign"] in (b"<<", b"["):
        return _items(data, end, found["sign"], deepest)
    if kind == "nested":
        return nested(data, end)
    if kind == "sign":
        return _Closed(found["sign"]), end
    return value(found), end


def value(token: re.Match[bytes]) -> Any:
    """What a token that stands for itself says: a number, a string, a name, or None for anything else."""
    kind = token.lastgroup
    if kind == "string":
        return unescaped(token["string"][1:-1])
    if kind == "number":
        return number(token["number"])
    if kind == "name":
        spelled = token["name"].decode("latin-1")
        return Name(_NAME_ESCAPE.sub(lambda code: chr(int(code[1], 16)), spelled) if "#" in spelled else spelled)
    if kind == "hex":
        digits = bytes(token["hex"].translate(None, b"\0\t\n\f\r "))
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
    return {b"true": True, b"false": False}.get(token["word"] or b"")


def number(digits: bytes) -> float | int:
    """An integer or a real number; one too long to be any is 0."""
    if len(digits) > 20:
        return 0
    return float(digits) if b"." in digits else int(digits)


def unescaped(string: bytes) -> bytes:
    """A string's bytes, its escapes resolved (7.3.4.2)."""
    if b"\\" not in string:
        return string

    def said(escape: re.Match[bytes]) -> bytes:
        if escape[1]:
            return bytes([int(escape[1], 8) & 255])
        return b"" if escape[2] else _ESCAPED.get(escape[3], escape[3])

    return _ESCAPE.sub(said, string)


def nested(data: bytes, at: int) -> tuple[bytes, int]:
    """A string with parentheses in it, opened just before byte `at`, and the byte after it."""
    depth = 1
    for sign in _PARENTHESIS.finditer(data, at, at + _LONGEST_STRING):
        depth += {b"(": 1, b")": -1}.get(sign[0], 0)
        if not depth:
            return unescaped(data[at : sign.start()]), sign.end()
    return b"", min(len(data), at + _LONGEST_STRING)


def _number(found: re.Match[bytes], data: bytes) -> tuple[Any, int]:
    if found["number"].isdigit() and (reference := _REFERENCE.match(data, found.end())):
        return Reference(int(found["number"][:10])), reference.end()
    return number(found["number"]), found.end()


def _items(data: bytes, at: int, opened: bytes, deepest: int) -> tuple[Any, int]:
    items: list[Any] = []
    while deepest and at < len(data) and len(items) < _MOST_ITEMS:
        item, at = parse(data, at, deepest - 1)
        if isinstance(item, _Closed):
            break
        items.append(item)
    if opened == b"[":
        return items, at
    pairs = zip(items[0::2], items[1::2], strict=False)
    return {str(key): item for key, item in pairs if isinstance(key, Name)}, at
