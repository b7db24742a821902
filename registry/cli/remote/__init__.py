"""Commands that speak with a pool on another machine."""
