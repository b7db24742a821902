"""pnpm-lock.yaml, lockfile versions 5 to 9 and the stream of two documents of pnpm 11 (pnpm).

Source: https://github.com/pnpm/spec/tree/master/lockfile. A package's key is "/name/1.0.0_peers" (5),
"/name@1.0.0(peers)" (6) or "name@1.0.0" with the peers in `snapshots` (9); edges give a version or, for an alias, a
whole key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.ecosystems._npm import is_name, npm_purl, split_reference
from scanner.manifest.declaration import lockfile
from scanner.manifest.digests import integrity
from scanner.manifest.file import ManifestFile
from scanner.manifest.shape import Table, at, pairs, string, table
from scanner.package import Dependency, Evidence, Package, Scope
from scanner.purl import at_commit

_SECTIONS = {
    "dependencies": Scope.RUNTIME,
    "optionalDependencies": Scope.OPTIONAL,
    "configDependencies": Scope.BUILD,
    "packageManagerDependencies": Scope.BUILD,
    "devDependencies": Scope.DEVELOPMENT,
}  # the strongest first
_ADDRESS = re.compile(r"@?[\w.-]+\.[a-z]+/.+/|\w+:|https?:")


@lockfile("pnpm-lock.yaml", "pnpm-lock.yml", ecosystem="npm")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield each locked package and its edges.

    Raises:
        Malformed: the YAML does not parse.
    """
    for document in file.yaml_documents():
        yield from _Lock(file, table(document)).facts()


class _Lock:
    """One document of a lockfile."""

    def __init__(self, file: ManifestFile, document: Table) -> None:
        self._file = file
        self._document = document
        # Before version 6 a slash, not an "@", stands between name and version.
        self._slashed = string(document.get("lockfileVersion")).startswith(("5", "4", "3"))
        entries = {key: table(entry) for key, entry in pairs(document.get("packages"))}
        self._entries = entries
        self._purls = {key: self._purl(key, entry) for key, entry in entries.items()}
        self._asked = list(self._importers())

    def facts(self) -> Iterator[Package | Dependency]:
        """The document's packages and edges."""
        direct = self._direct()
        for key, entry in self._entries.items():
            identity = self._purls[key]
            if identity:
                evidence = self._file.at_first(("packages:", f"{key}:"), ("packages:", f"'{key}':"))
                yield self._package(entry, identity, evidence, direct)
                yield from self._edges(identity, entry, evidence)
        for key, snapshot in pairs(self._document.get("snapshots")):
            if known := self._purls.get(_without_peers(key)):
                evidence = self._file.at_first(("snapshots:", f"{key}:"), ("snapshots:", f"'{key}':"))
                yield from self._edges(known, table(snapshot), evidence)
        yield from self._unlisted()

    def _package(self, entry: Table, identity: str, evidence: Evidence, direct: dict[str, Scope]) -> Package:
        tarball = string(at(entry, "resolution", "tarball"))
        return Package(
            purl=identity,
            evidence=evidence,
            scope=_flagged(entry) or direct.get(identity),
            direct=identity in direct,
            hashes=integrity(string(at(entry, "resolution", "integrity"))),
            download_url=tarball if tarball.startswith(("http://", "https://")) else "",
            vcs_url=at_commit(string(at(entry, "resolution", "repo")), string(at(entry, "resolution", "commit"))),
        )

    def _edges(self, identity: str, entry: Table, evidence: Evidence) -> Iterator[Dependency]:
        for section in ("dependencies", "optionalDependencies"):
            for name, value in pairs(entry.get(section)):
                if needed := self._target(name, string(value)):
                    yield Dependency(identity, needed, evidence, scope=_SECTIONS[section])

    def _direct(self) -> dict[str, Scope]:
        """What the projects ask for themselves, with the strongest scope."""
        found: dict[str, Scope] = {}
        for scope, name, version in self._asked:
            if target := self._target(name, version):
                found.setdefault(target, scope)
        return found

    def _unlisted(self) -> Iterator[Package]:
        """What the projects ask for and `packages` does not hold, in files that were cut short."""
        for scope, name, version in self._asked:
            bare = _without_peers(version).partition("_")[0]
            if bare[:1].isdigit() and is_name(name) and not self._target(name, version):
                evidence = self._file.evidence(f"{name}: {version}")
                yield Package(purl=npm_purl(name, bare), evidence=evidence, scope=scope, direct=True)

    def _importers(self) -> Iterator[tuple[Scope, str, str]]:
        """Scope, name and resolved version of each need of each project, the strongest scopes first."""
        importers = [table(entry) for _, entry in pairs(self._document.get("importers"))] or [self._document]
        for section, scope in _SECTIONS.items():
            for importer in importers:
                for name, wanted in pairs(importer.get(section)):
                    yield scope, name, string(at(wanted, "version")) if isinstance(wanted, dict) else string(wanted)

    def _target(self, name: str, value: str) -> str:
        """The purl of what `name: value` leads to, "" for a link and for what is not listed."""
        bare = _without_peers(value)
        spelt = [f"{start}{name}@{version}" for version in (bare, value) for start in ("", "/")]
        keys = [value, bare, *spelt, f"/{name}/{value}", f"/{name}/{bare}"]
        return next((found for key in keys if (found := self._purls.get(key))), "")

    def _purl(self, key: str, entry: Table) -> str:
        name, version = string(entry.get("name")), string(entry.get("version"))
        if not name or not version:
            keyed_name, keyed_version = self._split(_without_peers(key))
            name, version = name or keyed_name, version or keyed_version
        return npm_purl(name, version) if is_name(name) and version else ""

    def _split(self, key: str) -> tuple[str, str]:
        plain = key.removeprefix("/")
        if self._slashed and key.startswith("/"):
            name, _, version = plain.rpartition("/")
            if "@" in name[1:]:  # a peer suffix with a scope has a slash of its own
                name, version = plain.split("_", 1)[0].rpartition("/")[::2]
            return name, version.partition("_")[0]
        name, _, version = split_reference(plain)
        return (name, "") if _ADDRESS.match(version) else (name, version)


def _flagged(entry: Table) -> Scope | None:
    """Versions before 9 say of each package what it is for."""
    if entry.get("dev") is True:
        return Scope.DEVELOPMENT
    if entry.get("optional") is True:
        return Scope.OPTIONAL
    return Scope.RUNTIME if entry.get("dev") is False else None


def _without_peers(key: str) -> str:
    return key.partition("(")[0]
