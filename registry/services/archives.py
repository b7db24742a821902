"""A release's files as one download. The bytes are made anew each time from the public repository, and nobody gets a
whole file whose sha256 is not the recorded and attested one.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from licenses.errors import Refused, TrustpoolError
from licenses.language import text
from registry.models import Release, ReleaseArchive, State
from registry.pool import Pool
from registry.services.labels import base_name
from registry.services.projects import NotFound, named
from registry.services.refs import show_published
from registry.services.release_rows import ArchiveRow
from registry.services.releases import archives_of, find_release
from registry.services.signing import sign_again
from registry.store.archive.formats import ArchiveFormat, archive, commit_time, compressor
from registry.store.archive.measured import Measured, Meter, measured

BLOCK = 64 * 1024  # bytes that are sent at once

log = logging.getLogger(__name__)


class Withdrawn(Refused):
    """It was published once, and is not any more."""


class WrittenElsewhere(TrustpoolError):
    """This machine's zlib does not write the bytes that were attested."""


@dataclass(frozen=True, slots=True)
class Download:
    """A file that is about to be sent."""

    name: str
    form: ArchiveFormat
    sha256: str  # hex
    size: int  # bytes
    read: Callable[[range], Iterator[bytes]]  # a part of it, or the whole


def download(pool: Pool, project: str, wanted: str, form: ArchiveFormat) -> Download:
    """The archive of a published release.

    Raises:
        NotFound: there is no such release, or it is not published.
        Withdrawn: it was published once.
        WrittenElsewhere: this machine cannot make the attested bytes.
    """
    with pool.database.reading() as session:
        release = find_release(session, named(session, project), wanted)
        _require_published(release)
        store, project_id = release.project.store, release.project_id
        name, commit = base_name(release.project.name, release.label), release.commit
    facts = next(it for it in recorded(pool, project, commit) if it.form is form)
    _require_same_zlib(facts)
    show_published(pool, project_id)
    repository = pool.repositories(store).public

    def read(part: range) -> Iterator[bytes]:
        return _proven(_made(repository, commit, form, f"{name}/"), facts, part)

    return Download(f"{name}.{form}", form, facts.sha256, facts.size, read)


def recorded(pool: Pool, project: str, wanted: str) -> tuple[ArchiveRow, ...]:
    """What the release's archives come to; measured, recorded and attested now if that was not done before.

    Raises:
        NotFound: there is no such release.
    """
    with pool.database.reading() as session:
        release = find_release(session, named(session, project), wanted)
        if rows := archives_of(session, release.id):
            return rows
        found = measure(pool, release.project.store, release.commit, base_name(release.project.name, release.label))
    with pool.database.writing() as session:
        release = find_release(session, named(session, project), wanted)
        if not archives_of(session, release.id):  # somebody else may have done it meanwhile
            record_archives(session, release, found)
            if release.state is State.PUBLISHED:
                sign_again(pool, session, release)
        return archives_of(session, release.id)


def measure(pool: Pool, store: str, commit: str, name: str) -> tuple[Measured, ...]:
    """What the archives of a commit in the project's storage come to; `name` is that of their folder.

    Raises:
        GitFailed: an object is missing.
    """
    held = pool.repositories(store).held
    return measured(held, commit, prefix=f"{name}/", mtime=commit_time(held, commit))


def record_archives(session: Session, release: Release, found: tuple[Measured, ...]) -> None:
    """Keep what was measured."""
    for it in found:
        row = ReleaseArchive(
            release_id=release.id, form=it.form, sha256=it.sha256, size=it.size, compressor=it.compressor
        )
        session.add(row)
    session.flush()


def _require_published(release: Release) -> None:
    if release.state is State.WITHDRAWN:
        raise Withdrawn(text("this release was withdrawn"), where=release.label, hint=release.reason)
    if release.state is not State.PUBLISHED:
        raise NotFound(text("this release is not published, so its code cannot be downloaded"), where=release.label)


def _require_same_zlib(facts: ArchiveRow) -> None:
    if facts.form.compressed and facts.compressor != compressor():
        raise WrittenElsewhere(
            text("this server's zlib compresses otherwise than the one whose archive was attested"),
            where=facts.form.value,
            hint=text("take the tar, which is never compressed, or tell the pool's administrator"),
        )


def _made(repository: Path, commit: str, form: ArchiveFormat, prefix: str) -> Iterator[bytes]:
    yield from _blocks(archive(repository, commit, form, prefix=prefix, mtime=commit_time(repository, commit)))


def _blocks(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The same bytes in fewer pieces: a header of 512 bytes is not worth a packet."""
    waiting = bytearray()
    for chunk in chunks:
        waiting += chunk
        if len(waiting) >= BLOCK:
            yield bytes(waiting)
            waiting.clear()
    yield bytes(waiting)


def _proven(chunks: Iterator[bytes], facts: ArchiveRow, part: range) -> Iterator[bytes]:
    """The part's bytes; the last piece is held back until the digest of the whole is right, else the download breaks
    off. So nobody puts together what was not attested from parts either.
    """
    meter = Meter()
    held = b""
    for chunk in meter.through(chunks):
        at = meter.size - len(chunk)
        wanted = chunk[max(0, part.start - at) : max(0, part.stop - at)]
        if wanted:
            if held:
                yield held
            held = wanted
    if meter.read(facts.form).sha256 != facts.sha256:
        log.error("an archive does not have its recorded sha256 %s any more", facts.sha256)
        raise WrittenElsewhere(text("the archive does not have its recorded sha256 any more"), where=facts.sha256)
    yield held
