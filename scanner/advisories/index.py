"""A folder or archive of advisories, by package: read once, then kept in the cache for as long as it is the same.

OSV's own exports are archives of a hundred thousand files (https://osv.dev/docs: `all.zip` of an ecosystem); a gate
asks about the packages of one project.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from zipfile import BadZipFile, ZipFile

import msgspec

from licenses.errors import InputUnreadable
from licenses.language import text
from scanner.advisories.known import KnownAdvisories
from scanner.advisories.osv import Statement, statements

_FORMAT = 1
_LARGEST = 32 * 1024 * 1024  # bytes of one JSON file
_MOST = 2_000_000  # files
_KEPT = 5  # indexes, the latest
_SCHEMA = """
CREATE TABLE statement (package TEXT NOT NULL, body BLOB NOT NULL);
CREATE TABLE kind (kind TEXT PRIMARY KEY);
"""


@contextmanager
def open_advisories(source: Path, cache: Path) -> Iterator[KnownAdvisories]:
    """The advisories in a JSON file, a zip archive, or a folder of those.

    Raises:
        InputUnreadable: there are none, or one of them cannot be read: says which.
    """
    files = _files(source)
    path = cache / "advisories" / f"{_identity(files)}.sqlite"
    if not path.is_file():
        _build(files, path)
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        decoder = msgspec.msgpack.Decoder(Statement)

        def about(package: str) -> Iterator[Statement]:
            rows = connection.execute("SELECT body FROM statement WHERE package = ?", (package,))
            return (decoder.decode(body) for (body,) in rows)

        yield KnownAdvisories((kind for (kind,) in connection.execute("SELECT kind FROM kind")), about)


def _files(source: Path) -> list[Path]:
    if source.is_file():
        return [source]
    if not source.exists():
        raise InputUnreadable(text("there is no such file or folder"), where=str(source))
    found = sorted(path for path in source.rglob("*") if path.suffix in (".json", ".zip") and path.is_file())
    if not found:
        raise InputUnreadable(
            text("there are no advisories: neither a .json nor a .zip file"),
            where=str(source),
            hint=text("give a file or folder of advisories in the OSV format"),
        )
    return found[:_MOST]


def _identity(files: Iterable[Path]) -> str:
    """Which files they are, and of when."""
    digest = hashlib.sha256(str(_FORMAT).encode())
    for path in files:
        stat = path.stat()
        digest.update(f"{path.resolve()}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()[:32]


def _build(files: Iterable[Path], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        building = Path(folder) / "index"
        kinds: set[str] = set()
        with closing(sqlite3.connect(building)) as connection, connection:
            connection.executescript(_SCHEMA)
            rows = (_row(one, kinds) for name, content in _documents(files) for one in _statements(name, content))
            connection.executemany("INSERT INTO statement VALUES (?, ?)", rows)
            connection.execute("CREATE INDEX by_package ON statement (package)")
            connection.executemany("INSERT INTO kind VALUES (?)", [(kind,) for kind in sorted(kinds)])
        os.replace(building, path)
    for stale in sorted(path.parent.glob("*.sqlite"), key=lambda one: -one.stat().st_mtime)[_KEPT:]:
        stale.unlink(missing_ok=True)


def _row(statement: Statement, kinds: set[str]) -> tuple[str, bytes]:
    kinds.add(statement.package.removeprefix("pkg:").partition("/")[0])
    return statement.package, msgspec.msgpack.encode(statement)


def _statements(name: str, content: bytes) -> list[Statement]:
    try:
        return list(statements(content))
    except ValueError as error:
        raise InputUnreadable(
            text("not an advisory in the OSV format: {reason}", reason=str(error)), where=name
        ) from None


def _documents(files: Iterable[Path]) -> Iterator[tuple[str, bytes]]:
    """Each JSON file's name and content, those in archives included."""
    for path in files:
        try:
            if path.suffix == ".zip":
                yield from _members(path)
            else:
                with path.open("rb") as stream:
                    yield str(path), _bounded(stream.read(_LARGEST + 1), str(path))
        except (OSError, BadZipFile, NotImplementedError, RuntimeError) as error:
            raise InputUnreadable(text("cannot be read: {reason}", reason=str(error)), where=str(path)) from None


def _members(path: Path) -> Iterator[tuple[str, bytes]]:
    with ZipFile(path) as archive:
        for member in archive.infolist()[:_MOST]:
            if member.filename.endswith(".json"):
                with archive.open(member) as stream:
                    name = f"{path}:{member.filename}"
                    yield name, _bounded(stream.read(_LARGEST + 1), name)


def _bounded(content: bytes, name: str) -> bytes:
    if len(content) > _LARGEST:
        raise InputUnreadable(text("the file is larger than {limit} bytes", limit=_LARGEST), where=name)
    return content
