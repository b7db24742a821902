"""The pool's fixtures. Pages are the same on every database, so these tests run on one."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher

from registry.services import accounts
from tests.registry.pool import NewHome, address, on_sqlite, pool, publish, shared_pool

__all__ = ["address", "on_sqlite", "pool", "publish", "shared_pool"]


@pytest.fixture(scope="session")
def new_home(on_sqlite: NewHome) -> NewHome:
    """Makes homes of empty pools."""
    return on_sqlite


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash passwords with the least memory and time: what is tested is not how dear they are."""
    monkeypatch.setattr(accounts, "_hasher", lambda: PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
