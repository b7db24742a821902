"""An archive as a tree: tar (plain, gzip, bzip2, xz, zstd) and ZIP (wheel, jar).

The archive is read once as a stream; its blobs go into one nameless temporary file, so no member's name ever reaches
the disk. An archive inside an archive is a blob and is not entered.

One folder that holds everything else, as in the archives that forges and `git archive --prefix` make, is taken off the
paths: they are then those of the repository. Wheels and jars keep theirs (`METADATA_FOLDER`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import BufferedReader
from itertools import islice
from pathlib import Path

from licenses.errors import InputUnreadable
from licenses.language import text
from scanner.inventory import SourceFacts, SourceKind
from scanner.problem import Problem
from scanner.source import zip as zip_format
from scanner.source.limits import Limits
from scanner.source.listing import Leaf, Listing, tree_id
from scanner.source.member import Member, MemberKind, MemberUnreadable
from scanner.source.names import tidy
from scanner.source.opened import OpenSource, Progress
from scanner.source.reading import WrongSize, read_blob
from scanner.source.spool import Spool
from scanner.source.tar import TarReader, is_tar
from scanner.source.unpacking import COMPRESSIONS, Meter, Plain, Unpacking
from scanner.tree import HUGE, HUGE_HEAD, Blob, Entry, Mode, blob_id, printable

METADATA_FOLDER = re.compile(rb"META-INF|[^/]+\.dist-info|\.[^/]*")  # alone at the top they are no project's folder
_SUFFIX = re.compile(
    r"\.(tar(\.\w+)?|tgz|tbz2?|txz|tzst|zip|whl|jar|war|ear|aar|crate|gem|nupkg|har|hap)$", re.IGNORECASE
)


class ArchiveTree:
    """An archive's files."""

    def __init__(self, spool: Spool, listing: Listing, again: Callable[[], Iterator[Member]]) -> None:
        self._spool = spool
        self._again = again
        self._listing = listing
        self.tree_id = tree_id(listing.leaves)
        self.entries: tuple[Entry, ...] = listing.entries()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What could not be listed or read."""
        return self._listing.problems.all()

    def blobs(self, ids: Iterable[str]) -> Iterator[Blob]:
        """Each blob once, in order."""
        return self._spool.blobs(ids)

    def pieces(self, blob_id: str) -> Iterator[bytes]:
        """A file's whole content, by reading the archive once more up to it."""
        members = self._again()  # kept until the member is read: with it goes the archive
        member = next(islice(members, self._spool.huge[blob_id], None))
        left = member.size
        while left and (piece := member.read(min(left, HUGE_HEAD))):
            left -= len(piece)
            yield piece


@contextmanager
def open_archive(
    path: Path, *, location: str, limits: Limits, scratch: Path, progress: Progress | None = None
) -> Iterator[OpenSource]:
    """Open an archive file; `progress` hears of its bytes.

    Raises:
        InputUnreadable: no archive that we know, cut off, damaged, or a bomb.
    """
    if not path.is_file():  # opening a FIFO would wait for a writer
        raise _not_an_archive(location)
    try:
        packed = path.open("rb")
    except OSError as error:
        raise InputUnreadable(
            text("cannot open the file: {reason}", reason=str(error.strerror)), where=location
        ) from None
    with packed, Spool(scratch) as spool:
        listing = Listing(limits, location)
        _fill(packed, listing, spool, location, progress)
        listing.drop_conflicts()
        _take_off_top(listing)
        tree = ArchiveTree(spool, listing, lambda: iter(_reader(packed, limits, location)[0]))
        packed.seek(0)
        digest = hashlib.file_digest(packed, "sha256").hexdigest()
        name = _SUFFIX.sub("", path.name)
        yield OpenSource(SourceFacts(SourceKind.ARCHIVE, location, name, tree.tree_id, sha256=digest), tree)


def _fill(packed: BufferedReader, listing: Listing, spool: Spool, where: str, progress: Progress | None = None) -> None:
    """Read every member into the listing and the spool."""
    members, note_end = _reader(packed, listing.limits, where)
    size = packed.seek(0, 2)
    packed.seek(0)
    _take_all(_heard(members, packed, size, progress), listing, spool)
    note_end(listing)


