"""uv.lock (uv). Source: https://docs.astral.sh/uv/concepts/projects/layout/#the-lockfile"""

from __future__ import annotations

from collections.abc import Iterator

from scanner.ecosystems._python import group_scope, pypi_purl
from scanner.manifest.declaration import lockfile
from scanner.manifest.digests import prefixed
from scanner.manifest.file import ManifestFile
from scanner.manifest.shape import Table, at, pairs, string, table, tables
from scanner.package import Dependency, Hash, Package, Scope

_OWN = ("editable", "virtual")


@lockfile("uv.lock", ecosystem="pypi")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield each locked distribution and its edges. Workspace members are first-party.

    Raises:
        Malformed: the TOML does not parse.
    """
    locked = [entry for entry in tables(file.toml().get("package")) if string(entry.get("name"))]
    versions: dict[str, list[str]] = {}
    for entry in locked:
        versions.setdefault(string(entry.get("name")), []).append(_purl(entry))
    wanted_by_us = {_target(want, versions) for entry in locked if _own(entry) for _, want in _wanted(entry)}
    for entry in locked:
        evidence = file.evidence("[[package]]", f'name = "{string(entry.get("name"))}"')
        source = table(entry.get("source"))
        yield Package(
            purl=_purl(entry),
            evidence=evidence,
            first_party=_own(entry),
            direct=None if _own(entry) else _purl(entry) in wanted_by_us,
            hashes=_hashes(entry),
            vcs_url=string(source.get("git")),
            download_url=string(source.get("url")) or string(at(entry, "sdist", "url")),
        )
        for scope, want in _wanted(entry):
            if target := _target(want, versions):
                yield Dependency(_purl(entry), target, evidence, scope=scope)


def _target(want: Table, versions: dict[str, list[str]]) -> str:
    """The locked package that is meant; the version is told where there are several."""
    told, known = _purl(want), versions.get(string(want.get("name")), [""])
    return told if told in known else known[-1]


def _own(entry: Table) -> bool:
    source = table(entry.get("source"))
    return any(key in source for key in _OWN) or source.get("directory") == "."


def _purl(entry: Table) -> str:
    name = string(entry.get("name"))
    return pypi_purl(name, string(entry.get("version"))) if name else ""


def _wanted(entry: Table) -> Iterator[tuple[Scope, Table]]:
    for want in tables(entry.get("dependencies")):
        yield Scope.RUNTIME, want
    for extra, listed in pairs(entry.get("optional-dependencies")):
        yield from ((group_scope(extra, Scope.OPTIONAL), want) for want in tables(listed))
    for key in ("dev-dependencies", "dependency-groups"):
        for group, listed in pairs(entry.get(key)):
            yield from ((group_scope(group, Scope.DEVELOPMENT), want) for want in tables(listed))


def _hashes(entry: Table) -> tuple[Hash, ...]:
    artifacts = [table(entry.get("sdist")), *tables(entry.get("wheels"))]
    return prefixed(string(artifact.get("hash")) for artifact in artifacts)
