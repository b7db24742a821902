"""Cargo.toml (Rust). Source: https://doc.rust-lang.org/cargo/reference/manifest.html"""

from __future__ import annotations

from collections.abc import Iterator

from scanner.manifest.asked import asked
from scanner.manifest.declaration import manifest
from scanner.manifest.file import ManifestFile
from scanner.manifest.malformed import Malformed
from scanner.manifest.shape import Table, at, pairs, string, strings, table
from scanner.package import Dependency, Package, Scope
from scanner.purl import purl

_TABLES = {
    "dependencies": Scope.RUNTIME,
    "dev-dependencies": Scope.DEVELOPMENT,
    "dev_dependencies": Scope.DEVELOPMENT,
    "build-dependencies": Scope.BUILD,
    "build_dependencies": Scope.BUILD,
}


@manifest("Cargo.toml", ecosystem="cargo")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the crate and what it depends on, for every target. `workspace = true` takes the workspace root's words.

    Raises:
        Malformed: the TOML does not parse.
    """
    document = file.toml()
    root = _workspace(file, document)
    project = ""
    if name := string(at(document, "package", "name")):
        own = _inherited(table(document.get("package")), table(root.get("package")))
        project = purl("cargo", name, string(own.get("version")))
        yield _crate(file, project, own)
    for section, scope, wanted in _wanted(document):
        for alias, value in pairs(wanted):
            yield from _dependency(file, project, section, scope, alias, value, table(root.get("dependencies")))


def _crate(file: ManifestFile, project: str, own: Table) -> Package:
    return Package(
        purl=project,
        evidence=file.evidence("[package]", "name"),
        first_party=True,
        declared_license=string(own.get("license")),
        vcs_url=string(own.get("repository")),
        homepage=string(own.get("homepage")),
        description=string(own.get("description")),
        authors=tuple(strings(own.get("authors"))),
    )


def _wanted(document: Table) -> Iterator[tuple[str, Scope, object]]:
    for section, scope in _TABLES.items():
        yield section, scope, document.get(section)
        for name, target in pairs(document.get("target")):
            yield f"target.{_quoted(name)}.{section}", scope, table(target).get(section)


def _dependency(
    file: ManifestFile, project: str, section: str, scope: Scope, alias: str, value: object, shared: Table
) -> Iterator[Package | Dependency]:
    detail = table(value) if isinstance(value, dict) else {"version": value}
    if detail.get("workspace") is True:
        inherited = shared.get(alias)
        detail = {**(table(inherited) if isinstance(inherited, dict) else {"version": inherited}), **detail}
    optional = detail.get("optional") is True and scope is Scope.RUNTIME
    yield from asked(
        project,
        purl("cargo", string(detail.get("package")) or alias),
        file.at_toml(section, alias),
        requirement=string(detail.get("version")),
        scope=Scope.OPTIONAL if optional else scope,
        vcs_url=string(detail.get("git")),
    )


def _workspace(file: ManifestFile, document: Table) -> Table:
    """The `[workspace]` table that this crate inherits from: its own, or that of the nearest folder above that has
    one.
    """
    above = ""
    while "workspace" not in document and len(above) < 3 * 20:
        above += "../"
        root = file.open(f"{above}Cargo.toml")
        if root is not None:
            try:
                document = root.toml()
            except Malformed:  # reported where that file is read itself
                return {}
        elif above.count("../") > file.path.count("/"):
            break
    return table(document.get("workspace"))


def _inherited(own: Table, shared: Table) -> Table:
    return {key: shared.get(key) if at(value, "workspace") is True else value for key, value in own.items()}


def _quoted(key: str) -> str:
    """A TOML key as cargo's documentation writes it in a table's header."""
    return key if key.replace("-", "").replace("_", "").isalnum() else f"'{key}'"
