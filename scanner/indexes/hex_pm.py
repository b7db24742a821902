"""Hex's API (Elixir, Erlang, Gleam). Source: https://github.com/hexpm/specifications/blob/main/apiary.apib"""

from __future__ import annotations

from urllib.parse import quote

from packageurl import PackageURL

from scanner.indexes.registered import Get, Registered, RegisteredFile
from scanner.manifest.digests import sha256
from scanner.manifest.shape import array, at, pairs, string, strings

TYPE = "hex"


def ask(package: PackageURL, base: str, get: Get) -> Registered | None:
    """The release's digest, and what the package says of all its releases."""
    place = f"{base}/packages/{quote(package.name)}"
    answer = get(f"{place}/releases/{quote(package.version or '', safe='')}", "application/json")
    release = answer.json() if answer else {}
    if answer is None or release.get("version") != package.version:
        return None
    about = get(place, "application/json")
    meta = at(about.json(), "meta") if about else {}
    links = {name.lower(): string(url) for name, url in pairs(at(meta, "links"))}
    file = f"{package.name}-{package.version}.tar"
    return Registered(
        answer.address,
        declared_license=" AND ".join(strings(array(at(meta, "licenses")))),
        files=(RegisteredFile(file, _tarballs(base) + quote(file), sha256(string(release.get("checksum")))),),
        vcs_url=links.get("github", "") or links.get("gitlab", ""),
        description=" ".join(string(at(meta, "description")).split()),
    )


def _tarballs(base: str) -> str:
    """The files' folder: beside the API, but for Hex's own, whose files are on a sister host."""
    from packageurl.contrib import purl2url

    own = str(purl2url.get_download_url("pkg:hex/name@1")).partition("name-1.tar")[0]  # type: ignore[no-untyped-call]
    return own if base == canonical("", own) else f"{base.removesuffix('/api')}/tarballs/"


def canonical(_: str, download: str) -> str:
    """The API's own address, of what packageurl-python has for a package: its file's place, on the sister host."""
    return download.partition("/tarballs/")[0].replace("://repo.", "://") + "/api"
