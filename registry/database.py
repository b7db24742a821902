"""Open the pool's database: SQLite (WAL) in its folder, or any URL that SQLAlchemy knows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from licenses.errors import BadUsage
from licenses.language import text

EXAMPLE = "postgresql+pg8000://user@host/database"
BUSY_TIMEOUT = 30_000  # milliseconds that a SQLite writer waits for another


class Database:
    """An engine, and the two ways to use it."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writer = engine.execution_options(trustpool_writes=True)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one consistent state and writes nothing."""
        with Session(self.engine) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction: all of it when the block ends, none of it when the block raises."""
        with Session(self._writer, expire_on_commit=False) as session, session.begin():
            yield session

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def open_database(url: str) -> Database:
    """An engine for this address; connecting comes later, and the schema is `registry.schema`'s business.

    Raises:
        BadUsage: this is no address of a database, or the driver for its kind is not installed.
    """
    try:
        engine = create_engine(url, pool_pre_ping=not url.startswith("sqlite"))
    except (ArgumentError, ValueError) as wrong:
        raise BadUsage(
            text("this is not the address of a database"), hint=text("like this: {example}", example=EXAMPLE)
        ) from wrong
    except ImportError as missing:
        raise BadUsage(
            text("the driver of this kind of database is not installed: {name}", name=missing.name or str(missing)),
            hint=text("for PostgreSQL: pip install 'trustpool[postgresql]'"),
        ) from missing
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine)
    return Database(engine)


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def connected(connection: object, _: ConnectionPoolEntry) -> None:
        # the driver's own transaction handling would begin late and commit early; "begin" below does it right
        connection.isolation_level = None  # type: ignore[attr-defined]
        cursor = connection.cursor()  # type: ignore[attr-defined]
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_TIMEOUT}"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        chosen = connection.get_execution_options()
        if chosen.get("trustpool_migrates", False):
            # SQLite changes a table by copying and dropping it, which must not delete what refers to its rows
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        # a writer takes its lock at once: a lock taken half-way could fail after work was done
        connection.exec_driver_sql("BEGIN IMMEDIATE" if chosen.get("trustpool_writes", False) else "BEGIN")
