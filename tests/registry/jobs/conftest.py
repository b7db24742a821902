"""Fixtures of the jobs' tests: a forge with one repository, and a pool that may fetch from loopback."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from registry.pool import Pool, open_pool
from registry.settings import FetchSettings, JobSettings, Settings
from tests.registry.forge import forge
from tests.registry.pool import MIT_PROJECT, NewHome, repository

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