def _reader(packed: BufferedReader, limits: Limits, where: str) -> tuple[Iterable[Member], Callable[[Listing], None]]:
    """The members from the beginning, and what to do after the last."""
    size = packed.seek(0, 2)
    packed.seek(0)
    start = packed.read(1024)
    packed.seek(0)
    meter = Meter(limits, size, where)
    compression = next((each for each in COMPRESSIONS if start.startswith(each.magic)), None)
    if compression or is_tar(start):
        stream = Unpacking(packed, compression, meter, where) if compression else Plain(packed, meter)
        tar = TarReader(stream, limits, where)
        return tar.members(), lambda listing: _note_end(tar, stream, listing)
    if zip_format.is_zip(packed) or start.startswith(b"PK\x03\x04"):
        return zip_format.members(packed, limits, meter, where), lambda _: None
    raise _not_an_archive(where)


def _heard(members: Iterable[Member], packed: BufferedReader, size: int, progress: Progress | None) -> Iterator[Member]:
    for member in members:
        if progress is not None:
            progress(min(packed.tell(), size), size)
        yield member


def _not_an_archive(where: str) -> InputUnreadable:
    return InputUnreadable(
        text("the file is not an archive that trustpool reads"),
        where=where,
        hint=text(
            "it reads tar (plain, gzip, bzip2, xz, zstd) and zip, wheel, jar; to scan single files, name their folder"
        ),
    )


def _take_all(members: Iterable[Member], listing: Listing, spool: Spool) -> None:
    for count, member in enumerate(members, 1):
        if count > listing.limits.entries:
            raise listing.too_many()
        name = tidy(member.name)
        if listing.admits(name):
            try:
                _take(member, name, listing, spool, count - 1)
            except MemberUnreadable as problem:
                listing.problems.note(problem.code, printable(name), problem.message)


def _take(member: Member, name: bytes, listing: Listing, spool: Spool, place: int) -> None:
    leaf = _leaf(member, name, listing, spool)
    if member.size > HUGE and leaf.mode in {Mode.FILE, Mode.EXECUTABLE}:
        spool.huge.setdefault(leaf.blob, place)
    if name in listing.leaves and listing.leaves[name] != leaf:
        message = text("the archive holds this name more than once, with different content; the last one is meant here")
        listing.problems.note("name-twice", printable(name), message)
    listing.add(name, leaf)


def _leaf(member: Member, name: bytes, listing: Listing, spool: Spool) -> Leaf:
    match member.kind:
        case MemberKind.SPECIAL:
            message = text("a device, a pipe or a sparse file in the archive: left out")
            raise MemberUnreadable("special-file", message)
        case MemberKind.HARDLINK:
            return _linked(member, listing)
        case MemberKind.SYMLINK:
            target = member.target or member.read(listing.limits.link)
            spool.keep(Blob(blob_id(target), len(target), target))
            listing.note_link(name, target)
            return Leaf(Mode.SYMLINK, blob_id(target))
        case MemberKind.FILE | MemberKind.EXECUTABLE:
            blob = _read(member, listing.limits)
            spool.keep(blob)
            return Leaf(Mode.EXECUTABLE if member.kind is MemberKind.EXECUTABLE else Mode.FILE, blob.id)


def _linked(member: Member, listing: Listing) -> Leaf:
    """A hard link is the earlier member that it names, and nothing outside the archive."""
    target = listing.leaves.get(tidy(member.target))
    if target is None:
        message = text(
            "a hard link to {target}, which the archive does not hold: left out", target=printable(member.target)
        )
        raise MemberUnreadable("link-broken", message)
    return target


def _read(member: Member, limits: Limits) -> Blob:
    if member.size > limits.blob:
        message = text("the file has {size} bytes, more than {limit}: left out", size=member.size, limit=limits.blob)
        raise MemberUnreadable("file-too-large", message)
    try:
        return read_blob(member.read, member.size)
    except WrongSize:
        message = text("the file does not have the {size} bytes that the archive announces: left out", size=member.size)
        raise MemberUnreadable("member-size-false", message) from None


def _note_end(tar: TarReader, stream: Plain | Unpacking, listing: Listing) -> None:
    """Read to the very end, where the compression's checksum is; tar's own padding is all zeros."""
    hidden = False
    while piece := stream.read(1024 * 1024):
        hidden = hidden or bool(piece.strip(b"\0"))
    if hidden or stream.trailing:
        message = text("more data follows the end of the archive, where tar does not look: not read")
        listing.problems.note("archive-trailing-data", "", message)
    if not tar.ended_properly:
        message = text("the archive has no end marker: it may have been cut off after its last file")
        listing.problems.note("archive-end-missing", "", message)


def _take_off_top(listing: Listing) -> None:
    tops = {name.partition(b"/")[0] if b"/" in name else b"" for name in listing.leaves}
    top = tops.pop() if len(tops) == 1 else b""
    if top and not METADATA_FOLDER.fullmatch(top):
        listing.leaves = {name[len(top) + 1 :]: leaf for name, leaf in listing.leaves.items()}
