"""Commands that serve the pool."""
