"""pylock.toml (PEP 751). Source: https://packaging.python.org/specifications/pylock-toml/"""

from __future__ import annotations

from collections.abc import Iterator

from scanner.ecosystems._python import pypi_purl
from scanner.manifest.declaration import lockfile
from scanner.manifest.digests import from_hex
from scanner.manifest.file import ManifestFile
from scanner.manifest.shape import Table, at, pairs, string, table, tables
from scanner.package import Dependency, Hash, Package
from scanner.purl import at_commit


@lockfile("pylock.toml", "pylock.*.toml", ecosystem="pypi")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield each locked distribution and, where the tool wrote them, its edges.

    Raises:
        Malformed: the TOML does not parse.
    """
    locked = [entry for entry in tables(file.toml().get("packages")) if string(entry.get("name"))]
    purls: dict[str, str] = {}
    for entry in locked:
        purls.setdefault(string(entry.get("name")), _purl(entry))
    for entry in locked:
        name = string(entry.get("name"))
        evidence = file.at_first(("[[packages]]", f'name = "{name}"'), ("[[packages]]", f"name = '{name}'"))
        yield Package(
            purl=_purl(entry),
            evidence=evidence,
            hashes=_hashes(entry),
            vcs_url=at_commit(string(at(entry, "vcs", "url")), string(at(entry, "vcs", "commit-id"))),
            download_url=string(at(entry, "archive", "url")) or string(at(entry, "sdist", "url")),
        )
        for wanted in tables(entry.get("dependencies")):
            if needed := purls.get(string(wanted.get("name"))):
                yield Dependency(_purl(entry), needed, evidence)


def _purl(entry: Table) -> str:
    return pypi_purl(string(entry.get("name")), string(entry.get("version")))


def _hashes(entry: Table) -> tuple[Hash, ...]:
    artifacts = [table(entry.get("sdist")), table(entry.get("archive")), *tables(entry.get("wheels"))]
    stated = (pair for artifact in artifacts for pair in pairs(artifact.get("hashes")))
    return tuple(sorted({digest for name, value in stated for digest in from_hex(name, string(value))}))
