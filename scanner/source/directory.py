"""A folder that is not a repository, as the tree that `git add` would make of all its files."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

from licenses.errors import InputUnreadable
from licenses.language import Text, text
from scanner.inventory import SourceFacts, SourceKind
from scanner.problem import Problem
from scanner.source.limits import Limits
from scanner.source.listing import Leaf, Listing, tree_id
from scanner.source.opened import OpenSource
from scanner.source.reading import WrongSize, read_blob
from scanner.tree import HUGE_HEAD, Blob, Entry, Mode, blob_id, printable

# a FIFO put in a file's place must not block us, a symlink must not lead us away
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_FOLDER = _READ | os.O_DIRECTORY
_CHANGED = text("the file changed while it was read: left out")


class Unreadable(Exception):
    """A file that cannot be read, and why."""

    def __init__(self, code: str, message: Text) -> None:
        super().__init__(message.english())
        self.code = code
        self.message = message


class DirectoryTree:
    """A folder's files. Each is read twice, to list and to scan; one that changed in between is a problem."""

    def __init__(self, root: int, listing: Listing) -> None:
        self._root = root  # file descriptor
        self._listing = listing
        self._names = {leaf.blob: name for name, leaf in listing.leaves.items()}
        self.tree_id = tree_id(listing.leaves)
        self.entries: tuple[Entry, ...] = listing.entries()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What could not be listed or read, so far."""
        return self._listing.problems.all()

    def blobs(self, ids: Iterable[str]) -> Iterator[Blob]:
        """Each blob once; one that cannot be read any more becomes a problem and is left out."""
        for wanted in dict.fromkeys(ids):
            name = self._names[wanted]
            try:
                blob = self._read(name, wanted)
            except Unreadable as lost:
                self._listing.problems.note(lost.code, printable(name), lost.message)
            else:
                yield blob

    def pieces(self, blob_id: str) -> Iterator[bytes]:
        """A file's whole content."""
        name = self._names[blob_id]
        try:
            with _opened(self._root, name) as stream:
                while piece := stream.read(HUGE_HEAD):
                    yield piece
        except (Unreadable, OSError):
            raise InputUnreadable(_CHANGED, where=printable(name)) from None

    def _read(self, name: bytes, wanted: str) -> Blob:
        link = self._listing.leaves[name].mode is Mode.SYMLINK
        blob = _read_link(self._root, name) if link else _read_file(self._root, name, self._listing.limits)
        if blob.id != wanted:
            raise Unreadable("file-changed", _CHANGED)
        return blob


@contextmanager
def open_directory(folder: Path, *, location: str, limits: Limits) -> Iterator[OpenSource]:
    """Open a folder.

    Raises:
        InputUnreadable: it cannot be listed, or holds too many files.
    """
    try:
        root = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        raise InputUnreadable(_because(error), where=location) from None
    try:
        listing = Listing(limits, location)
        _Walk(listing).enter(root, b"")
        tree = DirectoryTree(root, listing)
        name = folder.resolve().name or "root"
        yield OpenSource(SourceFacts(SourceKind.DIRECTORY, location, name, tree.tree_id), tree)
    finally:
        os.close(root)


@dataclass
class _Walk:
    """The way down, by file descriptors: a folder that is swapped for a symlink meanwhile leads nowhere."""

    listing: Listing
    folders: int = 0

    def enter(self, folder: int, prefix: bytes) -> None:
        """List an open folder; `prefix` is its path with its last “/”, or empty."""
        self.folders += 1
        if self.folders > self.listing.limits.entries:
            raise self.listing.too_many()
        for name in sorted(os.fsencode(name) for name in os.listdir(folder)):
            if self.listing.admits(prefix + name):
                try:
                    self._visit(folder, name, prefix + name)
                except Unreadable as problem:
                    self.listing.problems.note(problem.code, printable(prefix + name), problem.message)
                except OSError as error:
                    self.listing.problems.note("file-unreadable", printable(prefix + name), _because(error))

    def _visit(self, folder: int, name: bytes, path: bytes) -> None:
        found = os.stat(name, dir_fd=folder, follow_symlinks=False)
        if stat.S_ISDIR(found.st_mode):
            inner = os.open(name, _FOLDER, dir_fd=folder)
            try:
                self.enter(inner, path + b"/")
            finally:
                os.close(inner)
        elif stat.S_ISLNK(found.st_mode):
            link = _read_link(folder, name)
            self.listing.note_link(path, link.content)
            self.listing.add(path, Leaf(Mode.SYMLINK, link.id))
        elif stat.S_ISREG(found.st_mode):
            mode = Mode.EXECUTABLE if found.st_mode & stat.S_IXUSR else Mode.FILE
            self.listing.add(path, Leaf(mode, _read_file(folder, name, self.listing.limits).id))
        else:
            raise Unreadable("special-file", text("a socket, a pipe or a device: left out"))


def _because(error: OSError) -> Text:
    return text("the file cannot be read: {reason}", reason=error.strerror or str(error))


def _read_link(folder: int, name: bytes) -> Blob:
    try:
        target = os.readlink(name, dir_fd=folder)
    except OSError as error:
        raise Unreadable("file-unreadable", _because(error)) from None
    return Blob(blob_id(target), len(target), target)


def _read_file(folder: int, name: bytes, limits: Limits) -> Blob:
    """A regular file's blob.

    Raises:
        Unreadable: it grows or shrinks meanwhile, is no regular file any more, or is too large.
    """
    with _opened(folder, name) as stream:
        found = os.fstat(stream.fileno())
        if found.st_size > limits.blob:
            message = text(
                "the file has {size} bytes, more than {limit}: left out", size=found.st_size, limit=limits.blob
            )
            raise Unreadable("file-too-large", message)
        try:
            return read_blob(stream.read, found.st_size)
        except WrongSize:
            raise Unreadable("file-changed", _CHANGED) from None
        except OSError as error:
            raise Unreadable("file-unreadable", _because(error)) from None


@contextmanager
def _opened(folder: int, name: bytes) -> Iterator[FileIO]:
    """A regular file, and nothing that was put in its place.

    Raises:
        Unreadable: it cannot be opened, or is no regular file any more.
    """
    try:
        descriptor = os.open(name, _READ, dir_fd=folder)
    except OSError as error:
        raise Unreadable("file-unreadable", _because(error)) from None
    with open(descriptor, "rb", buffering=0) as stream:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise Unreadable("file-changed", _CHANGED)
        yield stream
