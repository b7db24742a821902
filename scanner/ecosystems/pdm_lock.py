"""pdm.lock (PDM). Source: https://pdm-project.org/latest/usage/lockfile/"""

from __future__ import annotations

from collections.abc import Iterator

from scanner.ecosystems._python import group_scope, parse_requirement, pypi_purl, same_name
from scanner.manifest.declaration import lockfile
from scanner.manifest.digests import prefixed
from scanner.manifest.file import ManifestFile
from scanner.manifest.shape import Table, array, at, string, strings, tables
from scanner.package import Dependency, Package, Scope


@lockfile("pdm.lock", ecosystem="pypi")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield each locked distribution and its edges. A package is listed again for each set of its extras.

    Raises:
        Malformed: the TOML does not parse.
    """
    document = file.toml()
    locked = [entry for entry in tables(document.get("package")) if string(entry.get("name"))]
    purls = {same_name(string(entry.get("name"))): _purl(entry) for entry in locked}
    for entry in locked:
        evidence = file.evidence("[[package]]", f'name = "{string(entry.get("name"))}"')
        files = array(entry.get("files")) or array(at(document, "metadata", "files", _reference(entry)))
        yield Package(
            purl=_purl(entry),
            evidence=evidence,
            scope=_scope(strings(array(entry.get("groups")))),
            hashes=prefixed(string(item.get("hash")) for item in tables(files)),
            vcs_url=string(entry.get("git")),
            description=string(entry.get("summary")),
        )
        for text in strings(array(entry.get("dependencies"))):
            wanted = parse_requirement(text)
            needed = purls.get(same_name(wanted.name)) if wanted else None
            if wanted and needed and needed != _purl(entry):
                yield Dependency(_purl(entry), needed, evidence, wanted.range)


def _purl(entry: Table) -> str:
    return pypi_purl(string(entry.get("name")), string(entry.get("version")))


def _reference(entry: Table) -> str:
    return f"{string(entry.get('name'))} {string(entry.get('version'))}"


def _scope(groups: list[str]) -> Scope | None:
    if not groups:
        return None
    return Scope.RUNTIME if "default" in groups else group_scope(groups[0], Scope.DEVELOPMENT)
