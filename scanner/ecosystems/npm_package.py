"""package.json (npm, yarn, pnpm, bun). Source: npm CLI documentation, “package.json”."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.ecosystems._npm import is_name, linked, npm_purl, wanted
from scanner.ecosystems._npm_manifest import described
from scanner.manifest.asked import asked
from scanner.manifest.declaration import manifest
from scanner.manifest.file import ManifestFile
from scanner.manifest.malformed import Malformed
from scanner.manifest.shape import Table, at, pairs, string, strings, table
from scanner.package import Dependency, Package, Scope

_TABLES = {
    "dependencies": Scope.RUNTIME,
    "devDependencies": Scope.DEVELOPMENT,
    "optionalDependencies": Scope.OPTIONAL,
    "peerDependencies": Scope.PROVIDED,
}


@manifest("package.json", ecosystem="npm")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the package and what it depends on.

    Raises:
        Malformed: not JSON, or not an object.
    """
    document = file.json()
    file.require(isinstance(document, dict), "not a JSON object")
    own = table(document)
    project = ""
    name = string(own.get("name"))
    if is_name(name):
        project = npm_purl(name, string(own.get("version")))
        yield described(project, file.at_key("name"), own)
    yield from _dependencies(file, project, own)


def _dependencies(file: ManifestFile, project: str, own: Table) -> Iterator[Package | Dependency]:
    optional = {name for name, meta in pairs(own.get("peerDependenciesMeta")) if at(meta, "optional") is True}
    also_optional = table(own.get("optionalDependencies"))
    for section, scope in _TABLES.items():
        for name, specifier in pairs(own.get(section)):
            if (section == "dependencies" and name in also_optional) or not is_name(name):
                continue  # npm lets the optional entry win
            told = string(specifier)
            need = wanted(name, _catalogued(file, name, told) if told.startswith("catalog:") else told)
            yield from asked(
                project,
                linked(file, "package.json", need.requirement, npm_purl) or npm_purl(need.name),
                file.at_key(section, name),
                requirement=need.requirement,
                scope=Scope.OPTIONAL if section == "peerDependencies" and name in optional else scope,
                vcs_url=need.vcs_url,
                download_url=need.download_url,
            )
    listed = {name for section in _TABLES for name, _ in pairs(own.get(section))}
    for section in ("bundledDependencies", "bundleDependencies"):
        for name in filter(is_name, strings(own.get(section))):
            if name not in listed:
                yield from asked(project, npm_purl(name), file.at_key(section, name))


def _catalogued(file: ManifestFile, name: str, specifier: str) -> str:
    """The range that pnpm-workspace.yaml keeps for `catalog:` or `catalog:NAME`. https://pnpm.io/catalogs"""
    catalog = specifier.removeprefix("catalog:") or "default"
    for up in range(file.path.count("/") + 1):
        if workspace := file.open("../" * up + "pnpm-workspace.yaml"):
            try:
                document = workspace.yaml()
            except Malformed:  # not a file that we report on
                return specifier
            shared = at(document, "catalog", name) if catalog == "default" else None
            return string(shared) or string(at(document, "catalogs", catalog, name)) or specifier
    return specifier
