"""What poetry.lock and pdm.lock share: an array of packages, each with its files and with what it needs by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from scanner.ecosystems._python import pypi_purl, same_name
from scanner.manifest.file import ManifestFile
from scanner.manifest.shape import Table, string, tables
from scanner.package import Dependency, Evidence, Package, Scope

Describe = Callable[[Table, Table, str, Evidence], Package]  # entry, document, purl, evidence
Needs = Callable[[Table], Iterable[tuple[str, str, Scope]]]  # entry → name, range, scope


def parse_locked(file: ManifestFile, describe: Describe, needs: Needs) -> Iterator[Package | Dependency]:
    """Yield each locked distribution and its edges. One may be listed again for each set of its extras.

    Raises:
        Malformed: the TOML does not parse.
    """
    document = file.toml()
    locked = [entry for entry in tables(document.get("package")) if string(entry.get("name"))]
    purls = {same_name(string(entry.get("name"))): _purl(entry) for entry in locked}
    for entry in locked:
        identity, evidence = _purl(entry), file.evidence("[[package]]", f'name = "{string(entry.get("name"))}"')
        yield describe(entry, document, identity, evidence)
        for name, requirement, scope in needs(entry):
            needed = purls.get(same_name(name))
            if needed and needed != identity:
                yield Dependency(identity, needed, evidence, requirement, scope)


def _purl(entry: Table) -> str:
    return pypi_purl(string(entry.get("name")), string(entry.get("version")))
