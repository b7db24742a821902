"""Package recipes of Buildroot, and makefiles that fix versions in its way: `NAME_VERSION = 1.2`, `NAME_SITE = …`.

Source: https://buildroot.org/downloads/manual/manual.html, “Adding new packages to Buildroot”
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.ecosystems._make import Makefile, makefile
from scanner.manifest.asked import asked
from scanner.manifest.declaration import manifest
from scanner.manifest.digests import from_hex
from scanner.manifest.file import ManifestFile
from scanner.package import Dependency, Hash, Package, Scope
from scanner.purl import archive_purl, purl, source_purl

_RECIPE = re.compile(r"\$\(eval\s+\$\((host-)?[\w-]+-package\)\)")
_NAME = re.compile(r"[A-Za-z0-9][\w.+-]*")
_VERSION = re.compile(r"v?\d[\w.+~-]*|[0-9a-f]{40}")
_HASH = re.compile(r"^(md5|sha1|sha256|sha384|sha512)[ \t]++([0-9a-fA-F]++)[ \t]++(\S++)", re.MULTILINE)
_SOURCES = ("SITE", "URL", "GIT_URL", "DOWNLOAD_URL", "REPO")  # what tells that a version is that of something fetched


@manifest("*.mk", ecosystem="buildroot")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the package that a recipe builds and what it needs, or each thing that a makefile fetches at a version."""
    text = file.text()
    recipe = makefile(text)
    if _RECIPE.search(text):
        yield from _recipe(file, recipe)
        return
    values = recipe.values
    for variable in values:
        prefix = re.fullmatch(r"(\w+)_VER(?:SION)?", variable)
        address = (
            next((values[f"{prefix[1]}_{end}"] for end in _SOURCES if f"{prefix[1]}_{end}" in values), "")
            if prefix
            else ""
        )
        version = recipe.filled(variable)
        if prefix and address and _VERSION.fullmatch(version):
            identity, download, repository = _source(prefix[1].lower(), version, recipe.fill(address))
            evidence = file.at_line(recipe.lines[variable])
            yield Package(
                identity, evidence, scope=Scope.RUNTIME, direct=True, download_url=download, vcs_url=repository
            )


def _recipe(file: ManifestFile, recipe: Makefile) -> Iterator[Package | Dependency]:
    """The package of a recipe; its variables begin with its name, in capitals and with underscores."""
    name = file.name.removesuffix(".mk")
    prefix = re.sub(r"\W", "_", name).upper()
    version = recipe.filled(f"{prefix}_VERSION")
    site = recipe.filled(f"{prefix}_SITE")
    if not _NAME.fullmatch(name):
        return
    project = purl("buildroot", name, version.removeprefix("v") if _VERSION.fullmatch(version) else "")
    source = recipe.filled(f"{prefix}_SOURCE") or f"{name}-{version}.tar.gz"
    yield Package(
        purl=project,
        evidence=file.at_line(recipe.lines.get(f"{prefix}_VERSION", 1)),
        first_party=True,
        declared_license=recipe.filled(f"{prefix}_LICENSE").replace(", ", " AND "),
        hashes=_hashes(file, name, source),
        download_url=f"{site.rstrip('/')}/{source}" if site.startswith("http") and "$" not in site + source else "",
        vcs_url=site if site.startswith("git") or site.endswith(".git") else "",
    )
    for variable, scope in (("DEPENDENCIES", Scope.RUNTIME), (f"HOST_{prefix}_DEPENDENCIES", Scope.BUILD)):
        key = variable if variable.startswith("HOST_") else f"{prefix}_{variable}"
        for word in recipe.values.get(key, "").split():
            used_for = Scope.BUILD if word.startswith("host-") else scope
            wanted = word.removeprefix("host-")
            if _NAME.fullmatch(wanted):
                yield from asked(project, purl("buildroot", wanted), file.at_line(recipe.lines[key]), scope=used_for)


def _hashes(file: ManifestFile, name: str, source: str) -> tuple[Hash, ...]:
    """The digests of the source archive in the `.hash` file beside the recipe."""
    beside = file.open(f"{name}.hash")
    lines = _HASH.findall(beside.text()) if beside else []
    return tuple(sorted({digest for kind, value, of in lines if of == source for digest in from_hex(kind, value)}))


def _source(name: str, version: str, address: str) -> tuple[str, str, str]:
    """Purl, download address and repository of something that a makefile fetches."""
    if address.startswith(("git", "ssh")) or address.endswith(".git"):
        return source_purl(address, version) or purl("generic", name, version), "", address
    known = archive_purl(address) if "$" not in address else ""
    return known or purl("generic", name, version), address if "$" not in address else "", ""
