"""Manifest.toml and Project.toml (Julia). Source: https://pkgdocs.julialang.org/v1/toml-files/"""

from __future__ import annotations

from collections.abc import Iterator

from scanner.manifest.asked import asked
from scanner.manifest.declaration import lockfile, manifest
from scanner.manifest.file import ManifestFile
from scanner.manifest.shape import Table, array, at, pairs, string, strings, table, tables
from scanner.package import Dependency, Package, Scope
from scanner.purl import qualified


@lockfile("Manifest.toml", "JuliaManifest.toml", "Manifest-v*.toml", ecosystem="julia")
def parse_manifest(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield each resolved package and its edges, formats 1 and 2. The standard library has Julia's own version.

    Raises:
        Malformed: the TOML does not parse.
    """
    document = file.toml()
    julia = string(document.get("julia_version"))
    held = table(document.get("deps")) if "manifest_format" in document else document
    entries = [(name, entry) for name, listed in pairs(held) for entry in tables(listed) if entry.get("uuid")]
    purls: dict[str, str] = {}
    for name, entry in entries:
        identity = julia_purl(name, string(entry.get("version")) or julia, string(entry.get("uuid")))
        purls[string(entry.get("uuid"))] = identity
        purls.setdefault(name, identity)
    for name, entry in entries:
        identity = purls[string(entry.get("uuid"))]
        evidence = file.at_first((f"[[deps.{name}]]",), (f"[[{name}]]",))
        yield Package(purl=identity, evidence=evidence, vcs_url=string(entry.get("repo-url")))
        for needed in _needs(entry):
            if needed in purls:
                yield Dependency(identity, purls[needed], evidence)


@manifest("Project.toml", "JuliaProject.toml", ecosystem="julia")
def parse_project(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the package and what it depends on, with the ranges of its `compat` table.

    Raises:
        Malformed: the TOML does not parse.
    """
    document = file.toml()
    project = ""
    name = string(document.get("name"))
    if name.isidentifier() and document.get("uuid"):
        project = julia_purl(name, string(document.get("version")), string(document.get("uuid")))
        authors = tuple(strings(array(document.get("authors"))))
        yield Package(project, file.evidence("name"), first_party=True, authors=authors)
    extras = (("deps", Scope.RUNTIME), ("weakdeps", Scope.OPTIONAL), ("extras", Scope.TEST))
    for section, scope in extras:
        for wanted, uuid in pairs(document.get(section)):
            requirement = string(at(document, "compat", wanted))
            if wanted.isidentifier():
                need, evidence = julia_purl(wanted, "", string(uuid)), file.at_toml(section, wanted)
                yield from asked(project, need, evidence, requirement=requirement, scope=scope)


def julia_purl(name: str, version: str, uuid: str) -> str:
    """The purl of a Julia package; names are only unique together with their UUID."""
    return qualified("julia", name, version, qualifiers={"uuid": uuid})


def _needs(entry: Table) -> list[str]:
    """The packages needed, as names or, where names clash, as UUIDs."""
    needs = entry.get("deps")
    return [string(uuid) for _, uuid in pairs(needs)] if isinstance(needs, dict) else strings(array(needs))
