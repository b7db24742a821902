"""Public mirrors of package registries: a package from a mirror is the registry's package, whatever address a
lockfile holds.

The list is data, `mirrors.csv`: host, path prefix, purl type (`git` for forges), kind, note.
"""

from __future__ import annotations

import csv
from functools import cache, lru_cache
from importlib.resources import files
from urllib.parse import urlsplit


@lru_cache(maxsize=4096)
def mirrored(url: str, ecosystem: str) -> bool:
    """Whether `url` lies on a known mirror of the ecosystem's registry."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    host, path = (parts.hostname or "").lower(), parts.path or "/"
    return any(path.startswith(prefix) for prefix in _prefixes().get((host, ecosystem), ()))


@cache
def _prefixes() -> dict[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    with (files("scanner") / "mirrors.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            if row["kind"] in ("mirror", "canonical"):
                key = row["host"], row["ecosystem"]
                found[key] = (*found.get(key, ()), row["path_prefix"])
    return found
