"""The outline of a tree and what differs in another → the outline of the other."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from scanner.blobs import BlobAnalyser, find
from scanner.cache import FindingsCache
from scanner.inventory import FileRecord, Treatment
from scanner.manifest.run import parsers_of
from scanner.outline.make import kind_of_file
from scanner.outline.outline import Kind, Outline, Packages
from scanner.outline.packages import concerned, packages_after
from scanner.problem import Problem
from scanner.reuse.stated import beside_of, is_beside, read_statements, stated, states
from scanner.scan import recorded, unread
from scanner.source.difference import Change, Unordinary
from scanner.source.git import GitTree
from scanner.source.listing import Listing
from scanner.tree import Blob, Entry, Mode


@dataclass(frozen=True, slots=True)
class _Changed:
    """The part of a tree that differs, as a tree."""

    entries: tuple[Entry, ...]
    tree_id: str
    whole: GitTree

    @property
    def problems(self) -> tuple[Problem, ...]:
        """None: whatever cannot be read ends the update."""
        return ()

    def blobs(self, ids: Iterable[str]) -> Iterator[Blob]:
        """As the whole tree's."""
        return self.whole.blobs(ids)

    def pieces(self, blob_id: str) -> Iterator[bytes]:
        """As the whole tree's."""
        return self.whole.pieces(blob_id)


def updated(
    outline: Outline, tree: GitTree, changes: Sequence[Change], analyser: BlobAnalyser, cache: FindingsCache
) -> Outline:
    """The outline of `tree`, which differs from that of `outline` in `changes`.

    Raises:
        Unordinary: something that changed cannot be read, or speaks of files that did not change.
    """
    if not changes:
        return replace(outline, tree=tree.tree_id)
    if any(states(one.path) for one in changes):
        raise Unordinary
    entries = tuple(Entry(one.path, one.after.mode, one.after.blob) for one in changes if one.after)
    files = _files(entries, outline, tree, analyser, cache)
    changed = frozenset(one.path for one in changes)
    columns = _Columns(outline)
    for change in changes:
        if change.after:
            columns.put(change.path, change.after.blob, kind_of_file(files[change.path]))
        else:
            columns.drop(change.path)
    return columns.outline(
        tree=tree.tree_id,
        packages=lambda after: _packages(after, changed, tree, cache),
        listed=(*_elsewhere(outline.listed, changed), *_links(entries, tree)),
        unread=(
            *_elsewhere(outline.unread, changed),
            *(problem for file in files.values() for problem in unread(file)),
        ),
    )


def _files(
    entries: tuple[Entry, ...], outline: Outline, tree: GitTree, analyser: BlobAnalyser, cache: FindingsCache
) -> Mapping[str, FileRecord]:
    """What changed, by path, with what files that did not change state of it."""
    stating = _Changed(tuple(_stating(outline, entries)), tree.tree_id, tree)
    statements, _ = read_statements(stating)
    known = (*entries, *(entry for entry in stating.entries if is_beside(entry.path)))
    found = find(_Changed(known, tree.tree_id, tree), analyser, cache, lambda _done, _total: None)
    locked = frozenset(entry.path for entry in entries if any(one.locked for one in parsers_of(entry.path)))
    records = stated((recorded(entry, found, locked) for entry in known), statements)
    if any(file.treatment is Treatment.ABSENT for file in records):
        raise Unordinary
    return {file.path: file for file in records}


def _stating(outline: Outline, entries: tuple[Entry, ...]) -> Iterator[Entry]:
    """The files of the tree that state something of many files, or of one of `entries`."""
    beside = {beside_of(entry.path) for entry in entries}
    for place, path in enumerate(outline.paths):
        if path in beside or (states(path) and not is_beside(path)):
            yield Entry(path, Mode.FILE, outline.blobs[20 * place : 20 * place + 20].hex())


def _packages(after: Outline, changed: frozenset[str], tree: GitTree, cache: FindingsCache) -> Packages:
    if not concerned(after.packages, changed):
        return after.packages
    try:
        return packages_after(after, changed, tree, cache)
    except LookupError:
        raise Unordinary from None


def _elsewhere(problems: Iterable[Problem], changed: frozenset[str]) -> Iterable[Problem]:
    return (problem for problem in problems if problem.path not in changed)


def _links(entries: Iterable[Entry], tree: GitTree) -> tuple[Problem, ...]:
    """Symlinks that lead out of the tree."""
    listing = Listing(tree.limits, "")
    for entry in entries:
        if entry.mode is Mode.SYMLINK:
            for stored in tree.reader.read([entry.blob]):
                listing.note_link(entry.path.encode(), stored.content[: tree.limits.link])
    return listing.problems.all()


class _Columns:
    """The columns of an outline while rows are put and dropped."""

    def __init__(self, outline: Outline) -> None:
        self._before = outline
        self._paths = list(outline.paths)
        self._blobs = bytearray(outline.blobs)
        self._kind_of = array("I", outline.kind_of)
        self._kinds = list(outline.kinds)
        self._places: dict[Kind, int] = {}

    def put(self, path: str, blob: str, kind: Kind) -> None:
        place, there = self._find(path)
        self._paths[place : place + there] = [path]
        self._blobs[20 * place : 20 * (place + there)] = bytes.fromhex(blob)
        self._kind_of[place : place + there] = array("I", [self._number(kind)])

    def drop(self, path: str) -> None:
        place, there = self._find(path)
        del self._paths[place : place + there]
        del self._blobs[20 * place : 20 * (place + there)]
        del self._kind_of[place : place + there]

    def outline(
        self,
        tree: str,
        packages: Callable[[Outline], Packages],
        listed: tuple[Problem, ...],
        unread: tuple[Problem, ...],
    ) -> Outline:
        """The outline of the rows as they are now; `packages` is asked with one that has those of before."""
        columns = (tree, self._paths, bytes(self._blobs), self._kind_of, self._kinds)
        old = Outline(*columns, self._before.packages, listed, unread)
        return Outline(*columns, packages(old), listed, unread)

    def _find(self, path: str) -> tuple[int, bool]:
        place = bisect_left(self._paths, path)
        return place, place < len(self._paths) and self._paths[place] == path

    def _number(self, kind: Kind) -> int:
        """The number of a new kind. Two equal kinds in an outline do no harm."""
        if kind not in self._places:
            self._places[kind] = len(self._kinds)
            self._kinds.append(kind)
        return self._places[kind]
