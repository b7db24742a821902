"""Gradle's version catalogs. Source: https://docs.gradle.org/current/userguide/version_catalogs.html"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scanner.ecosystems._gradle import Coordinates, coordinates, module
from scanner.manifest.file import ManifestFile
from scanner.manifest.malformed import Malformed
from scanner.manifest.shape import Table, array, at, pairs, string, strings, table


@dataclass(frozen=True, slots=True)
class Catalog:
    """The libraries of a catalog by accessor ("libs.androidx.core"), and its bundles of them."""

    libraries: dict[str, Coordinates]
    bundles: dict[str, tuple[str, ...]]
    versions: dict[str, str]  # by accessor, "libs.versions.kotlin"

    def modules(self, accessor: str) -> Iterator[Coordinates]:
        """What an accessor in a build script stands for; `.get()` and the like at its end are passed over."""
        while accessor.count("."):
            if accessor in self.libraries:
                yield self.libraries[accessor]
                return
            if accessor in self.bundles:
                yield from (self.libraries[name] for name in self.bundles[accessor] if name in self.libraries)
                return
            accessor = accessor.rpartition(".")[0]


def catalog_of(file: ManifestFile) -> Catalog:
    """The catalog that the build of `file` uses: gradle/libs.versions.toml of its folder or of the nearest above."""
    for up in range(min(file.path.count("/"), 20) + 1):
        if found := file.open("../" * up + "gradle/libs.versions.toml"):
            try:
                document = found.toml()
            except Malformed:  # reported where that file is read itself
                break
            libraries = {accessor(alias): wanted for alias, wanted in libraries_of(document)}
            libraries |= {accessor("plugins." + alias): wanted for alias, wanted in plugins_of(document)}
            bundles = {
                accessor("bundles." + name): tuple(map(accessor, strings(array(members))))
                for name, members in pairs(document.get("bundles"))
            }
            stated = pairs(document.get("versions"))
            versions = {accessor("versions." + alias): told for alias, value in stated if (told := _version(value))}
            return Catalog(libraries, bundles, versions)
    return Catalog({}, {}, {})


def accessor(alias: str) -> str:
    """How a build script spells an alias."""
    return "libs." + re.sub(r"[-_]", ".", alias)


def libraries_of(document: Table) -> Iterator[tuple[str, Coordinates]]:
    """Alias and module of each library of a catalog."""
    versions = table(document.get("versions"))
    for alias, detail in pairs(document.get("libraries")):
        if isinstance(detail, str):
            found = coordinates(detail)
        else:
            group, name = string(at(detail, "group")), string(at(detail, "name"))
            found = coordinates(string(at(detail, "module")) or f"{group}:{name}")
            version = at(detail, "version")
            told = _version(versions.get(string(at(version, "ref"))) if at(version, "ref") else version)
            found = module(found.group, found.name, told) if found else None
        if found:
            yield alias, found


def plugins_of(document: Table) -> Iterator[tuple[str, Coordinates]]:
    """Alias and marker artifact of each plugin of a catalog."""
    versions = table(document.get("versions"))
    for alias, detail in pairs(document.get("plugins")):
        name, _, stated = detail.partition(":") if isinstance(detail, str) else (string(at(detail, "id")), "", "")
        version = at(detail, "version")
        told = stated or _version(versions.get(string(at(version, "ref"))) if at(version, "ref") else version)
        if re.fullmatch(r"[\w.-]+", name):
            yield alias, module(name, f"{name}.gradle.plugin", told)


def _version(value: object) -> str:
    if isinstance(value, dict):
        return next((told for key in ("strictly", "require", "prefer") if (told := string(value.get(key)))), "")
    return string(value)
