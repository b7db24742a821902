"""Where programs get code out of the pool: one module a protocol."""
