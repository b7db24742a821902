"""npm's registry: one version's document. Source: https://github.com/npm/registry/blob/main/docs/REGISTRY-API.md"""

from __future__ import annotations

from urllib.parse import quote, urljoin

import msgspec
from packageurl import PackageURL

from scanner.indexes.registered import Get, Registered, RegisteredFile, described, registered
from scanner.manifest.digests import from_hex, integrity
from scanner.manifest.shape import string, table

TYPE = "npm"


def ask(package: PackageURL, base: str, get: Get) -> Registered | None:
    """The version's own package.json with the digest of its file."""
    name = f"{package.namespace}/{package.name}" if package.namespace else package.name
    answer = get(f"{base}/{quote(name, safe='@')}/{quote(package.version or '', safe='')}", "application/json")
    document = answer.json() if answer else {}
    if answer is None or document.get("name") != name or document.get("version") != package.version:
        return None
    dist = table(document.get("dist"))
    address = urljoin(answer.address, string(dist.get("tarball")))
    hashes = (*integrity(string(dist.get("integrity"))), *from_hex("sha1", string(dist.get("shasum"))))
    file = RegisteredFile(address.rpartition("/")[2], address, tuple(sorted(set(hashes))))
    manifest = described({"package.json": msgspec.json.encode(document)}, "package.json")
    return registered(answer.address, manifest, (file,) if dist.get("tarball") else ())


def canonical(_: str, download: str) -> str:
    """The registry's own address, of what packageurl-python has for a package of it: its file's place."""
    return download.partition("/name/")[0]
