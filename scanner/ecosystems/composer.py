"""composer.json, composer.lock, installed.json (PHP). Source: https://getcomposer.org/doc/04-schema.md"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.manifest.asked import asked
from scanner.manifest.declaration import lockfile, manifest
from scanner.manifest.digests import from_hex
from scanner.manifest.file import ManifestFile
from scanner.manifest.malformed import Malformed
from scanner.manifest.shape import Table, array, at, pairs, string, strings, table, tables
from scanner.package import Dependency, Evidence, Package, Scope
from scanner.purl import at_commit, purl

_TABLES = {"require": Scope.RUNTIME, "require-dev": Scope.DEVELOPMENT}
_PLATFORM = re.compile(r"php(?:-64bit)?|hhvm|(?:ext|lib)-[\w.-]+")
_NAME = re.compile(r"[\w.-]+/[\w.-]+")


@manifest("composer.json", ecosystem="composer")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the package, those that it replaces, and what it requires.

    PHP and its extensions ("platform packages") are provided by the machine. A replaced package is a part of this one
    that is also published by itself.

    Raises:
        Malformed: not JSON, or not an object.
    """
    document = file.json()
    file.require(isinstance(document, dict), "not a JSON object")
    own = table(document)
    project = ""
    name = string(own.get("name"))
    if _NAME.fullmatch(name):
        project = composer_purl(name, string(own.get("version")))
        yield _package(own, project, file.at_key("name"), first_party=True, scope=None, direct=None)
    for section, scope in _TABLES.items():
        for wanted, requirement in pairs(own.get(section)):
            platform = _PLATFORM.fullmatch(wanted) is not None
            if platform or _NAME.fullmatch(wanted):
                need, evidence = composer_purl(wanted), file.at_key(section, wanted)
                for_what = Scope.PROVIDED if platform else scope
                yield from asked(project, need, evidence, requirement=string(requirement), scope=for_what)
    for replaced, version in pairs(own.get("replace")):
        if _NAME.fullmatch(replaced):
            told = string(own.get("version")) if string(version) == "self.version" else ""
            yield Package(composer_purl(replaced, told), file.at_key("replace", replaced), first_party=True)


@lockfile("composer.lock", ecosystem="composer")
def parse_lock(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield each locked package and its edges; a composer.json beside it tells which are asked for.

    Raises:
        Malformed: not JSON.
    """
    document = file.json()
    direct = _asked_beside(file)
    sections = (("packages", Scope.RUNTIME), ("packages-dev", Scope.DEVELOPMENT))
    listed = [(entry, scope) for key, scope in sections for entry in tables(at(document, key))]
    yield from _locked(file, listed, direct)


@lockfile("installed.json", ecosystem="composer")
def parse_installed(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield each package that Composer installed below vendor.

    Raises:
        Malformed: not JSON.
    """
    document = file.json()
    development = set(strings(array(at(document, "dev-package-names"))))
    entries = tables(at(document, "packages") if isinstance(document, dict) else document)
    scopes = ((entry, string(entry.get("name")) in development) for entry in entries)
    yield from _locked(file, [(entry, Scope.DEVELOPMENT if dev else Scope.RUNTIME) for entry, dev in scopes], None)


def composer_purl(name: str, version: str = "") -> str:
    """The purl of "vendor/package"."""
    vendor, _, base = name.rpartition("/")
    return purl("composer", base, version, vendor)


def _locked(
    file: ManifestFile, listed: list[tuple[Table, Scope]], direct: set[str] | None
) -> Iterator[Package | Dependency]:
    named = [(entry, scope) for entry, scope in listed if _NAME.fullmatch(string(entry.get("name")))]
    purls = {
        string(e.get("name")).lower(): composer_purl(string(e.get("name")), string(e.get("version"))) for e, _ in named
    }
    for entry, scope in named:
        name = string(entry.get("name"))
        identity = purls[name.lower()]
        evidence = file.evidence(f'"name": "{name}"')
        asked_for = None if direct is None else name.lower() in direct
        yield _package(entry, identity, evidence, first_party=False, scope=scope, direct=asked_for)
        for wanted, requirement in pairs(entry.get("require")):
            if needed := purls.get(wanted.lower()):
                yield Dependency(identity, needed, evidence, string(requirement))


def _package(
    entry: Table, identity: str, evidence: Evidence, *, first_party: bool, scope: Scope | None, direct: bool | None
) -> Package:
    source, dist = table(entry.get("source")), table(entry.get("dist"))
    return Package(
        purl=identity,
        evidence=evidence,
        scope=scope,
        first_party=first_party,
        direct=direct,
        declared_license=" OR ".join(strings(entry.get("license"))),
        hashes=from_hex("sha1", string(dist.get("shasum"))),
        download_url=string(dist.get("url")),
        vcs_url=at_commit(string(source.get("url")), string(source.get("reference"))),
        homepage=string(entry.get("homepage")),
        description=string(entry.get("description")),
        authors=tuple(filter(None, (string(author.get("name")) for author in tables(entry.get("authors"))))),
    )


def _asked_beside(file: ManifestFile) -> set[str] | None:
    own = file.open("composer.json")
    try:
        document = own.json() if own else None
    except Malformed:  # reported where that file is read itself
        return None
    return {name.lower() for section in _TABLES for name, _ in pairs(at(document, section))} if own else None
