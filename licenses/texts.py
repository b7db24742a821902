"""The full texts of licences and exceptions, from licensedcode-data."""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from licenses.identifiers import identifiers


@lru_cache(maxsize=512)
def license_text(name: str) -> str | None:
    """The text of a licence or exception by its SPDX identifier; None when the data does not hold it.

    Texts are as their authors published them, with lines ending in a newline and no blank lines around.
    """
    known = identifiers().get(name.lower())
    path = _texts() / f"{known.key}.LICENSE" if known else None
    if path is None or not path.is_file():
        return None
    content = path.read_text(encoding="utf-8")
    _, _, body = content.removeprefix("---\n").partition("\n---\n")
    lines = [line.rstrip() for line in body.strip("\n").splitlines()]
    return "\n".join(lines) + "\n" if any(lines) else None


@lru_cache(maxsize=1)
def _texts() -> Path:
    found = find_spec("licensedcode")
    locations = found.submodule_search_locations if found else None
    if not locations:
        raise ModuleNotFoundError("licensedcode")
    return Path(next(iter(locations))) / "data" / "licenses"
