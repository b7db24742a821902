"""The advisories that a machine is set up with: `TRUSTPOOL_ADVISORIES`, for the gate and for a pool alike; and those
that a project's settings name, for its own gate.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from licenses.errors import InputUnreadable
from licenses.language import text
from scanner.advisories.known import NO_ADVISORIES, Advisories
from scanner.cache import cache_dir

VARIABLE = "TRUSTPOOL_ADVISORIES"


@contextmanager
def advisories_at(
    source: Path | None = None, otherwise: Callable[[], Path | None] = lambda: None
) -> Iterator[Advisories]:
    """Those in `source`, else those that the environment names, else those that `otherwise` names, else none.

    Raises:
        InputUnreadable: they cannot be read; says which.
    """
    named = source or os.environ.get(VARIABLE) or otherwise()
    if not named:
        yield NO_ADVISORIES
        return
    from scanner.advisories.index import open_advisories

    with open_advisories(Path(named), cache_dir()) as known:
        yield known


def advisories_in_settings(written: str, where: str, location: str) -> Path | None:
    """The path that the settings of the project at `location` name; None when they name none.

    It lies outside of the project: inside of it, a change could edit the advisories that it is judged by. And it counts
    only for who stands in the project's folder: a strange tree must not have us read files of this machine.

    Raises:
        InputUnreadable: neither is so, or there is nothing at the path. `where` is the settings' own path.
    """
    if not written:
        return None
    folder = Path(location)
    hint = text("name them on the command line, with --advisories, or in {variable}", variable=VARIABLE)
    if not folder.is_dir() or not Path.cwd().is_relative_to(folder.resolve()):
        what = text("the advisories that the settings name count only for who stands in the project's folder")
        raise InputUnreadable(what, where=where, hint=hint)
    path = (folder / Path(written).expanduser()).resolve()
    if path.is_relative_to(folder.resolve()) or folder.resolve().is_relative_to(path):
        what = text("the advisories must lie outside of the project: a change could edit {path}", path=written)
        raise InputUnreadable(what, where=where, hint=hint)
    if not path.exists():
        what = text("the settings name advisories that are not there: {path}", path=written)
        raise InputUnreadable(what, where=where, hint=hint)
    return path
