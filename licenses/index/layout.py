"""One file of named arrays that opens by mapping it into memory: no parsing, and processes share the pages.

The file is a magic line, the length of a JSON header, the header, then the arrays, each at a multiple of 64 bytes.
"""

from __future__ import annotations

import json
import mmap
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_MAGIC = b"trustpool index\n"
_ALIGNMENT = 64


class NotAnIndex(Exception):
    """The file is not one of ours, or was cut short."""


def write(target: Path, arrays: Mapping[str, NDArray[Any]], about: Mapping[str, object]) -> None:
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


class Arrays(dict[str, "NDArray[Any]"]):
    """The arrays of a file, read-only. Each is made when it is first asked for, and numpy loaded with the first.

    A dictionary of those made so far, so that asking again costs nothing.
    """

    def __init__(self, whole: mmap.mmap, table: Mapping[str, tuple[str, int, int]], body: int) -> None:
        super().__init__()
        self._whole = whole
        self._table = table
        self._body = body  # offset of the first array

    def __missing__(self, name: str) -> NDArray[Any]:
        """The array of this name, made now."""
        import numpy as np

        kind, place, count = self._table[name]
        made = np.frombuffer(self._whole, dtype=np.dtype(kind), count=count, offset=self._body + place)
        self[name] = made
        return made

    def size(self, name: str) -> int:
        """How many numbers an array has, without making it."""
        return self._table[name][2]

    def content(self, name: str) -> bytes:
        """The bytes of an array of bytes, without making it."""
        _, place, count = self._table[name]
        return self._whole[self._body + place : self._body + place + count]


def read(source: Path) -> tuple[Arrays, dict[str, Any]]:
    """Map `source` into memory: its arrays and what was said about them.

    Raises:
        OSError: the file cannot be opened.
        NotAnIndex: it is not such a file, or is damaged.
    """
    try:
        with source.open("rb") as file:
            whole = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        start = len(_MAGIC) + 8
        if whole[: len(_MAGIC)] != _MAGIC:
            raise NotAnIndex(source)
        size = int.from_bytes(whole[len(_MAGIC) : start], "little")
        header = json.loads(whole[start : start + size])
        table = {name: (kind, place, count) for name, (kind, place, count) in header["arrays"].items()}
        last = max((place for _, place, _ in table.values()), default=0)
        if len(whole) <= _padded(start + size) + last:
            raise NotAnIndex(source)
    except ValueError as damaged:
        raise NotAnIndex(source) from damaged
    return Arrays(whole, table, _padded(start + size)), header["about"]


def _padded(size: int) -> int:
    return -(-size // _ALIGNMENT) * _ALIGNMENT


def pack_strings(strings: list[str]) -> tuple[NDArray[np.uint8], NDArray[np.uint32]]:
    """Many strings as one array of UTF-8 bytes, and the offset at which each begins, with the end as the last."""
    import numpy as np

    encoded = [each.encode("utf-8") for each in strings]
    offsets = np.zeros(len(encoded) + 1, dtype=np.uint32)
    np.cumsum([len(each) for each in encoded], out=offsets[1:])
    return np.frombuffer(b"".join(encoded), dtype=np.uint8), offsets


def unpack_string(packed: NDArray[np.uint8], offsets: NDArray[np.uint32], place: int) -> str:
    """String number `place` of `pack_strings`."""
    return packed[int(offsets[place]) : int(offsets[place + 1])].tobytes().decode("utf-8")
