"""pdm.lock (PDM). Source: https://pdm-project.org/latest/usage/lockfile/"""

from __future__ import annotations

from collections.abc import Iterator

from scanner.ecosystems._python import group_scope, parse_requirement
from scanner.ecosystems._python_lock import parse_locked
from scanner.manifest.declaration import lockfile
from scanner.manifest.digests import prefixed
from scanner.manifest.file import ManifestFile
from scanner.manifest.shape import Table, array, at, string, strings, tables
from scanner.package import Dependency, Evidence, Package, Scope
from scanner.purl import at_commit


@lockfile("pdm.lock", ecosystem="pypi")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield each locked distribution and its edges.

    Raises:
        Malformed: the TOML does not parse.
    """
    yield from parse_locked(file, _package, _needs)


def _package(entry: Table, document: Table, identity: str, evidence: Evidence) -> Package:
    reference = f"{string(entry.get('name'))} {string(entry.get('version'))}"
    files = array(entry.get("files")) or array(at(document, "metadata", "files", reference))
    return Package(
        purl=identity,
        evidence=evidence,
        scope=_scope(strings(array(entry.get("groups")))),
        hashes=prefixed(string(item.get("hash")) for item in tables(files)),
        vcs_url=at_commit(string(entry.get("git")), string(entry.get("revision"))),
        description=string(entry.get("summary")),
    )


def _needs(entry: Table) -> Iterator[tuple[str, str, Scope]]:
    for text in strings(array(entry.get("dependencies"))):
        if wanted := parse_requirement(text):
            yield wanted.name, wanted.range, Scope.RUNTIME


def _scope(groups: list[str]) -> Scope | None:
    if not groups:
        return None
    return Scope.RUNTIME if "default" in groups else group_scope(groups[0], Scope.DEVELOPMENT)
