"""One file of named arrays that opens by mapping it into memory: no parsing, and processes share the pages.

The file is a magic line, the length of a JSON header, the header, then the arrays, each at a multiple of 64 bytes.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Arrays = Mapping[str, "NDArray[Any]"]

_MAGIC = b"trustpool index\n"
_ALIGNMENT = 64


class NotAnIndex(Exception):
    """The file is not one of ours, or was cut short."""


def write(target: Path, arrays: Arrays, about: Mapping[str, object]) -> None:
    """Write `arrays` and the JSON-able `about` to `target`, which appears whole or not at all.

    Raises:
        OSError: the folder cannot be written to.
    """
    table: dict[str, tuple[str, int, int]] = {}
    place = 0
    for name, array in arrays.items():
        table[name] = (array.dtype.str, place, array.size)
        place += _padded(array.nbytes)
    header = json.dumps({"about": about, "arrays": table}).encode("utf-8")
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=target.parent, prefix=target.name, suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            head = _MAGIC + len(header).to_bytes(8, "little") + header
            stream.write(head.ljust(_padded(len(head)), b"\0"))
            for array in arrays.values():
                stream.write(array.tobytes().ljust(_padded(array.nbytes), b"\0"))
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise


def read(source: Path) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
    """Map `source` into memory: its arrays (read-only) and what was said about them.

    Raises:
        OSError: the file cannot be opened.
        NotAnIndex: it is not such a file, or is damaged.
    """
    try:
        whole = np.memmap(source, dtype=np.uint8, mode="r")
        start = len(_MAGIC) + 8
        if bytes(whole[: len(_MAGIC)]) != _MAGIC:
            raise NotAnIndex(source)
        size = int.from_bytes(bytes(whole[len(_MAGIC) : start]), "little")
        header = json.loads(bytes(whole[start : start + size]))
        body = _padded(start + size)
        arrays = {
            name: np.frombuffer(whole, dtype=np.dtype(kind), count=count, offset=body + place)
            for name, (kind, place, count) in header["arrays"].items()
        }
    except ValueError as damaged:
        raise NotAnIndex(source) from damaged
    return arrays, header["about"]


def _padded(size: int) -> int:
    return -(-size // _ALIGNMENT) * _ALIGNMENT


def pack_strings(strings: list[str]) -> tuple[NDArray[np.uint8], NDArray[np.uint32]]:
    """Many strings as one array of UTF-8 bytes, and the offset at which each begins, with the end as the last."""
    encoded = [each.encode("utf-8") for each in strings]
    offsets = np.zeros(len(encoded) + 1, dtype=np.uint32)
    np.cumsum([len(each) for each in encoded], out=offsets[1:])
    return np.frombuffer(b"".join(encoded), dtype=np.uint8), offsets


def unpack_string(packed: NDArray[np.uint8], offsets: NDArray[np.uint32], place: int) -> str:
    """String number `place` of `pack_strings`."""
    return packed[int(offsets[place]) : int(offsets[place + 1])].tobytes().decode("utf-8")
