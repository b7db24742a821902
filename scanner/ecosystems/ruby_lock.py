"""Gemfile.lock (Bundler). Source: https://bundler.io/man/bundle-lock.1.html and Bundler's lockfile_parser.rb

Sections at the margin (GEM, GIT, PATH, DEPENDENCIES, CHECKSUMS); in `specs:` a gem at four spaces, its needs at six.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from scanner.ecosystems._ruby import gem_purl, is_name
from scanner.manifest.declaration import lockfile
from scanner.manifest.digests import prefixed
from scanner.manifest.file import ManifestFile
from scanner.package import Dependency, Package
from scanner.purl import at_commit

_SPEC = re.compile(r"    ([^\s(!]+) \(([^)\s]+)\)\s*\Z")
_NEED = re.compile(r"      ([^\s(!]+)(?: \(([^)]*)\))?!?\s*\Z")
_ASKED = re.compile(r"  ([^\s(!]+)(?: \([^)]*\))?!?\s*\Z")
_CHECKSUM = re.compile(r"  ([^\s(]+) \(([^)]+)\) (\S+)\s*\Z")
_SETTING = re.compile(r"  (remote|revision): (.*)")


@dataclass(slots=True)
class _Gem:
    name: str
    version: str
    line: int
    section: str
    settings: dict[str, str]  # of the section: remote, revision
    needs: list[tuple[str, str]] = field(default_factory=list)

    @property
    def purl(self) -> str:
        return gem_purl(self.name, self.version)


@lockfile("Gemfile.lock", "gems.locked", "*.gemfile.lock", ecosystem="gem")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield each locked gem and its edges; gems of a PATH section are first-party."""
    gems, direct, checksums = _read(file)
    by_name = {gem.name: gem for gem in gems}
    for gem in gems:
        evidence = file.at_line(gem.line)
        own = gem.section == "PATH"
        yield Package(
            purl=gem.purl,
            evidence=evidence,
            first_party=own,
            direct=None if own else gem.name in direct,
            hashes=prefixed(checksums.get((gem.name, gem.version), ())),
            vcs_url=at_commit(gem.settings.get("remote", ""), gem.settings.get("revision", ""))
            if gem.section == "GIT"
            else "",
        )
        for name, requirement in gem.needs:
            if needed := by_name.get(name):
                yield Dependency(gem.purl, needed.purl, evidence, requirement)


def _read(file: ManifestFile) -> tuple[list[_Gem], set[str], dict[tuple[str, str], list[str]]]:
    gems: list[_Gem] = []
    direct: set[str] = set()
    checksums: dict[tuple[str, str], list[str]] = {}
    section = ""
    settings: dict[str, str] = {}
    for number, line in file.lines():
        if line and not line.startswith(" "):
            section, settings = line.strip(), {}
        elif setting := _SETTING.match(line):
            settings[setting[1]] = setting[2].strip()
        elif section == "DEPENDENCIES" and (found := _ASKED.match(line)):
            direct.add(found[1])
        elif section == "CHECKSUMS" and (found := _CHECKSUM.match(line)):
            checksums[found[1], found[2]] = found[3].split(",")
        elif section in ("GEM", "GIT", "PATH") and (found := _SPEC.match(line)):
            if is_name(found[1]):
                gems.append(_Gem(found[1], found[2], number, section, settings))
        elif gems and section in ("GEM", "GIT", "PATH") and (found := _NEED.match(line)):
            gems[-1].needs.append((found[1], found[2] or ""))
    return gems, direct, checksums
