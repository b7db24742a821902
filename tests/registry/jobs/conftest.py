"""Fixtures of the jobs' tests: a forge with one repository, and a pool that may fetch from loopback."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from registry.jobs.child import perform
from registry.jobs.claims import take
from registry.jobs.ending import settle
from registry.jobs.work import Tools, kinds
from registry.pool import Pool, open_pool
from registry.settings import FetchSettings, JobSettings, Settings
from tests.registry.pool import MIT_PROJECT, NewHome, repository
from tests.servers.forge import forge

SETTINGS = Settings(
    fetch=FetchSettings(protocols=("http",), private_addresses=True), jobs=JobSettings(backoff=0.0, poll=0.05)
)


@pytest.fixture
def lantern(tmp_path: Path) -> Path:
    """The forge's repository."""
    (tmp_path / "forge").mkdir()
    return repository(tmp_path / "forge" / "lantern", MIT_PROJECT)


@pytest.fixture
def elsewhere(lantern: Path) -> Iterator[str]:
    """The address of the forge's repository."""
    with forge(lantern.parent) as address:
        yield f"{address}lantern"


@pytest.fixture
def jobs_pool(tmp_path: Path, new_home: NewHome, license_index: Path) -> Iterator[Pool]:
    """An empty pool that may fetch from loopback."""
    assert license_index.exists()
    with open_pool(new_home(tmp_path / "pool"), SETTINGS) as opened:
        yield opened


def work_here(pool: Pool) -> int:
    """Do all that is due in this process, which is quicker than starting another; how many tries that took."""
    tools, done = Tools(), 0
    while claim := take(pool, kinds(), "test"):
        settle(pool, claim, perform(pool, claim, lambda *_: None, at_home=True, tools=tools))
        done += 1
    return done


@contextmanager
def silent_forge() -> Iterator[str]:
    """A server that takes connections and never says anything; the address of a repository there."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/sleeper"


@pytest.fixture
def sleeper() -> Iterator[str]:
    """An origin whose visit never ends by itself."""
    with silent_forge() as address:
        yield address
