"""A pool in one file, and back. `.tar.zst`: the database, the documents, the git storage and the node's key.

The database is copied first, in one consistent state; documents and git objects are only ever added before the
database refers to them, so those copied after it are never too few.
"""

from __future__ import annotations

import contextlib
import io
import os
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import zstandard

from licenses.errors import BadUsage, InputUnreadable
from licenses.language import text
from registry.home import Home
from registry.pool import Pool, documents_of
from registry.settings import Settings
from registry.store.bucket import SCHEME, Bucket
from registry.store.documents import DocumentStore, name_of

DATABASE = "pool.sqlite"
FOLDERS = ("documents", "keys", "git")
LEVEL = 3  # of zstd: packs are compressed already


def back_up(pool: Pool, target: Path) -> None:
    """Write the pool into a new file; it appears under its name only when it is whole.

    Raises:
        BadUsage: the database is not SQLite, or the file cannot be written or is there already.
    """
    if pool.database.engine.dialect.name != "sqlite":
        hint = text("back up the database with its own tools, then the folders {folders}", folders=", ".join(FOLDERS))
        raise BadUsage(text("only a pool on SQLite can be backed up in one file"), hint=hint)
    if target.exists():
        raise BadUsage(text("the file is there already"), where=str(target))
    try:
        _write(pool, target)
    except OSError as error:
        raise BadUsage(
            text("the file cannot be written: {cause}", cause=error.strerror or str(error)), where=str(target)
        ) from error


def _write(pool: Pool, target: Path) -> None:
    handle, unfinished = tempfile.mkstemp(dir=target.resolve().parent, prefix=".backup-")
    try:
        with os.fdopen(handle, "wb") as stream, tempfile.TemporaryDirectory() as scratch:
            copy = Path(scratch) / DATABASE
            _copy_database(pool.home.folder / DATABASE, copy)
            with _packing(stream) as archive:
                archive.add(copy, DATABASE)
                for folder in FOLDERS:
                    archive.add(pool.home.folder / folder, folder)
                if pool.settings.storage.documents:
                    _add_documents(pool, archive)
            stream.flush()
            os.fsync(stream.fileno())
        Path(unfinished).rename(target)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise


def _add_documents(pool: Pool, archive: tarfile.TarFile) -> None:
    """Those that lie in a bucket, as if they lay in the folder."""
    for it in pool.documents.stored():
        content = pool.documents.read(it.digest)
        member = tarfile.TarInfo(f"documents/{name_of(it.digest)}")
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))


def _copy_database(source: Path, target: Path) -> None:
    """SQLite's own online copy. https://www.sqlite.org/backup.html"""
    with contextlib.closing(sqlite3.connect(source)) as live, contextlib.closing(sqlite3.connect(target)) as copy:
        live.backup(copy)


@contextlib.contextmanager
def _packing(stream: IO[bytes]) -> Iterator[tarfile.TarFile]:
    with (
        zstandard.ZstdCompressor(level=LEVEL).stream_writer(stream, closefd=False) as packed,
        tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as archive,
    ):
        yield archive


def restore(source: Path, home: Home, settings: Settings | None = None) -> None:
    """Unpack a backup into a home where there is no pool yet.

    Raises:
        BadUsage: there is a pool already.
        InputUnreadable: the file is not a backup, or is damaged.
    """
    if home.folder.exists() and any(home.folder.iterdir()):
        raise BadUsage(
            text("there is something in the pool's folder already"),
            where=str(home.folder),
            hint=text("set TRUSTPOOL_HOME to a folder that is empty"),
        )
    home.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with (
            source.open("rb") as stream,
            zstandard.ZstdDecompressor().stream_reader(stream, closefd=False) as packed,
            tarfile.open(fileobj=packed, mode="r|") as archive,
        ):
            archive.extractall(home.folder, filter="data")
    except (OSError, tarfile.TarError, zstandard.ZstdError, EOFError) as error:
        raise InputUnreadable(
            text("this is not a whole backup: {cause}", cause=str(error)), where=str(source)
        ) from error
    if not (home.folder / DATABASE).is_file():
        raise InputUnreadable(text("this is not a backup of a pool: it has no database"), where=str(source))
    if settings and settings.storage.documents:
        _move_documents(home, documents_of(home, settings))


def _move_documents(home: Home, store: DocumentStore) -> None:
    """Into the bucket where this pool keeps them."""
    for path in sorted(home.documents.glob("*/*")):
        store.keep(path.read_bytes())
        path.unlink()


@contextlib.contextmanager
def leaving_for(target: str, settings: Settings) -> Iterator[Path]:
    """Where to write what shall be at `target`, a file or a place in a bucket; it is there when the block ends well.

    Raises:
        BadUsage: it is there already.
        StorageSilent: the object storage does not answer.
    """
    if not target.startswith(SCHEME):
        yield Path(target)
        return
    bucket, name = _place(target, settings)
    if bucket.has(name):
        raise BadUsage(text("the file is there already"), where=target)
    with tempfile.TemporaryDirectory(prefix="trustpool-backup-") as folder:
        path = Path(folder) / "backup"
        yield path
        bucket.put(name, path)


@contextlib.contextmanager
def coming_from(source: str, settings: Settings) -> Iterator[Path]:
    """A file, or one that was fetched from a bucket.

    Raises:
        InputUnreadable: it is not there.
        StorageSilent: the object storage does not answer.
    """
    if not source.startswith(SCHEME):
        yield Path(source)
        return
    bucket, name = _place(source, settings)
    with tempfile.TemporaryDirectory(prefix="trustpool-backup-") as folder:
        path = Path(folder) / "backup"
        if not bucket.download(name, path):
            raise InputUnreadable(text("there is no such file or folder"), where=source)
        yield path


def _place(url: str, settings: Settings) -> tuple[Bucket, str]:
    place, _, name = url.rpartition("/")
    return Bucket(place, settings.storage), name
