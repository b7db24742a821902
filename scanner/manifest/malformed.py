"""What a parser raises when its file is not what it claims to be."""

from __future__ import annotations


class Malformed(Exception):
    """A manifest cannot be read. The runner turns it into a `Problem`; nothing else of the scan is affected."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason  # as the decoder says it, English, one line
        self.line = line  # 1-based
