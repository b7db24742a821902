"""The compiled rules: read from a data package once, then opened from one memory-mapped file in milliseconds."""
