"""What the streams of a PDF document unpack to (ISO 32000-2, 7.4), within a budget."""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Callable
from typing import Any

_SPACE = b"\0\t\n\f\r "
_LZW_CLEAR, _LZW_END = 256, 257
_NOT_85 = re.compile(rb"[^!-uz]")


def unpacked(data: bytes, filters: list[str], parameters: list[Any], most: int) -> bytes:
    """The bytes of a stream after its filters, `most` of them at the most; b"" when one is unknown, as of pictures."""
    for number, name in enumerate(filters[:4]):
        unpack = _FILTERS.get(name)
        if unpack is None:
            return b""
        data = unpack(data, most)[:most]
        options = parameters[number] if number < len(parameters) else None
        if isinstance(options, dict) and isinstance(options.get("Predictor"), int) and options["Predictor"] > 1:
            data = _without_prediction(data, options)
    return data


def _flate(data: bytes, most: int) -> bytes:
    unpacking = zlib.decompressobj()
    kept = []
    try:
        for start in range(0, len(data), 4096):  # in pieces, so that what precedes damage is kept
            kept.append(unpacking.decompress(data[start : start + 4096], most))
            most -= len(kept[-1])
            if most <= 0 or unpacking.eof:
                break
    except zlib.error:
        return b"".join(kept)
    return b"".join(kept)


def _hex(data: bytes, _most: int) -> bytes:
    digits = re.sub(rb"[^0-9A-Fa-f]", b"", data.partition(b">")[0])
    return binascii.unhexlify(digits + b"0" * (len(digits) % 2))


def _base85(data: bytes, _most: int) -> bytes:
    digits = _NOT_85.sub(b"", data.strip(_SPACE).removeprefix(b"<~").partition(b"~")[0])
    try:
        return base64.a85decode(digits)
    except ValueError:
        return b""


def _run_length(data: bytes, most: int) -> bytes:
    kept = bytearray()
    at = 0
    while at < len(data) and data[at] != 128 and len(kept) < most:
        count = data[at]
        if count < 128:
            kept += data[at + 1 : at + 2 + count]
            at += 2 + count
        else:
            kept += data[at + 1 : at + 2] * (257 - count)
            at += 2
    return bytes(kept)


def _lzw(data: bytes, most: int) -> bytes:
    """Codes of nine to twelve bits (7.4.4.2)."""
    fresh = [bytes([each]) for each in range(256)] + [b"", b""]
    table = list(fresh)
    kept: list[bytes] = []
    held = bits = size = 0
    width, last = 9, b""
    for byte in data:
        held, bits = (held << 8 | byte) & 0xFFFFFF, bits + 8
        if bits < width:
            continue
        bits -= width
        code = held >> bits & ((1 << width) - 1)
        if code == _LZW_END or size >= most or code > len(table):
            break
        if code == _LZW_CLEAR:
            table, width, last = list(fresh), 9, b""
            continue
        entry = table[code] if code < len(table) else last + last[:1]
        if last and len(table) < 4096:
            table.append(last + entry[:1])
        kept.append(entry)
        size += len(entry)
        last = entry
        width = 9 if len(table) < 511 else 10 if len(table) < 1023 else 11 if len(table) < 2047 else 12
    return b"".join(kept)


def _without_prediction(data: bytes, options: dict[str, Any]) -> bytes:
    """Rows of bytes that were stored as differences (7.4.4.4); those of PNG's kinds that tables of objects use."""
    columns, colours, bits = (options.get(key, usual) for key, usual in _USUAL)
    if not all(isinstance(each, int) and 0 < each < 100_000 for each in (columns, colours, bits)):
        return b""
    if options["Predictor"] < 10:
        return data
    width, pixel = (columns * colours * bits + 7) // 8, max(1, colours * bits // 8)
    above = bytes(width)
    kept = []
    for start in range(0, len(data) - width, width + 1):
        row = bytearray(data[start + 1 : start + 1 + width])
        if data[start] == 2:
            row = bytearray((a + b) & 255 for a, b in zip(row, above, strict=True))
        elif data[start] == 1:
            for place in range(pixel, width):
                row[place] = (row[place] + row[place - pixel]) & 255
        above = bytes(row)
        kept.append(above)
    return b"".join(kept)


_USUAL = (("Columns", 1), ("Colors", 1), ("BitsPerComponent", 8))
_FILTERS: dict[str, Callable[[bytes, int], bytes]] = {
    "FlateDecode": _flate,
    "Fl": _flate,
    "ASCIIHexDecode": _hex,
    "AHx": _hex,
    "ASCII85Decode": _base85,
    "A85": _base85,
    "LZWDecode": _lzw,
    "LZW": _lzw,
    "RunLengthDecode": _run_length,
    "RL": _run_length,
}
