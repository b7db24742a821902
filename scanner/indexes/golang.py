"""A Go module proxy: where a version came from, and its file. Source: https://go.dev/ref/mod#goproxy-protocol

A proxy knows no licences: those are found in the file, when it is fetched.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from packageurl import PackageURL

from scanner.indexes.registered import Get, Registered, RegisteredFile
from scanner.manifest.shape import at, string

TYPE = "golang"


def ask(package: PackageURL, base: str, get: Get) -> Registered | None:
    """The version's origin and the address of its zip."""
    path = f"{package.namespace}/{package.name}" if package.namespace else package.name
    place = f"{base}/{_escaped(path)}/@v/{_escaped(package.version or '')}"
    answer = get(f"{place}.info", "application/json")
    document = answer.json() if answer else {}
    if answer is None or document.get("Version") != package.version:
        return None
    address, commit = string(at(document, "Origin", "URL")), string(at(document, "Origin", "Hash"))
    return Registered(
        answer.address,
        files=(RegisteredFile(f"{package.version}.zip", f"{place}.zip"),),
        vcs_url=f"git+{address}@{commit}" if address and commit else address,
    )


def canonical(_: str, download: str) -> str:
    """The proxy's own address, of what packageurl-python has for a module: its file's place."""
    return download.partition("/namespace/")[0]


def _escaped(path: str) -> str:
    """Capitals as `!` and the small letter: not all file systems tell them apart."""
    return quote(re.sub("[A-Z]", lambda found: f"!{found[0].lower()}", path), safe="/!")
