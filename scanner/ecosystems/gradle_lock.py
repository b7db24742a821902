"""What Gradle resolved: gradle.lockfile, version catalogs, verification-metadata.xml.

Source: https://docs.gradle.org/current/userguide/dependency_locking.html and …/dependency_verification.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.ecosystems._gradle import scope_of
from scanner.ecosystems._gradle_catalog import libraries_of, plugins_of
from scanner.manifest.declaration import lockfile, manifest
from scanner.manifest.digests import from_hex
from scanner.manifest.file import ManifestFile
from scanner.manifest.xml_text import child, children, local, source_line
from scanner.package import Hash, Package, Scope
from scanner.purl import purl

_LOCKED = re.compile(r"([\w.-]+):([\w.-]+):([^=\s]+)(?:=(.*))?")


@lockfile("gradle.lockfile", "*.lockfile", ecosystem="maven")
def parse(file: ManifestFile) -> Iterator[Package]:
    """Yield each locked module: `group:name:version=configuration,…`."""
    buildscript = file.name.startswith("buildscript")
    for number, line in file.lines():
        found = _LOCKED.fullmatch(line.strip())
        if found:
            yield Package(
                purl=purl("maven", found[2], found[3], found[1]),
                evidence=file.at_line(number),
                scope=Scope.BUILD if buildscript else _scope((found[4] or "").split(",")),
            )


@manifest("libs.versions.toml", "*.versions.toml", ecosystem="maven")
def parse_catalog(file: ManifestFile) -> Iterator[Package]:
    """Yield each library and plugin of a version catalog; which build uses it for what, its script tells.

    Raises:
        Malformed: the TOML does not parse.
    """
    document = file.toml()
    for alias, wanted in libraries_of(document):
        evidence = file.at_toml("libraries", alias)
        yield Package(purl=wanted.purl, evidence=evidence, requirement=wanted.requirement)
    for alias, wanted in plugins_of(document):
        evidence = file.at_toml("plugins", alias)
        yield Package(purl=wanted.purl, evidence=evidence, requirement=wanted.requirement, scope=Scope.BUILD)


@lockfile("verification-metadata.xml", ecosystem="maven")
def parse_verification(file: ManifestFile) -> Iterator[Package]:
    """Yield each module whose artifacts the build verifies, with the digests of its jar.

    Raises:
        Malformed: the XML does not parse, or is not a verification file.
    """
    root = file.xml()
    file.require(local(root) == "verification-metadata", "the root element is not <verification-metadata>")
    for component in children(child(root, "components"), "component"):
        group, name, version = (component.get(key) or "" for key in ("group", "name", "version"))
        if name and group and version:
            artifacts = [
                each for each in children(component, "artifact") if (each.get("name") or "").endswith((".jar", ".aar"))
            ]
            hashes: set[Hash] = set()
            for digest in (digest for artifact in artifacts for digest in children(artifact)):
                hashes |= set(from_hex(local(digest), digest.get("value") or ""))
            evidence = file.at_line(source_line(component))
            yield Package(purl=purl("maven", name, version, group), evidence=evidence, hashes=tuple(sorted(hashes)))


def _scope(configurations: list[str]) -> Scope:
    """The strongest scope of the configurations; compile classpaths count as runtime ones do."""
    found = {scope_of(name) for name in configurations}
    return next(
        (scope for scope in (Scope.RUNTIME, Scope.PROVIDED, Scope.BUILD, Scope.TEST) if scope in found), Scope.RUNTIME
    )
