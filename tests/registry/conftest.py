"""The pool's fixtures."""

from tests.registry.pool import address, pool, publish

__all__ = ["address", "pool", "publish"]
