"""The files directly in some folders of a commit: as much of its tree as it takes to read settings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scanner.problem import Problem
from scanner.source.difference import ordinary
from scanner.source.git import SUBTREE, GitTree, mode_of, read_trees
from scanner.tree import Blob, Entry


@dataclass(frozen=True, slots=True)
class FoldersTree:
    """The entries of `whole` that lie directly in some folders; the tree id stays that of the whole."""

    whole: GitTree
    entries: tuple[Entry, ...]

    @property
    def tree_id(self) -> str:
        """Git's id of the whole tree."""
        return self.whole.tree_id

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is known without a listing."""
        return self.whole.noted

    def blobs(self, ids: Iterable[str]) -> Iterator[Blob]:
        """As the whole tree's."""
        return self.whole.blobs(ids)

    def pieces(self, blob_id: str) -> Iterator[bytes]:
        """As the whole tree's."""
        return self.whole.pieces(blob_id)


def folders_tree(whole: GitTree, folders: Iterable[str]) -> FoldersTree:
    """The files directly in these folders, "" for the root; of a folder that cannot be read, none."""
    found = [entry for folder in sorted(set(folders)) for entry in _files(whole, folder)]
    return FoldersTree(whole, tuple(sorted(found, key=lambda entry: entry.path)))


def _files(whole: GitTree, folder: str) -> Iterator[Entry]:
    items = _items(whole, whole.tree_id)
    for part in folder.split("/") if folder else ():
        below = [object_id for mode, name, object_id in items if mode == SUBTREE and name == part.encode()]
        items = _items(whole, below[0]) if len(below) == 1 else ()
    for mode, name, object_id in items:
        path = (f"{folder}/" if folder else "").encode() + name
        if mode != SUBTREE and b"/" not in name and ordinary(path, whole.limits):
            yield Entry(path.decode("utf-8"), mode_of(mode), object_id)


def _items(whole: GitTree, tree: str) -> Iterable[tuple[int, bytes, str]]:
    found = read_trees(whole.reader, [tree])[tree]
    return found if isinstance(found, list) else ()
