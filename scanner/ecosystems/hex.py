"""mix.lock (Elixir), rebar.lock (Erlang), manifest.toml and gleam.toml (Gleam): packages of the Hex registry.

Source: https://hexdocs.pm/mix/Mix.Tasks.Deps.html, https://rebar3.org/docs/configuration/dependencies/,
https://gleam.run/writing-gleam/gleam-toml/
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.manifest.asked import asked
from scanner.manifest.declaration import lockfile, manifest
from scanner.manifest.digests import sha256
from scanner.manifest.file import ManifestFile
from scanner.manifest.shape import array, at, pairs, string, strings, table, tables
from scanner.package import Dependency, Package, Scope
from scanner.purl import purl

_MIX = re.compile(r'\s*"?([\w.]+)"?:\s*\{:(hex|git),\s*(?::"?([\w.]+)"?|"([^"]+)"),\s*"([^"]+)"(?:,\s*"(\w*)")?')
_MIX_NEED = re.compile(r'\{:(\w+),\s*"([^"]*)",\s*\[(?:[^\]]*)hex: :(\w+)')
_MIX_OUTER = re.compile(r'"hexpm",\s*"([0-9a-f]{64})"')
_REBAR = re.compile(
    r'\{<<"([\w.-]+)">>,\s*\{(pkg|git),\s*(?:<<"([^"]+)">>|"([^"]+)"),\s*(?:<<"([^"]+)">>|\{\w+,\s*"([^"]+)"\})[^}]*\}\s*,\s*(\d+)\}'
)
_REBAR_HASHES = re.compile(r"\{pkg_hash_ext,\s*\[(.*?)(?:\]\}|\Z)", re.DOTALL)
_REBAR_HASH = re.compile(r'\{<<"([\w.-]+)">>,\s*<<"([0-9A-Fa-f]{64})">>\}')


@lockfile("mix.lock", ecosystem="hex")
def parse_mix(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield each locked package and its edges: one a line."""
    versions: dict[str, str] = {}
    needs: list[tuple[str, str, str, int]] = []
    for number, line in file.lines():
        found = _MIX.match(line)
        if not found:
            continue
        name, version = found[3] or found[1], found[5]
        identity = versions[found[1]] = purl("hex", name, version)
        outer = _MIX_OUTER.search(line)
        yield Package(
            purl=identity,
            evidence=file.at_line(number),
            hashes=sha256(outer[1]) if outer else (),
            vcs_url=found[4] or "",
        )
        needs += [(identity, need[1], need[2], number) for need in _MIX_NEED.finditer(line)]
    for dependent, name, requirement, number in needs:
        if name in versions:
            yield Dependency(dependent, versions[name], file.at_line(number), requirement)


@lockfile("rebar.lock", ecosystem="hex")
def parse_rebar(file: ManifestFile) -> Iterator[Package]:
    """Yield each locked package. Its number is its depth: 0 is asked for by the project itself."""
    text = file.text()
    block = _REBAR_HASHES.search(text)
    hashes = dict(_REBAR_HASH.findall(block[1])) if block else {}
    for found in _REBAR.finditer(text):
        yield Package(
            purl=purl("hex", found[3] or found[1], found[5] or found[6]),
            evidence=file.evidence(f'<<"{found[1]}">>'),
            direct=found[7] == "0",
            hashes=sha256(hashes.get(found[1], "")),
            vcs_url=found[4] or "",
        )


@lockfile("manifest.toml", ecosystem="hex")
def parse_gleam_lock(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield each locked package of a Gleam project and its edges.

    Raises:
        Malformed: the TOML does not parse.
    """
    document = file.toml()
    locked = [entry for entry in tables(document.get("packages")) if re.fullmatch(r"\w+", string(entry.get("name")))]
    purls = {
        string(entry.get("name")): purl("hex", string(entry.get("name")), string(entry.get("version")))
        for entry in locked
    }
    direct = set(table(document.get("requirements")))
    for entry in locked:
        name = string(entry.get("name"))
        evidence = file.evidence(f'name = "{name}"')
        yield Package(
            purl=purls[name],
            evidence=evidence,
            direct=name in direct,
            hashes=sha256(string(entry.get("outer_checksum"))),
            vcs_url=string(entry.get("repo")),
        )
        for needed in strings(array(entry.get("requirements"))):
            if needed in purls:
                yield Dependency(purls[name], purls[needed], evidence)


@manifest("gleam.toml", ecosystem="hex")
def parse_gleam(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the project and what it depends on.

    Raises:
        Malformed: the TOML does not parse.
    """
    document = file.toml()
    name = string(document.get("name"))
    if not re.fullmatch(r"\w+", name):
        return
    project = purl("hex", name, string(document.get("version")))
    licenses = " OR ".join(strings(array(document.get("licences")) or array(document.get("licenses"))))
    yield Package(project, file.evidence("name"), first_party=True, declared_license=licenses)
    for section, scope in (("dependencies", Scope.RUNTIME), ("dev-dependencies", Scope.DEVELOPMENT)):
        for wanted, value in pairs(document.get(section)):
            requirement = string(value) or string(at(value, "version"))
            if re.fullmatch(r"\w+", wanted):
                evidence = file.at_toml(section, wanted)
                yield from asked(project, purl("hex", wanted), evidence, requirement=requirement, scope=scope)
