"""How a person writes a source: `path`, `path@ref`, `https://host/org/app.git@ref`, `git@host:org/app.git@ref`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from licenses.errors import InputUnreadable
from licenses.language import text


@dataclass(frozen=True, slots=True)
class LocalSpec:
    """Something on this machine."""

    path: Path
    ref: str = ""


def parse_spec(spec: str) -> LocalSpec:
    """Tell the forms apart. What exists on this machine is local, whatever it looks like.

    Raises:
        InputUnreadable: no such path.
    """
    for path, ref in _splits(spec):
        if os.path.lexists(path):
            return LocalSpec(Path(path), ref)
    raise InputUnreadable(text("there is no such file or folder"), where=spec)


def _splits(spec: str) -> Iterator[tuple[str, str]]:
    """(path, ref): the whole first, then shorter and shorter paths; a path and a ref may both hold `@`."""
    yield spec, ""
    place = spec.rfind("@")
    while place > 0:
        yield spec[:place], spec[place + 1 :]
        place = spec.rfind("@", 0, place)
