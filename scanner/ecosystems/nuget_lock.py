"""packages.lock.json, project.assets.json, *.deps.json (.NET).

Source: https://learn.microsoft.com/nuget/consume-packages/package-references-in-project-files#locking-dependencies
"""

from __future__ import annotations

from collections.abc import Iterator

from scanner.ecosystems._nuget import is_name, nuget_purl
from scanner.manifest.declaration import lockfile
from scanner.manifest.digests import from_base64
from scanner.manifest.file import ManifestFile
from scanner.manifest.shape import at, pairs, string, table
from scanner.package import Dependency, Package


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


def _keyed(key: str) -> str:
    name, _, version = key.partition("/")
    return nuget_purl(name, version)
