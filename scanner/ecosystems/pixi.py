"""pixi.toml and pixi.lock (Pixi: conda and PyPI packages together). Source:
https://pixi.sh/latest/reference/pixi_manifest/
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.ecosystems._conda import conda_purl
from scanner.ecosystems._python import group_scope, pypi_purl
from scanner.manifest.asked import asked
from scanner.manifest.declaration import lockfile, manifest
from scanner.manifest.digests import from_hex, sha256
from scanner.manifest.file import ManifestFile
from scanner.manifest.shape import Table, at, pairs, string, table, tables
from scanner.package import Dependency, Package, Scope

_TABLES = {"dependencies": Scope.RUNTIME, "host-dependencies": Scope.BUILD, "build-dependencies": Scope.BUILD}
_CONDA_URL = re.compile(r".*/([\w.-]+)-([^-/]+)-[^-/]+\.(?:conda|tar\.bz2)\Z")


@manifest("pixi.toml", ecosystem="conda")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the project and what it asks for, for every platform and feature.

    Raises:
        Malformed: the TOML does not parse.
    """
    document = file.toml()
    own = table(document.get("workspace")) or table(document.get("project")) or table(document.get("package"))
    project = ""
    name = string(own.get("name"))
    if re.fullmatch(r"[\w.-]+", name):
        project = conda_purl(name, string(own.get("version")))
        yield Package(
            purl=project,
            evidence=file.evidence("name"),
            first_party=True,
            declared_license=string(own.get("license")),
            homepage=string(own.get("homepage")),
            vcs_url=string(own.get("repository")),
            description=string(own.get("description")),
        )
    yield from _asked(file, project, "", document, None)
    for kind in ("target", "feature"):
        for label, holder in pairs(document.get(kind)):
            scope = group_scope(label, Scope.OPTIONAL) if kind == "feature" else None
            yield from _asked(file, project, f"{kind}.{label}.", table(holder), scope)


@lockfile("pixi.lock", ecosystem="conda")
def parse_lock(file: ManifestFile) -> Iterator[Package]:
    """Yield each locked package, formats 4 to 6; newer ones tell a conda package by its address alone.

    Raises:
        Malformed: the YAML does not parse.
    """
    for entry in tables(at(file.yaml(), "packages")):
        url = string(entry.get("conda")) or string(entry.get("pypi")) or string(entry.get("url"))
        identity = _locked(entry, url)
        if identity:
            digest = string(entry.get("sha256"))
            yield Package(
                purl=identity,
                evidence=file.evidence("\npackages:", url),
                declared_license=string(entry.get("license")),
                hashes=sha256(digest) or from_hex("md5", string(entry.get("md5"))),
                download_url=url if url.startswith(("http://", "https://")) else "",
            )


def _asked(
    file: ManifestFile, project: str, prefix: str, holder: Table, scope: Scope | None
) -> Iterator[Package | Dependency]:
    for section, told in _TABLES.items():
        for name, value in pairs(holder.get(section)):
            wanted, evidence = conda_purl(name), file.at_toml(prefix + section, name)
            yield from asked(project, wanted, evidence, requirement=_range(value), scope=scope or told)
    for name, value in pairs(holder.get("pypi-dependencies")):
        evidence = file.at_toml(f"{prefix}pypi-dependencies", name)
        vcs = string(at(value, "git"))
        need = scope or Scope.RUNTIME
        yield from asked(project, pypi_purl(name), evidence, requirement=_range(value), scope=need, vcs_url=vcs)


def _range(value: object) -> str:
    told = string(at(value, "version")) or string(value)
    return "" if told == "*" else told


def _locked(entry: Table, url: str) -> str:
    name, version = string(entry.get("name")), string(entry.get("version"))
    python = "pypi" in entry or entry.get("kind") == "pypi"
    if not python and not (name and version) and (found := _CONDA_URL.match(url)):
        name, version = found[1], found[2]
    if not re.fullmatch(r"[\w.-]+", name):
        return ""
    return pypi_purl(name, version) if python else conda_purl(name, version)
