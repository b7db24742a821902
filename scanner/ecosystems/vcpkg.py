"""vcpkg.json (C and C++). Source: https://learn.microsoft.com/vcpkg/reference/vcpkg-json"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.manifest.asked import asked
from scanner.manifest.declaration import manifest
from scanner.manifest.file import ManifestFile
from scanner.manifest.shape import array, at, pairs, string, table, tables
from scanner.package import Dependency, Package, Scope
from scanner.purl import purl

_VERSIONS = ("version", "version-semver", "version-string", "version-date")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")


@manifest("vcpkg.json", ecosystem="vcpkg")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the project and the ports it asks for, features included. An override pins a port.

    Raises:
        Malformed: not JSON.
    """
    document = table(file.json())
    project = ""
    name = string(document.get("name"))
    if _NAME.fullmatch(name):
        project = purl("vcpkg", name, _version(document))
        yield Package(
            purl=project,
            evidence=file.at_key("name"),
            first_party=True,
            declared_license=string(document.get("license")),
            homepage=string(document.get("homepage")),
            description=string(document.get("description")),
        )
    pinned = {string(entry.get("name")): _version(entry) for entry in tables(document.get("overrides"))}
    listed = [(entry, Scope.RUNTIME) for entry in array(document.get("dependencies"))]
    for _, feature in pairs(document.get("features")):
        listed += [(entry, Scope.OPTIONAL) for entry in array(at(feature, "dependencies"))]
    for entry, scope in listed:
        wanted = string(at(entry, "name")) or string(entry)
        if _NAME.fullmatch(wanted) and wanted != name:
            minimum = string(at(entry, "version>="))
            yield from asked(
                project,
                purl("vcpkg", wanted, pinned.get(wanted, "")),
                file.evidence('"dependencies"', f'"{wanted}"'),
                requirement=f">={minimum}" if minimum else "",
                scope=Scope.BUILD if at(entry, "host") is True else scope,
            )


def _version(entry: dict[str, object]) -> str:
    told = next((version for key in _VERSIONS if (version := string(entry.get(key)))), "")
    return told.partition("#")[0]  # behind it stands the revision of the port, not of the software
