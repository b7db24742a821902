"""packages.lock.json, project.assets.json, *.deps.json, paket.lock (.NET).

Source: https://learn.microsoft.com/nuget/consume-packages/package-references-in-project-files#locking-dependencies and
https://fsprojects.github.io/Paket/lock-file.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.ecosystems._nuget import is_name, nuget_purl
from scanner.manifest.declaration import lockfile
from scanner.manifest.digests import from_base64
from scanner.manifest.file import ManifestFile
from scanner.manifest.shape import at, pairs, string, table
from scanner.package import Dependency, Package, Scope

_PAKET = re.compile(r"( +)([\w.-]+) \(([^)]+)\)")


@lockfile("packages.lock.json", "packages.*.lock.json", ecosystem="nuget")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield each locked package of each target framework and its edges.

    Raises:
        Malformed: not JSON.
    """
    for framework, entries in pairs(at(file.json(), "dependencies")):
        listed = [(name, string(at(entry, "resolved"))) for name, entry in pairs(entries) if is_name(name)]
        purls = {name.lower(): nuget_purl(name, version) for name, version in listed if version}
        for name, entry in pairs(entries):
            if not is_name(name) or at(entry, "type") == "Project":
                continue
            identity = purls.get(name.lower()) or nuget_purl(name)
            evidence = file.at_key(framework, name)
            yield Package(
                purl=identity,
                evidence=evidence,
                direct=at(entry, "type") == "Direct",
                hashes=from_base64("sha512", string(at(entry, "contentHash"))),
            )
            for needed, requirement in pairs(at(entry, "dependencies")):
                if target := purls.get(needed.lower()):
                    yield Dependency(identity, target, evidence, string(requirement))


@lockfile("project.assets.json", "*.deps.json", ecosystem="nuget")
def parse_assets(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield each package that a restore resolved, or a build ships, and its edges.

    Raises:
        Malformed: not JSON.
    """
    document = file.json()
    libraries = {key: table(entry) for key, entry in pairs(at(document, "libraries"))}
    packages = {
        key for key, entry in libraries.items() if entry.get("type") == "package" and is_name(key.partition("/")[0])
    }
    for key in libraries:
        if key in packages:
            digest = string(libraries[key].get("sha512")).removeprefix("sha512-")
            yield Package(
                purl=_keyed(key), evidence=file.at_key("libraries", key), hashes=from_base64("sha512", digest)
            )
    for target, entries in pairs(at(document, "targets")):
        versions = {key.partition("/")[0].lower(): key for key in table(entries) if isinstance(key, str)}
        for key, entry in pairs(entries):
            for needed, requirement in pairs(at(entry, "dependencies")):
                wanted = versions.get(needed.lower(), "")
                if key in packages and wanted in packages:
                    yield Dependency(_keyed(key), _keyed(wanted), file.at_key(target, key), string(requirement))


@lockfile("paket.lock", ecosystem="nuget")
def parse_paket(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield each locked NuGet package and its edges; those of other sources have no registry identity."""
    section, scope, holder = "", Scope.RUNTIME, ""
    waiting: list[tuple[str, str, str, int]] = []
    versions: dict[str, str] = {}
    for number, line in file.lines():
        if line and not line.startswith(" "):
            section = line.split()[0]
            if section == "GROUP":
                name = line.partition(" ")[2].lower()
                scope = Scope.TEST if "test" in name else Scope.BUILD if name in ("build", "fake") else Scope.RUNTIME
        found = _PAKET.match(line)
        if section != "NUGET" or not found or not is_name(found[2]):
            continue
        if len(found[1]) <= 4:
            holder = nuget_purl(found[2], found[3])
            versions[found[2].lower()] = found[3]
            yield Package(purl=holder, evidence=file.at_line(number), scope=scope)
        elif holder:
            waiting.append((holder, found[2], line.strip(), number))
    for dependent, name, stated, number in waiting:
        if version := versions.get(name.lower()):
            requirement = stated.partition("(")[2].partition(")")[0]
            yield Dependency(dependent, nuget_purl(name, version), file.at_line(number), requirement)


def _keyed(key: str) -> str:
    name, _, version = key.partition("/")
    return nuget_purl(name, version)
