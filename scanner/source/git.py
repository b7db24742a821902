"""A git repository at one commit, read from its object database."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import cached_property, partial
from pathlib import Path

from msgspec import Struct

from licenses.errors import InputUnreadable
from licenses.language import Text, text
from scanner.inventory import SourceFacts, SourceKind
from scanner.problem import Problem
from scanner.source.limits import Limits
from scanner.source.listing import Leaf, Listing
from scanner.source.names import has_room, is_plain
from scanner.source.objects import DAMAGED, FORGED, MISSING, OVERSIZE, ObjectReader
from scanner.source.opened import OpenSource
from scanner.source.refs import resolve
from scanner.source.shadow import Layout, Shadow
from scanner.source.worktree import UncommittedLook
from scanner.tree import Blob, Entry, Mode, printable

_COMMITTER = re.compile(rb"^committer .*> (\d{1,19}) [+-]\d{4}$", re.MULTILINE)
# https://git-scm.com/docs/gitformat-signature: OpenPGP, X.509 and SSH alike; a merge of a signed tag holds a mergetag
_SIGNATURE = re.compile(rb"^gpgsig(?:-sha256)? ", re.MULTILINE)
_ENTRY = re.compile(rb"([0-7]{1,7}) ([^\0]*+)\0(.{20})", re.DOTALL)  # of a tree object: mode, name, id
_TREE = re.compile(rb"(?:[0-7]{1,7} [^\0]*+\0.{20})*+", re.DOTALL)
SUBTREE = 0o040000
_REASONS = {
    MISSING: text("the repository does not have this object (a partial clone, or damage): not read"),
    DAMAGED: text("git cannot read this object: the repository is damaged, or the object is too large for memory"),
    FORGED: text("the object's content does not have its id: the repository is damaged or forged; not read"),
    OVERSIZE: text("the object is larger than the limit: not read"),
}
_Item = tuple[int, bytes, str]  # mode, name, object id

_NOT_A_FILE = text("the tree calls this a file, but the object is something else: not read")


class Commit(Struct, frozen=True):
    """What we use of a commit object."""

    id: str
    tree: str
    committed_at: int  # seconds since the epoch, UTC
    signed: bool  # carries a signature, of whatever kind and worth


class GitTree:
    """One commit's files, listed when they are first asked for. Problems met while blobs are read join `problems`."""

    def __init__(
        self,
        reader: ObjectReader,
        tree: str,
        listing: Listing,
        fill: Callable[[Listing], None],
        look: UncommittedLook | None = None,
    ) -> None:
        """`tree` is the id of the root tree; `fill` puts its leaves into `listing`."""
        self.reader = reader
        self.limits = listing.limits
        self.tree_id = tree
        self._listing = listing
        self._fill = fill
        self._look = look

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """All leaves, sorted by path.

        Raises:
            InputUnreadable: more of them than the limit.
        """
        self._fill(self._listing)
        return self._listing.entries()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What could not be listed or read, so far."""
        _ = self.entries
        return self.noted

    @property
    def noted(self) -> tuple[Problem, ...]:
        """The problems that are known without a listing."""
        return (*(self._look.problems() if self._look else ()), *self._listing.problems.all())

    def has(self, tree: str) -> bool:
        """Whether the repository holds a tree object with this id."""
        return next(self.reader.read([tree])).kind == b"tree"

    def blobs(self, ids: Iterable[str]) -> Iterator[Blob]:
        """Each blob once; one that cannot be read becomes a problem and is left out."""
        lost: dict[str, bytes] = {}  # id -> kind
        try:
            for stored in self.reader.read(list(dict.fromkeys(ids))):
                if stored.kind == b"blob":
                    yield Blob(stored.id, stored.size, stored.content)
                else:
                    lost[stored.id] = stored.kind
        finally:
            self._note_lost(lost)

    def pieces(self, blob_id: str) -> Iterator[bytes]:
        """A blob's whole content."""
        return self.reader.pieces(blob_id)

    def _note_lost(self, lost: Mapping[str, bytes]) -> None:
        for entry in self.entries if lost else ():
            if entry.blob in lost:
                reason = _REASONS.get(lost[entry.blob], _NOT_A_FILE)
                self._listing.problems.note("blob-unreadable", entry.path, reason)


@contextmanager
def open_repository(
    layout: Layout, revision: str, *, ref: str, location: str, name: str, limits: Limits, scratch: Path
) -> Iterator[OpenSource]:
    """Open a repository at `revision`; `ref`, `location` and `name` go into the facts and errors.

    Raises:
        InputUnreadable: no such ref, no commits, ids that are not SHA-1, a damaged commit. Too many entries are refused
            when they are listed.
    """
    shadow = Shadow(layout, Path(tempfile.mkdtemp(prefix="shadow-", dir=scratch)))
    commit_id = resolve(shadow, revision, location, shown=ref)
    with closing(ObjectReader(shadow, limits)) as reader:
        commit = _read_commit(reader, commit_id, location)
        listing = Listing(limits, location)
        _note_alternates(shadow, listing)
        look = UncommittedLook(shadow, commit.id) if revision == "HEAD" else None
        facts = SourceFacts(
            kind=SourceKind.GIT,
            location=location,
            name=name,
            tree=commit.tree,
            ref=ref,
            commit=commit.id,
            committed_at=commit.committed_at,
            signed=commit.signed,
        )
        tree = GitTree(reader, commit.tree, listing, partial(_fill, reader, commit.tree), look)
        yield OpenSource(facts, tree, layout)


