"""Outlines on disk: one for each repository and set of settings, in the cache folder.

An outline is as good as a scan only for the code that made it, so its name holds a digest of that code, of the
analyser's and the parsers' versions. A file that does not decode is as good as none.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from array import array
from functools import cache
from pathlib import Path

import msgspec

from scanner.manifest.catalogue import catalogue
from scanner.outline.outline import Kind, Outline, Packages
from scanner.problem import Problem

_MOST = 40  # outlines kept, the latest
_FORMAT = 1
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
        self._of = f"{_FORMAT}\0{repository.resolve()}\0{analyser}\0{catalogue().version}\0{_makers()}"

    def load(self, exclude: tuple[str, ...]) -> Outline | None:
        """The outline made last of the repository without these paths."""
        try:
            stored = msgspec.msgpack.decode(self._path(exclude).read_bytes(), type=_Stored)
        except (OSError, msgspec.DecodeError, msgspec.ValidationError):
            return None
        tree, paths, blobs, kind_of, *rest = stored
        return Outline(tree, paths, blobs, array("I", kind_of), *rest)

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
            os.replace(stream.name, self._path(exclude))
            self._forget_oldest()
        except OSError:
            return

    def _path(self, exclude: tuple[str, ...]) -> Path:
        name = hashlib.sha256("\0".join((self._of, *exclude)).encode("utf-8", "surrogateescape")).hexdigest()
        return self._folder / f"{name[:32]}.outline"

    def _forget_oldest(self) -> None:
        kept = sorted(self._folder.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in kept[_MOST:]:
            path.unlink(missing_ok=True)


@cache
def _makers() -> str:
    digest = hashlib.sha256()
    for name in _MAKERS:
        digest.update((_SCANNER / name).read_bytes())
    return digest.hexdigest()
