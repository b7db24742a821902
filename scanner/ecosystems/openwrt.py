"""Makefile of an OpenWrt package. Source: https://openwrt.org/docs/guide-developer/packages"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.ecosystems._make import Makefile, makefile
from scanner.manifest.asked import asked
from scanner.manifest.declaration import manifest
from scanner.manifest.digests import sha256
from scanner.manifest.file import ManifestFile
from scanner.manifest.lines import text_lines
from scanner.package import Dependency, Package, Scope
from scanner.purl import at_commit, purl

_RECIPE = re.compile(rb"include\s+\$\((?:TOPDIR|INCLUDE_DIR)\)/[\w./-]+\.mk")
_NAME = re.compile(r"[A-Za-z0-9][\w.+-]*")
_VERSION = re.compile(r"v?\d[\w.+~-]*|[0-9a-f]{40}")
_NEEDS = re.compile(
    r"^[ \t]*(?:(DEPENDS)|(PKG_BUILD_DEPENDS|HOST_BUILD_DEPENDS))[ \t]*[:+?]?=[ \t]*((?:[^\\\n]|\\\n|\\.)*+)", re.M
)
_WORD = re.compile(r"\+?(?:(?:[A-Z@!(][^:\s]*|[A-Za-z_]+[&|][^:\s]*):)?([a-z0-9][\w.+-]*)(?:/host)?")


@manifest("Makefile", ecosystem="openwrt")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the package that a recipe builds and what it needs. Other makefiles say nothing."""
    if b"PKG_NAME" not in file.content or not _RECIPE.search(file.content):
        return
    text = file.text()
    recipe = makefile(text)
    name = recipe.filled("PKG_NAME")
    if not _NAME.fullmatch(name):
        return
    version = recipe.filled("PKG_VERSION") or recipe.filled("PKG_SOURCE_DATE")
    project = purl("openwrt", name, version if _VERSION.fullmatch(version) else "")
    yield _described(file, recipe, project)
    line_at, known = text_lines(text), set()
    for found in _NEEDS.finditer(text):
        scope = Scope.RUNTIME if found[1] else Scope.BUILD
        for word in re.sub(r"\\\n", " ", found[3]).split():
            wanted = _WORD.fullmatch(word)
            if wanted and "$" not in word and wanted[1] != name and (wanted[1], scope) not in known:
                known.add((wanted[1], scope))
                yield from asked(
                    project, purl("openwrt", wanted[1]), file.at_line(line_at(found.start(3))), scope=scope
                )


def _described(file: ManifestFile, recipe: Makefile, project: str) -> Package:
    source, places = recipe.filled("PKG_SOURCE"), recipe.filled("PKG_SOURCE_URL").split()
    address = places[0] if places and "$" not in places[0] + source else ""
    is_git = recipe.values.get("PKG_SOURCE_PROTO") == "git" or address.endswith(".git")
    download = ""
    if source and address.startswith("http") and not is_git:
        download = address + source if address.endswith("?") else f"{address.rstrip('/')}/{source}"
    return Package(
        purl=project,
        evidence=file.at_line(recipe.lines.get("PKG_VERSION", recipe.lines["PKG_NAME"])),
        first_party=True,
        declared_license=" AND ".join(re.split(r"[,\s]+(?!OR |AND |WITH )", recipe.filled("PKG_LICENSE")))
        if not re.search(r" (?:OR|AND|WITH) ", recipe.filled("PKG_LICENSE"))
        else recipe.filled("PKG_LICENSE"),
        hashes=sha256(recipe.filled("PKG_HASH")) if download else (),
        download_url=download.removesuffix("?"),
        vcs_url=at_commit(address, recipe.filled("PKG_SOURCE_VERSION")) if is_git else "",
        homepage=recipe.filled("URL"),
        description=recipe.filled("TITLE"),
    )
