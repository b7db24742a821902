"""crates.io and registries with its API. Source: https://crates.io/data-access, https://doc.rust-lang.org/cargo/reference/registry-web-api.html"""

from __future__ import annotations

from urllib.parse import quote, urljoin

from packageurl import PackageURL

from scanner.indexes.registered import Get, Registered, RegisteredFile
from scanner.manifest.digests import sha256
from scanner.manifest.shape import Table, at, string, table

TYPE = "cargo"


def ask(package: PackageURL, base: str, get: Get) -> Registered | None:
    """The version's entry; what it leaves out (older registries), the crate's."""
    place = f"{base}/api/v1/crates/{quote(package.name)}"
    answer = get(f"{place}/{quote(package.version or '', safe='')}", "application/json")
    version = table(answer.json().get("version")) if answer else {}
    if answer is None or version.get("num") != package.version:
        return None
    crate: Table = {}
    if not version.get("homepage") and not version.get("repository"):
        about = get(place, "application/json")
        crate = table(about.json().get("crate")) if about else {}
    path = string(version.get("dl_path")) or f"/api/v1/crates/{package.name}/{package.version}/download"
    file = f"{package.name}-{package.version}.crate"
    return Registered(
        answer.address,
        declared_license=string(version.get("license")),
        files=(RegisteredFile(file, urljoin(answer.address, path), sha256(string(version.get("checksum")))),),
        homepage=string(version.get("homepage") or crate.get("homepage")),
        vcs_url=string(version.get("repository") or crate.get("repository")),
        description=" ".join(string(version.get("description") or crate.get("description")).split()),
        authors=tuple(filter(None, [string(at(version, "published_by", "name"))])),
    )


def canonical(page: str, _: str) -> str:
    """The registry's own address, of what packageurl-python has for a package of it: its page."""
    return page.partition("/crates/")[0]
