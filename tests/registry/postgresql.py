"""A real PostgreSQL on loopback, for the tests: started once a session, one new database for each pool."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError, InterfaceError

_PLACES = "/usr/lib/postgresql"
_NUMBERS = count()


def program(name: str) -> str | None:
    """A program of PostgreSQL, which Debian keeps out of the search path."""
    found = sorted(Path(_PLACES).glob(f"*/bin/{name}"), key=lambda it: int(it.parts[-3]))
    return str(found[-1]) if found else shutil.which(name)


class Server:
    """A running server in which everybody is trusted, since only this machine reaches it."""

    def __init__(self, port: int) -> None:
        self._port = port

    def url(self, database: str) -> str:
        """SQLAlchemy URL of one of its databases."""
        return f"postgresql+pg8000://tester@127.0.0.1:{self._port}/{database}"

    def create(self, template: str = "template1") -> str:
        """A new database, a copy of `template`; its name."""
        name = f"pool{os.getpid()}_{next(_NUMBERS)}"
        engine = create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        engine.dispose()
        return name


@contextmanager
def running(folder: Path) -> Iterator[Server]:
    """Start a server in a folder and end it with the block."""
    user = "nobody" if os.getuid() == 0 else None  # PostgreSQL does not run as root
    if user:
        shutil.chown(folder, user)
    data = folder / "data"
    initdb = [str(program("initdb")), "--pgdata", str(data), "--username=tester", "--auth=trust", "--encoding=UTF8"]
    if not data.exists():
        subprocess.run([*initdb, "--locale=C", "--no-sync"], check=True, capture_output=True, user=user, cwd="/")
    port = _free_port()
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": str(port),
        "unix_socket_directories": "",
        "fsync": "off",  # a test's data need not survive the machine
        "max_connections": "60",
    }
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [str(program("postgres")), "-D", str(data), *options], stdout=log, stderr=log, user=user, cwd="/"
        )
    try:
        _wait(Server(port), process, folder / "log")
        yield Server(port)
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(200):
        assert process.poll() is None, log.read_text(errors="replace")
        engine = create_engine(server.url("postgres"))
        try:
            engine.connect().close()
        except (InterfaceError, DBAPIError):
            time.sleep(0.05)
        else:
            return
        finally:
            engine.dispose()
    raise AssertionError(log.read_text(errors="replace"))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        found: int = probe.getsockname()[1]
        return found
