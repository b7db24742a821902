"""Commands that work on the pool itself."""