def _fill(reader: ObjectReader, tree: str, listing: Listing) -> None:
    _list_leaves(reader, tree, listing)
    _note_links(reader, listing)


def _read_commit(reader: ObjectReader, commit_id: str, location: str) -> Commit:
    (stored,) = reader.read([commit_id])
    lines = stored.content.partition(b"\n\n")[0]
    tree = re.match(rb"tree ([0-9a-f]{40})$", lines, re.MULTILINE)
    if stored.kind != b"commit" or tree is None:
        what = text("the commit {commit} cannot be read: the repository is damaged", commit=commit_id)
        raise InputUnreadable(what, where=location, hint=text("git fsck says more; a fresh clone may be whole"))
    when = _COMMITTER.search(lines)
    signed = _SIGNATURE.search(lines) is not None
    return Commit(commit_id, tree[1].decode(), int(when[1]) if when else 0, signed)


def _list_leaves(reader: ObjectReader, root: str, listing: Listing) -> None:
    """Walk the tree objects level by level, each object read once however often it occurs.

    Not `git ls-tree -r`: it trusts the ids of tree objects, and a tree that holds itself a billion times keeps it busy
    for ever.
    """
    level = [(b"", root)]  # (path with its last "/", id)
    folders = 1
    while level:
        parsed = read_trees(reader, [tree for _, tree in level])
        below: list[tuple[bytes, str]] = []
        for prefix, tree in level:
            found = parsed[tree]
            if isinstance(found, Text):
                listing.problems.note("folder-unreadable", printable(prefix), found)
                continue
            _sort_out(prefix, found, listing, below)
            if folders + len(below) > listing.limits.entries:
                raise listing.too_many()
        folders += len(below)
        level = below


def read_trees(reader: ObjectReader, ids: Iterable[str]) -> dict[str, Sequence[_Item] | Text]:
    """The items of each tree object, or why it cannot be read."""
    found: dict[str, Sequence[_Item] | Text] = {}
    for stored in reader.read(list(dict.fromkeys(ids))):
        try:
            items = _parse_tree(stored.content)
        except ValueError:
            items = None
        whole = stored.kind == b"tree" and len(stored.content) == stored.size
        found[stored.id] = items if whole and items is not None else _REASONS.get(stored.kind, _REASONS[DAMAGED])
    return found


def _sort_out(prefix: bytes, items: Iterable[_Item], listing: Listing, below: list[tuple[bytes, str]]) -> None:
    """Put the leaves of the folder `prefix` into `listing` and its folders into `below`."""
    shallow = has_room(prefix, listing.limits)
    for mode, name, object_id in items:
        path = prefix + name
        if not (shallow and is_plain(name)) and not _admitted(path, name, listing):
            continue
        if mode == SUBTREE:
            below.append((path + b"/", object_id))
            continue
        if path in listing.leaves:
            message = text("the name occurs twice in its folder; the last one is meant here")
            listing.problems.note("name-twice", printable(path), message)
        listing.add(path, Leaf(mode_of(mode), object_id))


def _admitted(path: bytes, name: bytes, listing: Listing) -> bool:
    if b"/" in name:  # git never writes this: it would let one entry stand in another's folder
        listing.problems.note("name-malformed", printable(path), text("the name of a tree entry holds a “/”: left out"))
        return False
    return listing.admits(path)


def mode_of(raw: int) -> Mode:
    """Git's reading of a mode (cache.h, canon_mode): old repositories have 100664 and the like."""
    kind = raw & 0o170000
    if kind == 0o120000:
        return Mode.SYMLINK
    if kind == 0o160000:
        return Mode.SUBMODULE
    return Mode.EXECUTABLE if raw & 0o100 else Mode.FILE


def _parse_tree(content: bytes) -> Sequence[_Item]:
    """The entries of a tree object: `mode name\\0` and 20 bytes of id, again and again.

    Raises:
        ValueError: it is not a tree object's content.
    """
    if not _TREE.fullmatch(content):
        raise ValueError("something in it is no entry")
    return [(int(mode, 8), name, object_id.hex()) for mode, name, object_id in _ENTRY.findall(content)]


def _note_links(reader: ObjectReader, listing: Listing) -> None:
    links: dict[str, list[bytes]] = {}
    for name, leaf in listing.leaves.items():
        if leaf.mode is Mode.SYMLINK:
            links.setdefault(leaf.blob, []).append(name)
    for stored in reader.read(list(links)):
        for name in links[stored.id]:
            listing.note_link(name, stored.content[: listing.limits.link])


def _note_alternates(shadow: Shadow, listing: Listing) -> None:
    """Objects may be borrowed from elsewhere on this machine: said aloud, for whoever did not expect it."""
    for borrowed in shadow.alternates():
        message = text("the repository borrows objects from {folder} (its objects/info/alternates)", folder=borrowed)
        listing.problems.note("objects-borrowed", "", message)
