"""Fixtures of the pool's tests: a pool of its own for each test, real git repositories, a server on a free port."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from licenses.policy import load_pack
from registry.cli.session import publish_source
from registry.home import Home
from registry.pool import Pool, open_pool
from registry.services.ingest import Wishes
from registry.services.publish import Published
from tests.registry import postgresql as postgresql_server
from tests.servers.wsgi import listening
from web.app import create_app

SAMPLES = Path(__file__).resolve().parent.parent.parent / "sample_repos"
WHEN = "2026-02-03T04:05:06+0000"

Publish = Callable[..., Published]


NewHome = Callable[[Path], Home]


@pytest.fixture(scope="session")
def postgresql() -> Iterator[postgresql_server.Server]:
    """A PostgreSQL of the tests' own."""
    # not below pytest's own folder, which only root may enter, while PostgreSQL runs as nobody
    with (
        TemporaryDirectory(prefix="trustpool-postgresql-") as folder,
        postgresql_server.running(Path(folder)) as server,
    ):
        yield server


@pytest.fixture(scope="session")
def on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> NewHome:
    """Makes homes with a database file that has the newest schema and nothing else."""
    template = tmp_path_factory.mktemp("template")
    with open_pool(Home(template)):
        pass

    def new(folder: Path) -> Home:
        folder.mkdir()
        shutil.copy(template / "pool.sqlite", folder)
        return Home(folder)

    return new


@pytest.fixture(scope="session")
def on_postgresql(tmp_path_factory: pytest.TempPathFactory, postgresql: postgresql_server.Server) -> NewHome:
    """Makes homes with a database of the server that has the newest schema and nothing else."""
    template = postgresql.create()
    with open_pool(Home(tmp_path_factory.mktemp("template"), postgresql.url(template))):
        pass

    def new(folder: Path) -> Home:
        folder.mkdir()
        return Home(folder, postgresql.url(postgresql.create(template)))

    return new


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def new_home(request: pytest.FixtureRequest) -> NewHome:
    """Makes homes of empty pools: each test that asks for a pool runs on SQLite and on PostgreSQL."""
    if request.param == "postgresql" and postgresql_server.program("initdb") is None:
        reason = "needs postgresql, not installed here"
        if os.environ.get("CI"):
            pytest.fail(f"{reason}; CI must install it", pytrace=False)
        pytest.skip(reason)
    made: NewHome = request.getfixturevalue(f"on_{request.param}")
    return made


@pytest.fixture
def pool(tmp_path: Path, new_home: NewHome, license_index: Path) -> Iterator[Pool]:
    """An empty pool."""
    assert license_index.exists()
    with open_pool(new_home(tmp_path / "pool")) as opened:
        yield opened


@pytest.fixture
def publish(pool: Pool) -> Publish:
    """Scan, judge and publish a source into the pool."""
    return publisher(pool)


def publisher(pool: Pool) -> Publish:
    """A function that scans, judges and publishes into this pool."""

    def run(source: Path | str, *, name: str = "", pack: str = "default", organisation: str = "") -> Published:
        return publish_source(pool, str(source), load_pack(pack), Wishes(name, "tester", organisation), quiet=True)

    return run


@pytest.fixture(scope="module")
def shared_pool(tmp_path_factory: pytest.TempPathFactory, new_home: NewHome, license_index: Path) -> Iterator[Pool]:
    """A pool that the tests of a module only read: `lantern` is published, `candle` rejected."""
    assert license_index.exists()
    folder = tmp_path_factory.mktemp("shared")
    with open_pool(new_home(folder / "pool")) as opened:
        lantern = repository(folder / "lantern", {"README": "soon\n"})
        commit(lantern, MIT_PROJECT)
        publisher(opened)(lantern)
        publisher(opened)(repository(folder / "candle", GPL_IN_MIT))
        yield opened


@pytest.fixture
def address(pool: Pool) -> Iterator[str]:
    """The pool served on loopback; ends with a slash."""
    with serving(pool) as found:
        yield found


@contextmanager
def serving(pool: Pool) -> Iterator[str]:
    """Serve a pool on a free port while the block runs."""
    with listening(create_app(pool)) as address:
        yield address


def git(*arguments: str | Path, at: Path | None = None, protocol: int = 2) -> str:
    """Run the real git, untouched by this machine's settings; its output, errors included."""
    done = try_git(*arguments, at=at, protocol=protocol)
    assert done.returncode == 0, done.stdout
    return done.stdout.strip()


def try_git(*arguments: str | Path, at: Path | None = None, protocol: int = 2) -> subprocess.CompletedProcess[str]:
    """Run git and look at what happens."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": "/nonexistent",
        "LC_ALL": "C",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0",
        **{f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER") for what, value in _IDENTITY.items()},
    }
    settings = ["-c", f"protocol.version={protocol}", "-c", "protocol.file.allow=always"]
    return subprocess.run(
        ["git", *settings, *map(str, arguments)],
        cwd=at,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=60,
    )


_IDENTITY = {"NAME": "Tester", "EMAIL": "tester@example.com", "DATE": WHEN}


def repository(folder: Path, files: dict[str, str]) -> Path:
    """A git repository with one commit on main."""
    git("init", "--quiet", "--initial-branch=main", folder)
    commit(folder, files)
    return folder


def commit(folder: Path, files: dict[str, str], message: str = "change") -> str:
    """Write files, commit everything; the commit's id."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    git("add", "--all", at=folder)
    git("commit", "--quiet", "--allow-empty", "--message", message, at=folder)
    return git("rev-parse", "HEAD", at=folder)


MIT_PROJECT = {
    "package.json": '{"name": "lantern", "version": "1.0.0", "license": "MIT", "description": "河灯 float"}\n',
    "index.js": "// SPDX-License-Identifier: MIT\nmodule.exports = 1;\n",
}
GPL_IN_MIT = {
    "package.json": MIT_PROJECT["package.json"].replace("lantern", "candle").replace("河灯 float", "burn"),
    "copied.js": "// SPDX-License-Identifier: GPL-3.0-only\n",
}
