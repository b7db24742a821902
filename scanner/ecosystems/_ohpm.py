"""What the OpenHarmony package formats share."""

from __future__ import annotations

from scanner.purl import purl


def ohpm_purl(name: str, version: str = "") -> str:
    """The purl of a package of the OpenHarmony registry; names have npm's form."""
    scope, _, base = name.partition("/")
    return purl("ohpm", base, version, scope) if base and scope.startswith("@") else purl("ohpm", name, version)


def is_name(name: str) -> bool:
    """Whether `name` can be a package's: not empty, no lone scope, no address."""
    return bool(name.strip("@/")) and ":" not in name and not (name.startswith("@") and "/" not in name)
