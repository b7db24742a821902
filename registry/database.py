"""Open the pool's database: SQLite (WAL) in its folder, or any URL that SQLAlchemy knows; migrated before use."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, column, create_engine, event, inspect, select, table
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).resolve().parent / "migrations"
_ORPHANS = "PRAGMA foreign_key_check"
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
    """Connect and migrate to the newest schema."""
    engine = create_engine(url, pool_pre_ping=not url.startswith("sqlite"))
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine)
    database = Database(engine)
    migrate(database)
    return database


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


def migrate(database: Database) -> None:
    """Bring the schema to the newest revision; quick when it is there already.

    Raises:
        alembic.util.CommandError: the database was made by a newer trustpool.
    """
    from alembic import command

    config = _configuration()
    if is_current(database):
        return
    writer = database.engine.execution_options(trustpool_writes=True, trustpool_migrates=True)
    with writer.connect() as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        if connection.dialect.name == "sqlite" and (orphans := connection.exec_driver_sql(_ORPHANS).all()):
            raise AssertionError(f"the migration left rows that refer to nothing: {orphans[:5]}")
    database.engine.dispose()  # connections that check foreign keys again


def is_current(database: Database) -> bool:
    """Whether the schema is the newest."""
    from alembic.script import ScriptDirectory

    return _revision(database.engine) == ScriptDirectory.from_config(_configuration()).get_current_head()


def _configuration() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


def _revision(engine: Engine) -> str | None:
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.scalar(select(column("version_num")).select_from(table("alembic_version")))
        return found
