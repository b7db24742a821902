"""The database's schema: which revision it has, which one this code needs, and the way there.

A new database gets its schema when it is first opened. One that has data is changed only when somebody says so
(`trustpool admin migrate`), since only they know whether it is backed up and who else is using it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, column, inspect, select, table

from licenses.errors import BadUsage
from licenses.language import text
from registry.database import Database

if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

MIGRATIONS = Path(__file__).resolve().parent / "migrations"
_ORPHANS = "PRAGMA foreign_key_check"
_VERSIONS = "alembic_version"
_LOCK = 0x7472757374706F6F  # "trustpoo": of PostgreSQL's advisory locks, so that two processes never migrate at once


class Opening(Enum):
    """What opening a pool does about its schema."""

    CURRENT = auto()  # make it in an empty database; refuse an old one
    MIGRATE = auto()  # bring an old one to the newest
    AS_IS = auto()  # look at nothing


@dataclass(frozen=True, slots=True)
class Step:
    """One migration."""

    revision: str
    says: str  # what it does, in English


@dataclass(frozen=True, slots=True)
class Schema:
    """Where a database is, and where this code needs it."""

    current: str  # revision; "" for a database without tables
    target: str
    known: bool  # false when a newer trustpool made it, or no trustpool at all
    steps: tuple[Step, ...]  # from here to there, in order

    @property
    def is_current(self) -> bool:
        """Whether there is nothing to do."""
        return self.known and self.current == self.target


class SchemaOld(BadUsage):
    """The database waits for `trustpool admin migrate`."""


class SchemaStrange(BadUsage):
    """The database is newer than this code, or no pool's."""


def schema_of(database: Database) -> Schema:
    """What the database has, and what is missing."""
    with database.engine.connect() as connection:
        tables = inspect(connection).get_table_names()
        current = _revision(connection) if _VERSIONS in tables else ""
    scripts = _scripts()
    known_revisions = {it.revision: it for it in scripts.walk_revisions()}
    target = scripts.get_current_head() or ""
    if current not in known_revisions and (current or tables):
        return Schema(current, target, known=False, steps=())
    missing = [it for it in scripts.iterate_revisions("head", current or "base") if it.revision != current]
    steps = tuple(Step(it.revision, (it.doc or "").split("\n")[0]) for it in reversed(missing))
    return Schema(current, target, known=True, steps=steps)


def is_current(database: Database) -> bool:
    """Whether the schema is the one that this code needs."""
    return schema_of(database).is_current


def prepare_schema(database: Database, opening: Opening) -> None:
    """See to the schema as `opening` says.

    Raises:
        SchemaOld: it is older than this code, and nobody said that it shall be changed.
        SchemaStrange: it is newer, or not a pool's.
    """
    if opening is Opening.AS_IS:
        return
    found = schema_of(database)
    if found.is_current:
        return
    if found.current and found.known and opening is Opening.CURRENT:
        raise SchemaOld(
            text(
                "the database has the schema {current}, and this trustpool needs {target}",
                current=found.current,
                target=found.target,
            ),
            hint=text("back it up, then: trustpool admin migrate"),
        )
    migrate(database)


def migrate(database: Database) -> Schema:
    """Bring the schema to the newest revision, in one transaction; what it was before.

    Raises:
        SchemaStrange: a newer trustpool made it, or it is not a pool's.
    """
    found = schema_of(database)
    if not found.known:
        raise _strange(found)
    if not found.is_current:
        _upgrade(database)
    return found


def _upgrade(database: Database) -> None:
    from alembic import command

    config = _configuration()
    writer = database.engine.execution_options(trustpool_writes=True, trustpool_migrates=True)
    with writer.connect() as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")  # which asks again where it is: another process may have been faster
        if connection.dialect.name == "sqlite" and (orphans := connection.exec_driver_sql(_ORPHANS).all()):
            raise AssertionError(f"the migration left rows that refer to nothing: {orphans[:5]}")
    database.engine.dispose()  # connections that check foreign keys again


def _strange(found: Schema) -> SchemaStrange:
    if found.current:
        return SchemaStrange(
            text("the database has the schema {current}, which this trustpool does not know", current=found.current),
            hint=text("a newer trustpool made it: install that one, or restore a backup"),
        )
    return SchemaStrange(
        text("the database has tables that are not a pool's"), hint=text("give the pool a database of its own")
    )


def _scripts() -> ScriptDirectory:
    from alembic.script import ScriptDirectory

    return ScriptDirectory.from_config(_configuration())


def _configuration() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


def _revision(connection: Connection) -> str:
    found: str | None = connection.scalar(select(column("version_num")).select_from(table(_VERSIONS)))
    return found or ""
