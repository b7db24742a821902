"""A problem: something in the input that could not be read as meant. The scan goes on; the report says so."""

from __future__ import annotations

from msgspec import Struct

from licenses.language import Text


class Problem(Struct, frozen=True):
    """What went wrong with one path of a tree."""

    code: str  # stable, machine-readable, e.g. "manifest-malformed"
    path: str  # "" when it concerns the whole tree
    message: Text
    line: int | None = None  # 1-based
