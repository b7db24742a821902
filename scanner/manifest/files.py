"""The files of a tree, as far as a parser may see them: relative, inside the tree, each look recorded.

What was looked at is kept, so that a parser's answer can be reused for as long as everything it looked at stays the
same.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar, cast

from scanner.manifest.file import ManifestFile
from scanner.manifest.globs import rooted_glob
from scanner.tree import Blob

T = TypeVar("T")
K = TypeVar("K")

ABSENT = ""  # the recorded blob id of a path that is not in the tree


def as_it_came(blob: Blob) -> Blob:
    """The blob, cut or not."""
    return blob


@dataclass(frozen=True)
class TreeFiles:
    """The regular files of one tree."""

    blobs: Mapping[str, str]  # path: blob id
    read: Callable[[Iterable[str]], Iterator[Blob]]  # by blob id; one that the source lacks is left out
    commits: Mapping[str, str] = field(default_factory=dict)  # path of a submodule: commit id
    whole: Callable[[Blob], Blob] = as_it_came  # of one that came cut: the whole blob, where it can be had
    contents: dict[str, bytes] = field(default_factory=dict)  # small blobs read twice in one run, e.g. parent POMs
    derived: dict[tuple[object, str], tuple[object, Files]] = field(default_factory=dict)  # see `Files.derived`
    globbed: dict[str, tuple[str, ...]] = field(default_factory=dict)  # see `matches`

    def id_at(self, path: str) -> str:
        """The id of the blob or submodule at a path; ABSENT when there is neither."""
        return self.blobs.get(path) or self.commits.get(path, ABSENT)

    def content(self, blob: str) -> bytes:
        """A blob's content; raises LookupError when the source cut it short, or has lost it since it was listed."""
        known = self.contents.get(blob)
        if known is None:
            found = next(map(self.whole, self.read([blob])), None)
            if found is None or found.cut or found.size > LARGEST:
                raise LookupError(blob)
            known = found.content
            if len(known) < _KEPT:
                self.contents[blob] = known
        return known

    def fetch(self, blobs: Sequence[str]) -> None:
        """Read small blobs ahead, all in one go: to ask for them one by one costs more than to read them."""
        room = _AHEAD
        for blob in self.read(blobs) if blobs else ():
            if room < blob.size:
                return
            if not blob.cut and blob.size < _KEPT:
                self.contents[blob.id] = blob.content
                room -= blob.size

    @cached_property
    def paths_by_name(self) -> dict[str, list[str]]:
        """Sorted paths by base name, for globs that end in one."""
        found: dict[str, list[str]] = {}
        for path in sorted(self.blobs):
            found.setdefault(path.rpartition("/")[2], []).append(path)
        return found


LARGEST = 100 * 1024 * 1024  # bytes; a larger manifest is refused
_KEPT = 1024 * 1024
_AHEAD = 32 * 1024 * 1024
_MANY = 20_000  # files one parser may open


class Files:
    """What one parser run may open, and what it did open."""

    def __init__(self, tree: TreeFiles) -> None:
        self._tree = tree
        self.reads: dict[str, str] = {}  # path: blob id, or ABSENT
        self.globs: dict[str, tuple[str, ...]] = {}  # pattern from the root: paths found
        self._shared: dict[int, Files] = {}  # what values shared with other runs looked at, by identity

    def open(self, folder: str, relative: str) -> ManifestFile | None:
        """The file at `relative` from `folder`; None when absent, outside the tree or too large."""
        path = within(folder, relative)
        if path is None or len(self.reads) >= _MANY:
            return None
        blob = self.reads[path] = self._tree.blobs.get(path, ABSENT)
        if blob == ABSENT:
            return None
        try:
            return ManifestFile(path, self._tree.content(blob), self)
        except LookupError:
            return None

    def commit(self, folder: str, relative: str) -> str:
        """The commit of the submodule at `relative` from `folder`, "" when there is none."""
        path = within(folder, relative)
        if path is None:
            return ""
        self.reads[path] = self._tree.id_at(path)
        return self._tree.commits.get(path, "")

    def glob(self, folder: str, pattern: str) -> list[ManifestFile]:
        """The files that match `pattern` from `folder`."""
        rooted = within(folder, pattern)
        if rooted is None:
            return []
        if rooted not in self.globs:
            self.globs[rooted] = matches(self._tree, rooted)
        return [file for path in self.globs[rooted] if (file := self.open("", path)) is not None]

    def derived(self, file: ManifestFile, compute: Callable[[ManifestFile], T]) -> T:
        """`compute` of a file, made once for all runs on this tree; what it looks at counts as looked at here too."""
        return self._once(compute, file.path, lambda files: compute(ManifestFile(file.path, file.content, files)))

    def indexed(self, pattern: str, key: Callable[[ManifestFile], K]) -> Mapping[K, tuple[str, ...]]:
        """The paths of the files that match a pattern from the root, by `key` of each; made once as `derived` is."""

        def index(files: Files) -> Mapping[K, tuple[str, ...]]:
            found: dict[K, tuple[str, ...]] = {}
            for file in files.glob("", pattern):
                name = files.derived(file, key)
                found[name] = (*found.get(name, ()), file.path)
            files.settle()
            return found

        return self._once(key, pattern, index)

    def settle(self) -> None:
        """Take over what shared values looked at so far: right for a value that is complete and looks no further."""
        self.reads, self.globs = self.looks()
        self._shared.clear()

    def looks(self) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
        """All reads and globs, those behind shared values included."""
        reads: dict[str, str] = {}
        globs: dict[str, tuple[str, ...]] = {}
        waiting, seen = [self], {id(self)}
        while waiting:
            files = waiting.pop()
            reads |= files.reads
            globs |= files.globs
            waiting += [shared for name, shared in files._shared.items() if name not in seen]
            seen |= files._shared.keys()
        return reads, globs

    def _once(self, what: object, where: str, compute: Callable[[Files], T]) -> T:
        known = self._tree.derived.get((what, where))
        if known is None:
            own = Files(self._tree)
            known = self._tree.derived[what, where] = compute(own), own
        self._shared[id(known[1])] = known[1]
        return cast("T", known[0])


def within(folder: str, relative: str) -> str | None:
    """The normalised path of `relative` from `folder`, or None when it leaves the tree."""
    if relative.startswith("/") or "\\" in relative or "\0" in relative:
        return None
    path = posixpath.normpath(posixpath.join(folder, relative))
    return None if path.startswith("../") or path in ("..", ".") else path


def matches(tree: TreeFiles, pattern: str) -> tuple[str, ...]:
    """The tree's paths that match a pattern from the root, sorted; looked for once in a tree."""
    known = tree.globbed.get(pattern)
    if known is None:
        known = tree.globbed[pattern] = _matches(tree, pattern)
    return known


def _matches(tree: TreeFiles, pattern: str) -> tuple[str, ...]:
    base = pattern.rpartition("/")[2]
    candidates: Iterable[str] = tree.blobs if "*" in base or "?" in base else tree.paths_by_name.get(base, ())
    regex = rooted_glob(pattern)
    start = re.split(r"[*?]", pattern, maxsplit=1)[0]  # from which nearly all paths differ at once
    return tuple(sorted(path for path in candidates if path.startswith(start) and regex.match(path)))
