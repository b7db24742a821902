"""What indexes answered, kept beside the findings: a version that is published does not change.

That an index does not know a version is kept for a day.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec

from licenses.errors import BadUsage
from licenses.language import text
from scanner.indexes.registered import Registered

_SCHEMA = """
CREATE TABLE IF NOT EXISTS answer (
    asked TEXT PRIMARY KEY, told BLOB, at INTEGER NOT NULL
) WITHOUT ROWID;
"""
_DAY = 86_400  # seconds
_NAME = "indexes-1.sqlite"


class Kept:
    """Answers by what was asked; safe to share between threads."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._lock = threading.Lock()

    def look(self, asked: str) -> tuple[bool, Registered | None]:
        """Whether the answer is known, and the answer."""
        with self._lock:
            row = self._connection.execute("SELECT told, at FROM answer WHERE asked = ?", (asked,)).fetchone()
        if row is None or (row[0] is None and time.time() - row[1] > _DAY):
            return False, None
        try:
            return True, None if row[0] is None else msgspec.msgpack.decode(row[0], type=Registered)
        except msgspec.MsgspecError:  # of another version of ours
            return False, None

    def keep(self, asked: str, told: Registered | None) -> None:
        """Keep an answer."""
        packed = None if told is None else msgspec.msgpack.encode(told)
        with self._lock, self._connection:
            self._connection.execute(
                "INSERT OR REPLACE INTO answer VALUES (?, ?, ?)", (asked, packed, int(time.time()))
            )


@contextmanager
def kept_answers(folder: Path) -> Iterator[Kept]:
    """The answers in a cache folder; a damaged file is begun anew.

    Raises:
        BadUsage: the folder cannot be written.
    """
    path = folder / _NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        connection = _opened(path)
    except (OSError, sqlite3.Error) as error:
        raise BadUsage(
            text("the cache folder cannot be written: {cause}", cause=str(error)),
            where=str(folder),
            hint=text("set TRUSTPOOL_CACHE_DIR to a folder that you can write"),
        ) from error
    with closing(connection):
        yield Kept(connection)


def _opened(path: Path) -> sqlite3.Connection:
    try:
        return _ready(path)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        path.unlink()
        return _ready(path)


def _ready(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=30, check_same_thread=False)
    try:
        connection.executescript(_SCHEMA)
    except sqlite3.Error:
        connection.close()
        raise
    return connection
