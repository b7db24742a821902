"""MODULE.bazel.lock (Bazel) and maven_install.json (rules_jvm_external).

Source: https://bazel.build/external/lockfile, https://github.com/bazel-contrib/rules_jvm_external#pinning-artifacts
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.ecosystems._gradle import coordinates
from scanner.manifest.declaration import lockfile
from scanner.manifest.digests import sha256
from scanner.manifest.file import ManifestFile
from scanner.manifest.shape import array, at, pairs, string, strings, table, tables
from scanner.package import Dependency, Hash, Package
from scanner.purl import purl

# A module's source.json is looked at when the module is chosen; the MODULE.bazel of others is only compared.
_CHOSEN = re.compile(r"https?://[^\s]+/modules/([\w.+-]+)/([\w.+-]+)/source\.json")
_COORDINATES = re.compile(r"([\w.-]+):([\w.-]+)(?::[\w.-]+)*")


@lockfile("MODULE.bazel.lock", ecosystem="bazel")
def parse(file: ManifestFile) -> Iterator[Package]:
    """Yield each Bazel module that was chosen.

    Raises:
        Malformed: not JSON.
    """
    for address, _ in pairs(at(file.json(), "registryFileHashes")):
        if found := _CHOSEN.fullmatch(address):
            yield Package(purl("bazel", found[1], found[2]), file.at_key(address))


@lockfile("maven_install.json", "*_maven_install.json", "*_install.json", ecosystem="maven")
def parse_maven(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield each pinned Maven artifact and its edges, in the present format and in the first one.

    Raises:
        Malformed: not JSON.
    """
    document = file.json()
    artifacts = table(at(document, "artifacts"))
    purls: dict[str, str] = {}
    for name, entry in pairs(artifacts):
        found = _COORDINATES.fullmatch(name)
        if found and isinstance(entry, dict):
            purls[name] = identity = purl("maven", found[2], string(entry.get("version")), found[1])
            yield Package(identity, file.at_key("artifacts", name), hashes=_jar(entry.get("shasums")))
    for name, needs in pairs(at(document, "dependencies")):
        for needed in strings(array(needs)):
            if name in purls and needed in purls and purls[name] != purls[needed]:
                yield Dependency(purls[name], purls[needed], file.evidence(f'"{name}": ['))
    yield from _first_format(file, document)


def _first_format(file: ManifestFile, document: object) -> Iterator[Package | Dependency]:
    for entry in tables(at(document, "dependency_tree", "dependencies")):
        wanted = coordinates(string(entry.get("coord")))
        if wanted is None:
            continue
        evidence = file.evidence(f'"coord": "{string(entry.get("coord"))}"')
        yield Package(
            purl=wanted.purl,
            evidence=evidence,
            hashes=sha256(string(entry.get("sha256"))),
            download_url=string(entry.get("url")),
        )
        for text in strings(array(entry.get("directDependencies"))):
            if (needed := coordinates(text)) and needed.purl != wanted.purl:
                yield Dependency(wanted.purl, needed.purl, evidence)


def _jar(shasums: object) -> tuple[Hash, ...]:
    return sha256(string(at(shasums, "jar")) or string(at(shasums, "aar")))
