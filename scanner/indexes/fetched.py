"""A package's own file: fetched, held against the digests that its index and the tree state, and digested anew."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol

from msgspec.structs import replace

from licenses.errors import Refused
from licenses.language import text
from scanner.indexes.asking import Indexes
from scanner.indexes.registered import RegisteredFile
from scanner.package import Hash

_ALGORITHMS = {"MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512"}
_STATED = ("SHA-256", "SHA-512")  # what we say of a file ourselves


class _Digest(Protocol):
    def update(self, data: bytes, /) -> None: ...
    def hexdigest(self) -> str: ...


class Different(Refused):
    """The file is not the one that a digest was stated of."""


def fetched(file: RegisteredFile, wanted: Iterable[Hash], indexes: Indexes, folder: Path) -> RegisteredFile | None:
    """The file with its SHA-256 and SHA-512, left in `folder` under its own name; None when the index has none.

    `wanted` are digests that the tree states of it, beside those of the index.

    Raises:
        Different: it has another digest than was stated.
        InputUnreadable: the index does not answer.
    """
    expected = {*file.hashes, *wanted}
    names = {*_STATED, *(each.algorithm for each in expected)} & _ALGORITHMS.keys()
    digests: dict[str, _Digest] = {name: hashlib.new(_ALGORITHMS[name], usedforsecurity=False) for name in names}

    def seen(chunk: bytes) -> None:
        for digest in digests.values():
            digest.update(chunk)

    with (folder / "file").open("wb") as stream:
        if not indexes.fetch(file.url, stream, seen):
            return None
    found = {Hash(name, digest.hexdigest()) for name, digest in digests.items()}
    refuse_others(expected, found, file.url)
    return replace(file, hashes=tuple(sorted({*file.hashes, *(it for it in found if it.algorithm in _STATED)})))


def refuse_others(expected: Iterable[Hash], found: Iterable[Hash], where: str) -> None:
    """Compare what can be compared: of an algorithm that both sides know, one digest must be the same.

    Raises:
        Different: none is.
    """
    stated: dict[str, set[str]] = {}
    for each in expected:
        stated.setdefault(each.algorithm, set()).add(each.value)
    for each in found:
        if each.value not in stated.get(each.algorithm, {each.value}):
            raise Different(text("another file than {algorithm} says", algorithm=each.algorithm), where=where)


Examine = Callable[[Path], str]  # a package's file: the licence that its content bears, "" when none was found
