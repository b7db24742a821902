"""The advisories that a machine is set up with: `TRUSTPOOL_ADVISORIES`, for the gate and for a pool alike."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scanner.advisories.known import NO_ADVISORIES, Advisories
from scanner.cache import cache_dir

VARIABLE = "TRUSTPOOL_ADVISORIES"


@contextmanager
def advisories_at(source: Path | None = None) -> Iterator[Advisories]:
    """Those in `source`, else those that the environment names, else none.

    Raises:
        InputUnreadable: they cannot be read; says which.
    """
    named = source or os.environ.get(VARIABLE)
    if not named:
        yield NO_ADVISORIES
        return
    from scanner.advisories.index import open_advisories

    with open_advisories(Path(named), cache_dir()) as known:
        yield known
