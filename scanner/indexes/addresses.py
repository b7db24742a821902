"""Which indexes may be asked, and where: what a person says, per purl type. None is asked by default.

`canonical` stands for the repository that the purl's type names; its address is packageurl-python's, not ours.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType, ModuleType
from urllib.parse import urlsplit

from licenses.errors import BadUsage
from licenses.language import text

CANONICAL = "canonical"
VARIABLE = "TRUSTPOOL_INDEXES"  # "npm=https://index.example pypi=canonical"
_SCHEMES = ("https", "http")


def known_indexes() -> Mapping[str, ModuleType]:
    """How to ask the index of each purl type."""
    from scanner.indexes import cargo, gem, golang, hex_pm, maven, npm, nuget, pypi

    return MappingProxyType({each.TYPE: each for each in (cargo, gem, golang, hex_pm, maven, npm, nuget, pypi)})


def chosen_indexes(said: Iterable[str], settings: Mapping[str, str]) -> dict[str, str]:
    """The address of each purl type's index: `TYPE=ADDRESS` as said, else of the environment, else of the settings.

    Raises:
        BadUsage: none is named; an unknown type, or no address that may be asked.
    """
    written = list(said) or os.environ.get(VARIABLE, "").split()
    named = dict(_pair(each) for each in written) or dict(settings)
    if not named:
        hint = text(
            "say --index npm=https://… or --index npm=canonical, or write a table [index] into trustpool.toml; "
            "known are: {types}",
            types=", ".join(known_indexes()),
        )
        raise BadUsage(text("no index is configured: none is asked by default"), hint=hint)
    return {name: _address(name, value) for name, value in named.items()}


def _pair(written: str) -> tuple[str, str]:
    name, equals, address = written.partition("=")
    if not equals:
        raise BadUsage(text("an index is named by type and address: npm=https://…"), where=written)
    return name.strip(), address.strip()


def _address(name: str, written: str) -> str:
    index = known_indexes().get(name)
    if index is None:
        hint = text("known are: {types}", types=", ".join(known_indexes()))
        raise BadUsage(text("packages of the type {name} cannot be asked for", name=name), where=name, hint=hint)
    if written == CANONICAL:
        return _canonical(name, index.canonical)
    parts = urlsplit(written)
    if parts.scheme not in _SCHEMES or not parts.hostname or parts.query or parts.fragment:
        raise BadUsage(text("an index has an address that begins with https:// or http://"), where=written)
    if parts.username or parts.password:
        hint = text("write name and password into ~/.netrc")
        raise BadUsage(text("an address with a password in it would be kept and shown: leave it out"), hint=hint)
    return written.rstrip("/")


def _canonical(name: str, base_of: Callable[[str, str], str]) -> str:
    from packageurl.contrib import purl2url

    example = f"pkg:{name}/{'namespace/' if name in ('maven', 'golang') else ''}name@1"
    page = str(purl2url.get_repo_url(example) or "")  # type: ignore[no-untyped-call]
    download = str(purl2url.get_download_url(example) or "")  # type: ignore[no-untyped-call]
    return base_of(page, download)
