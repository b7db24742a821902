"""Which pool a worker process works for: the one of whoever started it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import msgspec

from registry.home import Home
from registry.pool import Pool, open_pool
from registry.settings import Settings

SETTINGS = "TRUSTPOOL_WORKER_SETTINGS"
HOME = "TRUSTPOOL_WORKER_HOME"


class Told(msgspec.Struct, frozen=True):
    """What `registry.jobs.hand` says to its worker."""

    settings: Settings
    database: str


def told(pool: Pool, *, remote: bool) -> dict[str, str]:
    """Environment variables for a worker of this pool; a remote one is not told where the pool's folder is."""
    written = msgspec.json.encode(Told(pool.settings, pool.home.database_url)).decode()
    return {SETTINGS: written} if remote else {SETTINGS: written, HOME: str(pool.home.folder)}


@contextmanager
def open_worker_pool() -> Iterator[tuple[Pool, bool]]:
    """The pool, and whether its folder is here: git storage, documents, key."""
    said = msgspec.json.decode(os.environ.pop(SETTINGS), type=Told)
    place = os.environ.pop(HOME, "")
    with ExitStack() as stack:
        folder = place or stack.enter_context(tempfile.TemporaryDirectory(prefix="trustpool-worker-"))
        yield stack.enter_context(open_pool(Home(Path(folder), said.database), said.settings)), bool(place)


@contextmanager
def open_remote_pool(settings: Settings) -> Iterator[Pool]:
    """The pool's database alone, as a machine without the pool's folder has it."""
    with (
        tempfile.TemporaryDirectory(prefix="trustpool-worker-") as folder,
        open_pool(Home(Path(folder), settings.pool.database_url), settings) as pool,
    ):
        yield pool
