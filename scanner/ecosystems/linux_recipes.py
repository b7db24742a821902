"""PKGBUILD (Arch) and APKBUILD (Alpine).

Source: https://wiki.archlinux.org/title/PKGBUILD, https://wiki.alpinelinux.org/wiki/APKBUILD_Reference
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.ecosystems._shell import assignments, first
from scanner.manifest.asked import asked
from scanner.manifest.declaration import manifest
from scanner.manifest.digests import from_hex
from scanner.manifest.file import ManifestFile
from scanner.package import Dependency, Package, Scope
from scanner.purl import purl

_NEED = re.compile(r"!?([a-z0-9@][\w.+-]*?)(?:([<>=~]+)(.+))?(?:: .*)?\Z")
_LISTS = {
    "depends": Scope.RUNTIME,
    "optdepends": Scope.OPTIONAL,
    "makedepends": Scope.BUILD,
    "checkdepends": Scope.TEST,
}


@manifest("PKGBUILD", ecosystem="alpm")
def parse_arch(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the package that a recipe builds and what it needs."""
    values = assignments(file.text())
    release = f"{first(values, 'pkgver')}-{first(values, 'pkgrel')}".strip("-")
    epoch = first(values, "epoch")
    yield from _recipe(file, values, "alpm", "arch", f"{epoch}:{release}" if epoch not in ("", "0") else release)


@manifest("APKBUILD", ecosystem="apk")
def parse_alpine(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the package that a recipe builds and what it needs."""
    values = assignments(file.text())
    release = (
        f"{first(values, 'pkgver')}-r{first(values, 'pkgrel')}" if first(values, "pkgrel") else first(values, "pkgver")
    )
    yield from _recipe(file, values, "apk", "alpine", release)


def _recipe(
    file: ManifestFile, values: dict[str, list[str]], kind: str, distribution: str, version: str
) -> Iterator[Package | Dependency]:
    name = first(values, "pkgbase") or first(values, "pkgname")
    if not re.fullmatch(r"[\w.+@-]+", name):
        return
    project = purl(kind, name, "" if "$" in version else version, distribution)
    sources = [word.rpartition("::")[2] for word in values.get("source", ())]
    download = next((word for word in sources if word.startswith(("http://", "https://")) and "$" not in word), "")
    digests = values.get("sha256sums", [])
    yield Package(
        purl=project,
        evidence=file.evidence("pkgname"),
        first_party=True,
        declared_license=" AND ".join(
            [" ".join(values.get("license", ()))] if kind == "apk" else values.get("license", [])
        ),
        hashes=from_hex("sha256", digests[0]) if digests and len(digests) == len(sources) == 1 else (),
        download_url=download,
        homepage=first(values, "url"),
        description=" ".join(values.get("pkgdesc", ())),
    )
    for section, scope in _LISTS.items():
        for word in values.get(section, ()):
            found = _NEED.fullmatch(word)
            if found and "$" not in word and not word.startswith("!"):
                requirement = f"{found[2]}{found[3]}" if found[2] else ""
                wanted, evidence = purl(kind, found[1], "", distribution), file.evidence(section, found[1])
                yield from asked(project, wanted, evidence, requirement=requirement, scope=scope)
