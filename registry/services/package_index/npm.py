"""npm (Node.js). https://github.com/npm/registry/blob/main/docs/REGISTRY-API.md"""

from __future__ import annotations

from urllib.parse import quote, urljoin

import msgspec
from packageurl import PackageURL

from registry.pool import Pool
from registry.services.package_index.interface import Found, asked_json, base, hex_of_base64, missing


class _Dist(msgspec.Struct):
    tarball: str
    integrity: str = ""  # https://www.w3.org/TR/SRI/


class _Version(msgspec.Struct):
    dist: _Dist


def find(pool: Pool, wanted: PackageURL) -> Found:
    """The tarball of the version's manifest."""
    name = f"{wanted.namespace}/{wanted.name}" if wanted.namespace else wanted.name
    place = f"{base(pool, 'npm')}/{quote(name, safe='@')}/{quote(str(wanted.version), safe='')}"
    dist = asked_json(pool, place, _Version).dist
    kind, _, packed = dist.integrity.split(" ")[0].partition("-")
    digest = hex_of_base64(packed)
    if kind not in {"sha256", "sha384", "sha512"} or not digest:
        raise missing(wanted)
    return Found(urljoin(place, dist.tarball), kind, digest)
