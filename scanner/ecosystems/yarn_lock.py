"""yarn.lock, version 1 (yarn classic) and later (yarn berry).

Source: https://classic.yarnpkg.com/lang/en/docs/yarn-lock/ and https://yarnpkg.com/advanced/lexicon. An entry is
named by the descriptors that it answers ("name@range, name@range"), so edges are descriptors looked up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from scanner.ecosystems._npm import is_name, npm_purl, repository_url, split_reference
from scanner.manifest.declaration import lockfile
from scanner.manifest.digests import from_hex, integrity
from scanner.manifest.file import ManifestFile
from scanner.manifest.shape import pairs, string, table
from scanner.package import Dependency, Evidence, Hash, Package, Scope

_BLOCKS = {"dependencies": Scope.RUNTIME, "optionalDependencies": Scope.OPTIONAL}
_FIELD = re.compile(r'\s*("(?:[^"\\]|\\.)*"|[^\s":]+):?\s+"?([^"]*)"?\s*\Z')
_TARBALL = re.compile(r"/((?:(?:@|%40)[^/]+(?:/|%2[fF]))?[^/@]+)/-/[^/]+\.tgz")


@dataclass(slots=True)
class _Entry:
    """One entry of either format."""

    descriptors: list[str]
    line: int | None
    version: str = ""
    resolved: str = ""  # an address in version 1, a locator ("name@npm:1.0.0") in berry
    integrity: str = ""
    wanted: list[tuple[str, str, Scope]] = field(default_factory=list)  # name, range, scope

    @property
    def name(self) -> str:
        """The package's own name, behind an alias too."""
        if tarball := _TARBALL.search(self.resolved):
            return unquote(tarball[1])  # what is installed, whatever the name it was asked for by
        locator = self.resolved if "@" in self.resolved[1:] and "://" not in self.resolved.partition("@npm:")[0] else ""
        name, _, reference = split_reference(locator or self.descriptors[0])
        aliased = split_reference(reference[4:])[0] if reference.startswith("npm:") and "@" in reference[5:] else ""
        return aliased or name

    @property
    def local(self) -> bool:
        """A workspace, link or folder: its own manifest tells what it is."""
        reference = split_reference(self.resolved if "@workspace:" in self.resolved else self.descriptors[0])[2]
        return reference.startswith(("workspace:", "link:", "portal:", "file:", "./", "../", "/"))

    @property
    def purl(self) -> str:
        """The package's purl, "" when it is local or has no valid name."""
        return npm_purl(self.name, self.version) if self.version and is_name(self.name) and not self.local else ""


@lockfile("yarn.lock", ecosystem="npm")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield each locked package and its edges. What they are needed for, the lockfile does not tell.

    Raises:
        Malformed: the YAML of a berry lockfile does not parse.
    """
    berry = b"__metadata:" in file.content
    entries = [entry for entry in (_berry(file) if berry else _classic(file)) if entry.descriptors]
    by_descriptor = {descriptor: entry.purl for entry in entries for descriptor in entry.descriptors}
    for entry in entries:
        if not entry.purl:
            continue
        evidence = file.at_line(entry.line)
        yield _package(entry, evidence)
        for name, wanted, scope in entry.wanted:
            needed = by_descriptor.get(f"{name}@{wanted}") or by_descriptor.get(f"{name}@npm:{wanted}")
            if needed:
                yield Dependency(entry.purl, needed, evidence, wanted, scope)


def _package(entry: _Entry, evidence: Evidence) -> Package:
    address = entry.resolved if "://" in entry.resolved and "@npm:" not in entry.resolved else ""
    vcs = repository_url(split_reference(address)[2] if address.startswith("@") else address) if address else ""
    url, _, fragment = address.partition("#")
    return Package(
        purl=entry.purl,
        evidence=evidence,
        hashes=_hashes(entry.integrity, "" if vcs else fragment),  # a repository's fragment is a commit
        download_url=url if url.startswith(("http://", "https://")) and not vcs else "",
        vcs_url=vcs,
    )


def _hashes(stated: str, fragment: str) -> tuple[Hash, ...]:
    return tuple(sorted({*integrity(stated), *from_hex("sha1", fragment)}))


def _classic(file: ManifestFile) -> Iterator[_Entry]:
    entry, block = None, ""
    for number, line in file.lines():
        if not line.strip() or line.startswith("#"):
            continue
        indent = len(line) - len(line.lstrip(" "))
        if indent == 0:
            if entry:
                yield entry
            entry = _Entry([part.strip().strip('"') for part in line.rstrip().rstrip(":").split(", ")], number)
            block = ""
        elif entry and indent == 2 and line.rstrip().endswith(":"):
            block = line.strip().rstrip(":")
        elif entry and (found := _FIELD.match(line)):
            _classic_field(entry, block if indent > 2 else "", found[1].strip('"'), found[2])
    if entry:
        yield entry


def _classic_field(entry: _Entry, block: str, name: str, value: str) -> None:
    if block in _BLOCKS:
        entry.wanted.append((name, value, _BLOCKS[block]))
    elif not block and name == "version":
        entry.version = value
    elif not block and name == "resolved":
        entry.resolved = value
    elif not block and name == "integrity":
        entry.integrity = value


def _berry(file: ManifestFile) -> Iterator[_Entry]:
    for descriptors, value in pairs(file.yaml()):
        detail = table(value)
        if descriptors == "__metadata" or not detail:
            continue
        wanted = [
            (name, string(wanted), scope)
            for block, scope in _BLOCKS.items()
            for name, wanted in pairs(detail.get(block))
        ]
        line = file.line_of(f'"{descriptors}":') or file.line_of(f"{descriptors}:")
        yield _Entry(
            [part.strip() for part in descriptors.split(", ")],
            line,
            string(detail.get("version")),
            string(detail.get("resolution")),
            wanted=wanted,
        )
