"""deno.lock, versions 2 to 5 (Deno). Source: https://docs.deno.com/runtime/fundamentals/modules/"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.ecosystems._deno import registry_purl, split_locked, split_specifier
from scanner.manifest.declaration import lockfile
from scanner.manifest.digests import integrity, sha256
from scanner.manifest.file import ManifestFile
from scanner.manifest.shape import Table, at, pairs, string, strings, table
from scanner.package import Dependency, Package
from scanner.purl import qualified

_REMOTE = re.compile(r"(https?://([\w.-]+)/((?:x/)?[\w.-]+)@([^/]+))/")


@lockfile("deno.lock", ecosystem="deno")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield each locked npm and JSR package with its edges, and the versioned modules that are loaded by address.

    Raises:
        Malformed: not JSON, or not an object.
    """
    document = file.json()
    file.require(isinstance(document, dict), "not a JSON object")
    held = table(at(document, "packages")) or table(document)  # version 3 keeps all below `packages`
    specifiers = {asked: string(found) for asked, found in pairs(held.get("specifiers"))}
    for registry in ("npm", "jsr"):
        packages = {key: table(entry) for key, entry in pairs(held.get(registry) or at(held, registry, "packages"))}
        for key, entry in (table(packages.get("packages")) or packages).items():
            yield from _locked(file, registry, key, table(entry), specifiers)
    yield from _remotes(file, table(at(document, "remote")))


def _locked(
    file: ManifestFile, registry: str, key: str, entry: Table, specifiers: dict[str, str]
) -> Iterator[Package | Dependency]:
    identity = registry_purl(registry, *split_locked(key))
    if not identity:
        return
    evidence = file.at_key(registry, key)
    told = string(entry.get("integrity"))
    yield Package(purl=identity, evidence=evidence, hashes=integrity(told) or sha256(told))
    wanted = entry.get("dependencies")
    for reference in [string(value) for _, value in pairs(wanted)] or strings(wanted):
        needed = _reference(registry, reference, specifiers)
        if needed:
            yield Dependency(identity, needed, evidence)


def _reference(registry: str, reference: str, specifiers: dict[str, str]) -> str:
    """What an edge leads to: a locked key, or a specifier with its registry."""
    asked, name, _ = split_specifier(reference)
    if not asked:
        return registry_purl(registry, *split_locked(reference))
    resolved = specifiers.get(reference, "")
    version = split_specifier(resolved)[2] or resolved
    return registry_purl(asked, name, version.partition("_")[0])


def _remotes(file: ManifestFile, remote: Table) -> Iterator[Package]:
    seen: set[str] = set()
    for url, _ in pairs(remote):
        found = _REMOTE.match(url)
        if found and found[1] not in seen:
            seen.add(found[1])
            host, name, version = found[2], found[3], found[4]
            namespace = f"{host}/{name.rpartition('/')[0]}".strip("/")
            yield Package(
                purl=qualified("generic", name.rpartition("/")[2], version, namespace, {"download_url": found[1]}),
                evidence=file.evidence(found[1]),
                download_url=found[1],
            )
