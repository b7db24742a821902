"""What the pool does: each module one thing, each change one transaction."""
