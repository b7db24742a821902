"""poetry.lock, formats 1 and 2 (Poetry). Source: https://github.com/python-poetry/poetry-core, packages/locker"""

from __future__ import annotations

from collections.abc import Iterator

from scanner.ecosystems._python import group_scope
from scanner.ecosystems._python_lock import parse_locked
from scanner.manifest.declaration import lockfile
from scanner.manifest.digests import prefixed
from scanner.manifest.file import ManifestFile
from scanner.manifest.shape import Table, array, at, pairs, string, strings, table, tables
from scanner.package import Dependency, Evidence, Hash, Package, Scope
from scanner.purl import at_commit


@lockfile("poetry.lock", ecosystem="pypi")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield each locked distribution and its edges.

    Raises:
        Malformed: the TOML does not parse.
    """
    yield from parse_locked(file, _package, _needs)


def _package(entry: Table, document: Table, identity: str, evidence: Evidence) -> Package:
    source = table(entry.get("source"))
    return Package(
        purl=identity,
        evidence=evidence,
        scope=_scope(entry),
        hashes=_hashes(entry, document),
        vcs_url=at_commit(string(source.get("url")), string(source.get("resolved_reference")))
        if source.get("type") == "git"
        else "",
        download_url=string(source.get("url")) if source.get("type") == "url" else "",
        description=string(entry.get("description")),
    )


def _needs(entry: Table) -> Iterator[tuple[str, str, Scope]]:
    for name, wanted in pairs(entry.get("dependencies")):
        requirement = string(at(wanted, "version")) if isinstance(wanted, dict) else string(wanted)
        yield name, requirement, Scope.OPTIONAL if at(wanted, "optional") is True else Scope.RUNTIME


def _scope(entry: Table) -> Scope | None:
    """Old files keep a category, those of Poetry 2 the groups; between the two nothing was kept."""
    groups = strings(array(entry.get("groups"))) or strings(entry.get("category"))
    if not groups:
        return None
    if "main" in groups:
        return Scope.OPTIONAL if entry.get("optional") is True else Scope.RUNTIME
    return group_scope(groups[0], Scope.DEVELOPMENT)


def _hashes(entry: Table, document: Table) -> tuple[Hash, ...]:
    """With the package, or in `[metadata.files]`, or in `[metadata.hashes]`, by age of the format."""
    name = string(entry.get("name"))
    files = array(entry.get("files")) or array(at(document, "metadata", "files", name))
    bare = [f"sha256:{digest}" for digest in strings(array(at(document, "metadata", "hashes", name)))]
    return prefixed([*(string(item.get("hash")) for item in tables(files)), *bare])
