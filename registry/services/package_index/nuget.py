"""NuGet (.NET): the service index, a registration, the catalogue's digest. https://learn.microsoft.com/nuget/api/overview"""

from __future__ import annotations

from urllib.parse import quote, urljoin

import msgspec
from packageurl import PackageURL

from registry.pool import Pool
from registry.services.package_index.interface import Found, asked_json, base, hex_of_base64, missing

_REGISTRATION = "RegistrationsBaseUrl"


class _Resource(msgspec.Struct):
    id: str = msgspec.field(name="@id")
    type: str = msgspec.field(name="@type")


class _Service(msgspec.Struct):
    resources: list[_Resource]


class _Entry(msgspec.Struct):
    hash: str = msgspec.field(name="packageHash", default="")  # base64
    algorithm: str = msgspec.field(name="packageHashAlgorithm", default="SHA512")


class _Leaf(msgspec.Struct):
    content: str = msgspec.field(name="packageContent")
    entry: str | _Entry = msgspec.field(name="catalogEntry")


def find(pool: Pool, wanted: PackageURL) -> Found:
    """The package's file, and the digest that its entry in the catalogue says."""
    place = f"{base(pool, 'nuget')}/index.json"
    # the plain ones first: those with a version of their own are only sent packed
    known = sorted(
        (it for it in asked_json(pool, place, _Service).resources if it.type.split("/")[0] == _REGISTRATION),
        key=lambda it: it.type,
    )
    if not known:
        raise missing(wanted)
    name, version = wanted.name.lower(), str(wanted.version).lower()
    leaf_url = urljoin(place, f"{known[0].id.rstrip('/')}/{quote(name)}/{quote(version)}.json")
    leaf = asked_json(pool, leaf_url, _Leaf)
    entry = leaf.entry if isinstance(leaf.entry, _Entry) else asked_json(pool, urljoin(leaf_url, leaf.entry), _Entry)
    digest = hex_of_base64(entry.hash)
    if entry.algorithm.upper() != "SHA512" or not digest:
        raise missing(wanted)
    return Found(urljoin(leaf_url, leaf.content), "sha512", digest)
