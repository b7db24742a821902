"""A package of a registry, by its purl: where the index that the operator configured has its source, and its digest.

PyPI's simple interface as JSON: https://packaging.python.org/en/latest/specifications/simple-repository-api/. npm's
registry: https://github.com/npm/registry/blob/main/docs/REGISTRY-API.md. No address is built in.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar
from urllib.parse import quote, urljoin

import msgspec
from packageurl import PackageURL

from licenses.errors import BadUsage, InputUnreadable
from licenses.language import text
from registry.pool import Pool
from registry.services.outgoing import get
from registry.services.projects import NotFound
from registry.services.upload import Parcel, Uploaded, upload

T = TypeVar("T")
LARGEST_INDEX = 64 * 1024 * 1024  # bytes of an index's answer
_PYPI = "application/vnd.pypi.simple.v1+json"


class IndexSilent(InputUnreadable):
    """The configured index does not answer as one."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where the package's source is."""

    url: str
    algorithm: str  # "sha256", "sha512"
    digest: str  # hex


class _PypiFile(msgspec.Struct):
    filename: str
    url: str
    hashes: dict[str, str] = {}


class _PypiProject(msgspec.Struct):
    files: list[_PypiFile]


class _NpmDist(msgspec.Struct):
    tarball: str
    integrity: str = ""


class _NpmVersion(msgspec.Struct):
    dist: _NpmDist


def submit_package(pool: Pool, purl: str, *, name: str, organisation: str, actor: str) -> Uploaded:
    """Fetch a package's source, check it against the index's digest, and bring it in like an upload.

    Raises:
        BadUsage: this is no purl with a version, no index is configured for its kind, or what came is not what the
            index announced.
        NotFound: the index does not have it.
        InputUnreadable: the index does not answer.
    """
    wanted = _parsed(purl)
    found = _FINDERS[wanted.type](pool, wanted)
    with tempfile.TemporaryDirectory(prefix="trustpool-package-") as folder:
        path = Path(folder) / found.url.rpartition("/")[2][-100:]
        path = path if path.name.strip(".") else Path(folder) / "package"
        with path.open("wb") as stream:
            digest = hashlib.new(found.algorithm)
            for chunk in _get(pool, found.url, pool.settings.fetch.max_bytes):
                digest.update(chunk)
                stream.write(chunk)
        if digest.hexdigest() != found.digest:
            raise BadUsage(text("what came is not what the index announced"), where=found.url)
        base = PackageURL(wanted.type, wanted.namespace, wanted.name).to_string()
        return upload(pool, Parcel(path, base, name or wanted.name, organisation, actor, wanted.version or ""))


def _parsed(purl: str) -> PackageURL:
    try:
        wanted = PackageURL.from_string(purl)
    except ValueError:
        raise BadUsage(text("this is not a package URL"), where=purl[:100]) from None
    if wanted.type not in _FINDERS or not wanted.version:
        raise BadUsage(
            text(
                "a package is submitted by its purl with its version; known kinds are: {kinds}",
                kinds=", ".join(_FINDERS),
            ),
            where=purl[:100],
        )
    return wanted


def _pypi(pool: Pool, wanted: PackageURL) -> Found:
    """The source distribution; without one, a pure wheel."""
    place = f"{_base(pool, 'pypi')}/{quote(_normalised(wanted.name))}/"
    said = _json(pool, place, _PypiProject, _PYPI)
    version = re.escape(str(wanted.version))
    names = re.compile(rf"(?i){_loose(wanted.name)}-{version}(\.tar\.gz|\.zip|-py\d?.*-none-any\.whl)")
    files = sorted(
        (it for it in said.files if names.fullmatch(it.filename)), key=lambda it: it.filename.endswith(".whl")
    )
    if not files or "sha256" not in files[0].hashes:
        raise NotFound(text("the index has no source of this package in this version"), where=wanted.to_string())
    return Found(urljoin(place, files[0].url), "sha256", files[0].hashes["sha256"].lower())


def _npm(pool: Pool, wanted: PackageURL) -> Found:
    name = f"{wanted.namespace}/{wanted.name}" if wanted.namespace else wanted.name
    place = f"{_base(pool, 'npm')}/{quote(name, safe='@')}/{quote(str(wanted.version), safe='')}"
    dist = _json(pool, place, _NpmVersion, "application/json").dist
    kind, _, packed = dist.integrity.split(" ")[0].partition("-")
    try:
        digest = base64.b64decode(packed, validate=True).hex()
    except binascii.Error:
        digest = ""
    if kind not in {"sha256", "sha384", "sha512"} or not digest:
        raise NotFound(text("the index has no source of this package in this version"), where=wanted.to_string())
    return Found(urljoin(place, dist.tarball), kind, digest)


_FINDERS: Mapping[str, Callable[[Pool, PackageURL], Found]] = MappingProxyType({"npm": _npm, "pypi": _pypi})


def _base(pool: Pool, kind: str) -> str:
    address: str = getattr(pool.settings.index, kind)
    if not address:
        raise NotFound(
            text("no index is configured for packages of the kind {kind}", kind=kind),
            hint=text("its administrator names one in the settings, under [index]"),
        )
    return address.rstrip("/")


def _json(pool: Pool, url: str, shape: type[T], accept: str) -> T:
    content = b"".join(_get(pool, url, LARGEST_INDEX, accept))
    try:
        return msgspec.json.decode(content, type=shape)
    except msgspec.MsgspecError as strange:
        raise InputUnreadable(text("the index does not answer as one"), where=url) from strange


def _get(pool: Pool, url: str, most: int, accept: str = "*/*") -> Iterator[bytes]:
    fetch = pool.settings.fetch
    return get(url, accept=accept, private=fetch.private_addresses, timeout=fetch.timeout, most=most)


def _normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _loose(name: str) -> str:
    return r"[-_.]+".join(re.escape(part) for part in re.split(r"[-_.]+", name))
