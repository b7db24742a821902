"""Composer (PHP): a repository's metadata. https://getcomposer.org/doc/05-repositories.md#metadata-url-available-packages-and-available-package-patterns"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urljoin

import msgspec
from packageurl import PackageURL

from licenses.language import text
from registry.pool import Pool
from registry.services.package_index.interface import Found, asked_json, base, missing
from registry.services.projects import NotFound


class _Dist(msgspec.Struct):
    url: str = ""
    shasum: str | None = ""  # sha1, hex; most public packages have none


class _Source(msgspec.Struct):
    type: str = ""
    url: str = ""
    reference: str = ""


class _Version(msgspec.Struct):
    version: str
    dist: _Dist | None = None
    source: _Source | None = None


class _Metadata(msgspec.Struct):
    packages: dict[str, list[dict[str, Any]]]


def find(pool: Pool, wanted: PackageURL) -> Found:
    """The version's archive, where the repository says its digest; else where its source is."""
    name = f"{wanted.namespace}/{wanted.name}".lower()
    place = f"{base(pool, 'composer')}/p2/{quote(name)}.json"
    for it in _expanded(asked_json(pool, place, _Metadata).packages.get(name, [])):
        if it.version.removeprefix("v") != str(wanted.version).removeprefix("v"):
            continue
        if it.dist and re.fullmatch(r"[0-9a-fA-F]{40}", it.dist.shasum or ""):
            return Found(urljoin(place, it.dist.url), "sha1", str(it.dist.shasum).lower())
        raise _without_digest(wanted, it.source)
    raise missing(wanted)


def _without_digest(wanted: PackageURL, source: _Source | None) -> NotFound:
    hint = None
    if source and source.type == "git" and source.reference:
        hint = text("submit its repository: {source}", source=f"{source.url}@{source.reference}"[:500])
    return NotFound(text("the index says no digest of this package"), where=wanted.to_string(), hint=hint)


def _expanded(listed: list[dict[str, Any]]) -> Iterator[_Version]:
    """Each version whole: an entry says only what differs from the one before it (composer/metadata-minifier)."""
    whole: dict[str, Any] = {}
    for changed in listed:
        whole = {name: value for name, value in {**whole, **changed}.items() if value != "__unset"}
        try:
            yield msgspec.convert(whole, _Version)
        except msgspec.ValidationError:
            continue
