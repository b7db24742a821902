"""PyPI (Python): the simple interface as JSON. https://packaging.python.org/en/latest/specifications/simple-repository-api/"""

from __future__ import annotations

import re
from urllib.parse import quote, urljoin

import msgspec
from packageurl import PackageURL

from registry.pool import Pool
from registry.services.package_index.interface import Found, asked_json, base, missing

_JSON = "application/vnd.pypi.simple.v1+json"


class _File(msgspec.Struct):
    filename: str
    url: str
    hashes: dict[str, str] = {}


class _Project(msgspec.Struct):
    files: list[_File]


def find(pool: Pool, wanted: PackageURL) -> Found:
    """The source distribution; without one, a pure wheel."""
    place = f"{base(pool, 'pypi')}/{quote(_normalised(wanted.name))}/"
    said = asked_json(pool, place, _Project, _JSON)
    version = re.escape(str(wanted.version))
    names = re.compile(rf"(?i){_loose(wanted.name)}-{version}(\.tar\.gz|\.zip|-py\d?.*-none-any\.whl)")
    files = sorted(
        (it for it in said.files if names.fullmatch(it.filename)), key=lambda it: it.filename.endswith(".whl")
    )
    if not files or "sha256" not in files[0].hashes:
        raise missing(wanted)
    return Found(urljoin(place, files[0].url), "sha256", files[0].hashes["sha256"].lower())


def _normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _loose(name: str) -> str:
    return r"[-_.]+".join(re.escape(part) for part in re.split(r"[-_.]+", name))
