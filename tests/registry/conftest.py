"""The pool's fixtures."""

from tests.registry.pool import address, new_home, on_postgresql, on_sqlite, pool, postgresql, publish, shared_pool

__all__ = ["address", "new_home", "on_postgresql", "on_sqlite", "pool", "postgresql", "publish", "shared_pool"]
