"""The pool's fixtures."""

from tests.registry.pool import address, migrated, pool, publish, shared_pool

__all__ = ["address", "migrated", "pool", "publish", "shared_pool"]
