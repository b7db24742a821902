"""A PostgreSQL of the benchmark's own, as the tests have it, and copies of its databases."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError, InterfaceError

from tests.registry.postgresql import Server, running

PATIENCE = 30  # seconds that a server which restarts may take


@dataclass(frozen=True, slots=True)
class Postgresql:
    """A running server."""

    server: Server
    process: int  # of the one that starts all others

    def new(self, template: str = "") -> str:
        """URL of a new database: empty, or a copy of the one at this URL, which nobody may be using."""
        name = template.rpartition("/")[2] or "template1"
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                return self.server.url(self.server.create(name))
            except (DBAPIError, InterfaceError):
                # whoever used it has left, and the server has not noticed yet
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)

    def named(self, name: str) -> str:
        """URL of the database of this name, made when it is not there."""
        engine = create_engine(self.server.url("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            if not connection.scalar(text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": name}):
                connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
        engine.dispose()
        return self.server.url(name)

    def drop(self, url: str) -> None:
        """Remove a database, whoever uses it."""
        engine = create_engine(self.server.url("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(f'DROP DATABASE "{url.rpartition("/")[2]}" WITH (FORCE)')
        engine.dispose()


@contextmanager
def postgresql(kept: Path | None = None) -> Iterator[Postgresql]:
    """Start one in a folder of its own, or in one that is kept."""
    with ExitStack() as stack:
        # not below a folder that only root may enter: PostgreSQL runs as nobody
        folder = kept or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="trustpool-postgresql-")))
        folder.mkdir(parents=True, exist_ok=True)
        server = stack.enter_context(running(folder))
        process = (folder / "data" / "postmaster.pid").read_text(encoding="ascii").split("\n", 1)[0]
        yield Postgresql(server, int(process))


def wait_for(url: str) -> None:
    """Until the database answers: after one of its processes was killed, PostgreSQL starts all of them anew.

    Raises:
        TimeoutError: it does not come back.
    """
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        engine = create_engine(url)
        try:
            engine.connect().close()
        except (DBAPIError, InterfaceError):
            time.sleep(0.05)
        else:
            return
        finally:
            engine.dispose()
    raise TimeoutError("the database does not come back")
