"""Outlines on disk: one for each repository and set of excluded paths, in the cache folder.

An outline is as good as a scan only for the code that made it, so its name holds a digest of that code, of the
analyser's and the parsers' versions. A file that does not decode is as good as none.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from array import array
from collections.abc import Callable
from functools import cache
from pathlib import Path

import msgspec

from scanner.manifest.catalogue import catalogue
from scanner.outline.outline import Kind, Outline, Packages
from scanner.problem import Problem

_MOST = 40  # outlines kept, the latest
_TRIED = 5  # outlines of other repositories that are looked at
_FORMAT = 4
_SCANNER = Path(__file__).resolve().parent.parent
_MAKERS = (  # what an outline holds beyond the findings and the manifests' facts was made by these
    *("scan.py", "unify.py", "resolve.py", "declared.py", "license_names.csv", "purpose.py", "judge.py"),
    *("inventory.py", "purl.py", "outline/make.py", "outline/outline.py", "outline/update.py"),
)
_Stored = tuple[str, list[str], bytes, bytes, list[Kind], Packages, tuple[Problem, ...], tuple[Problem, ...]]


class KeptOutlines:
    """The outlines of one repository."""

    def __init__(self, folder: Path, repository: Path, analyser: str) -> None:
        """`folder` is the cache's, `repository` where the objects lie."""
        self._folder = folder / "outlines"
        self._repository = _digest(str(repository.resolve()))
        self._made = f"{_FORMAT}\0{analyser}\0{catalogue().version}\0{_makers()}"

    def load(self, exclude: tuple[str, ...], has: Callable[[str], bool]) -> Outline | None:
        """The outline made last of the repository without these paths, else the last one of a tree that it `has`:
        a clone elsewhere is as good.
        """
        found = self._kept(f"{self._settings(exclude)}-*")
        own = [path for path in found if path.name.split("-")[1] == self._repository]
        others = (path for path in found[:_TRIED] if has(path.stem.rpartition("-")[2]))
        path = next(iter(own), None) or next(others, None)
        return _read(path) if path else None

    def keep(self, outline: Outline, exclude: tuple[str, ...]) -> None:
        """Keep an outline instead of the one before. A folder that cannot be written costs time, not the answer."""
        stored: _Stored = (
            *(outline.tree, outline.paths, outline.blobs, outline.kind_of.tobytes(), outline.kinds),
            *(outline.packages, outline.listed, outline.unread),
        )
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self._folder, delete=False) as stream:
                stream.write(msgspec.msgpack.encode(stored))
            mine = f"{self._settings(exclude)}-{self._repository}"
            stale = [*self._kept(f"{mine}-*"), *self._kept("*")[_MOST:]]
            path = self._folder / f"{mine}-{outline.tree}.outline"
            os.replace(stream.name, path)
            for one in stale:
                if one != path:
                    one.unlink(missing_ok=True)
        except OSError:
            return

    def _settings(self, exclude: tuple[str, ...]) -> str:
        return _digest("\0".join((self._made, *exclude)))

    def _kept(self, pattern: str) -> list[Path]:
        """The files of that name, the latest first."""
        found = [(path.stat().st_mtime, path) for path in self._folder.glob(f"{pattern}.outline")]
        return [path for _, path in sorted(found, reverse=True)]


def _read(path: Path) -> Outline | None:
    try:
        stored = msgspec.msgpack.decode(path.read_bytes(), type=_Stored)
    except (OSError, msgspec.DecodeError, msgspec.ValidationError):
        return None
    tree, paths, blobs, kind_of, *rest = stored
    return Outline(tree, paths, blobs, array("I", kind_of), *rest)


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode("utf-8", "surrogateescape")).hexdigest()[:24]


@cache
def _makers() -> str:
    digest = hashlib.sha256()
    for name in _MAKERS:
        digest.update((_SCANNER / name).read_bytes())
    return digest.hexdigest()
