"""Findings by blob id and parsed manifests, in one SQLite file under the cache folder.

The cache is an optimisation, never a source of truth: a file that SQLite calls damaged is set aside and begun anew.
Several processes may share it (WAL); the last writer of equal content wins, harmlessly.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TypeVar

import msgspec

from licenses.errors import BadUsage, InputUnreadable
from licenses.language import text
from scanner.findings import Findings
from scanner.manifest.run import ParserRun, RunKey

_SCHEMA = """
CREATE TABLE IF NOT EXISTS analyser (id INTEGER PRIMARY KEY, version TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS findings (
    analyser INTEGER NOT NULL, blob BLOB NOT NULL, findings BLOB NOT NULL, PRIMARY KEY (analyser, blob)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS manifest (
    parser TEXT NOT NULL, path TEXT NOT NULL, blob BLOB NOT NULL, run BLOB NOT NULL, PRIMARY KEY (parser, path, blob)
) WITHOUT ROWID;
"""
_SCHEMA_VERSION = 1
_PATIENCE = 30.0  # seconds to wait for another process
_LOOKUP = 900  # ids a query; SQLite's oldest limit on parameters is 999
_T = TypeVar("_T")


def cache_dir() -> Path:
    """Where findings and the licence index are kept: `TRUSTPOOL_CACHE_DIR`, else the user's cache folder."""
    if chosen := os.environ.get("TRUSTPOOL_CACHE_DIR"):
        return Path(chosen)
    import platformdirs

    return platformdirs.user_cache_path("trustpool")


class FindingsCache:
    """One analyser version's view of the cache file."""

    def __init__(self, connection: sqlite3.Connection, analyser: str) -> None:
        self._connection = connection
        self._analyser = _number_of(connection, analyser)
        self._decoder = msgspec.msgpack.Decoder(Findings)
        self._runs = msgspec.msgpack.Decoder(ParserRun)

    def lookup(self, blobs: Iterable[str]) -> dict[str, Findings]:
        """The findings of those blobs that are known."""
        known: dict[str, Findings] = {}
        for chunk in _chunks(blobs, _LOOKUP):
            marks = ",".join("?" * len(chunk))
            query = f"SELECT blob, findings FROM findings WHERE analyser = ? AND blob IN ({marks})"  # noqa: S608  marks only
            rows = self._connection.execute(query, (self._analyser, *map(bytearray.fromhex, chunk)))
            for blob, packed in rows:
                try:
                    known[blob.hex()] = self._decoder.decode(packed)
                except msgspec.DecodeError:  # damaged, and as good as unknown
                    continue
        return known

    def store(self, findings: Mapping[str, Findings]) -> None:
        """Keep findings, in one transaction."""
        encode = msgspec.msgpack.encode
        # bytearrays, for which sqlite3 does not look for an adapter as it does, at the price of an exception, for bytes
        rows = ((self._analyser, bytearray.fromhex(b), bytearray(encode(f))) for b, f in findings.items())
        with self._connection:
            self._connection.executemany("INSERT OR REPLACE INTO findings VALUES (?, ?, ?)", rows)

    def manifest(self, key: RunKey) -> ParserRun | None:
        """What a parser said of this file the last time."""
        query = "SELECT run FROM manifest WHERE parser = ? AND path = ? AND blob = ?"
        row = self._connection.execute(query, (key.parser, key.path, bytes.fromhex(key.blob))).fetchone()
        try:
            return self._runs.decode(row[0]) if row else None
        except msgspec.DecodeError:
            return None

    def store_manifests(self, runs: Iterable[ParserRun]) -> None:
        """Keep parser runs, in one transaction."""
        rows = ((r.key.parser, r.key.path, bytes.fromhex(r.key.blob), msgspec.msgpack.encode(r)) for r in runs)
        with self._connection:
            self._connection.executemany("INSERT OR REPLACE INTO manifest VALUES (?, ?, ?, ?)", rows)


@contextmanager
def open_cache(folder: Path, analyser: str, kind: type[FindingsCache] = FindingsCache) -> Iterator[FindingsCache]:
    """The cache in `folder`, made when missing; `kind` may remember more than the file does.

    Raises:
        BadUsage: the folder cannot be written.
        InputUnreadable: the file turns out to be damaged while it is used; the next time it is made anew.
    """
    path = folder / "findings-1.sqlite"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        connection = _connect(path)
    except (OSError, sqlite3.OperationalError) as error:
        raise unwritable(folder, error) from error
    try:
        yield kind(connection, analyser)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError as error:  # a page in the middle of the file, met only now
        path.replace(path.with_suffix(".damaged"))
        what = text("the cache is damaged and was set aside: {cause}", cause=str(error))
        raise InputUnreadable(what, where=str(path), hint=text("run it again: the cache is made anew")) from error
    finally:
        connection.close()


def unwritable(folder: Path, error: Exception) -> BadUsage:
    """The error for a cache folder that cannot be used."""
    return BadUsage(
        text("the cache folder cannot be written: {cause}", cause=str(error)),
        where=str(folder),
        hint=text("set TRUSTPOOL_CACHE_DIR to a folder that you can write"),
    )


def _number_of(connection: sqlite3.Connection, analyser: str) -> int:
    """The analyser's number, given at once: an open transaction would keep every other scan from storing."""
    query = "SELECT id FROM analyser WHERE version = ?"
    found = connection.execute(query, (analyser,)).fetchone()
    if found is None:
        with connection:
            connection.execute("INSERT OR IGNORE INTO analyser (version) VALUES (?)", (analyser,))
        found = connection.execute(query, (analyser,)).fetchone()
    number: int = found[0]
    return number


def _connect(path: Path) -> sqlite3.Connection:
    try:
        return _prepared(path)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        # not a database, or a torn one: keep it for whoever wants to look, and begin anew
        path.replace(path.with_suffix(".damaged"))
        return _prepared(path)


def _prepared(path: Path) -> sqlite3.Connection:
    """A connection to the file, made ready. SQLite does not wait by itself while another process makes it ready."""
    deadline = time.monotonic() + _PATIENCE
    while True:
        connection = sqlite3.connect(path, timeout=_PATIENCE)
        try:
            return _ready(connection)
        except sqlite3.OperationalError as error:
            connection.close()
            busy = error.sqlite_errorcode in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
            if not busy or time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        except sqlite3.DatabaseError:
            connection.close()
            raise


def _ready(connection: sqlite3.Connection) -> sqlite3.Connection:
    if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    if connection.execute("PRAGMA user_version").fetchone()[0] != _SCHEMA_VERSION:
        connection.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} PRAGMA user_version = {_SCHEMA_VERSION}; COMMIT;")
    return connection


def _chunks(items: Iterable[_T], size: int) -> Iterator[list[_T]]:
    remaining = iter(items)
    while chunk := list(islice(remaining, size)):
        yield chunk
