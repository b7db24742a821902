"""paket.dependencies and paket.lock (.NET).

Source: https://fsprojects.github.io/Paket/dependencies-file.html, …/lock-file.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.ecosystems._nuget import is_name, nuget_purl
from scanner.manifest.asked import asked
from scanner.manifest.declaration import lockfile, manifest
from scanner.manifest.file import ManifestFile
from scanner.package import Dependency, Package, Scope
from scanner.purl import source_purl

_PAKET = re.compile(r"( +)([\w.-]+) \(([^)]+)\)")
_ASKED = re.compile(r"\s*(nuget|clitool|github|git)\s+([^\s]+)\s*(.*)")
_RANGE = re.compile(r"((?:(?:~>|>=|<=|==|=|>|<)?\s*[\d][\w.*-]*\s*)+)")


@manifest("paket.dependencies", ecosystem="nuget")
def parse_dependencies(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield each package and repository that a group asks for."""
    scope = Scope.RUNTIME
    for number, line in file.lines():
        if group := re.match(r"group\s+(\w+)", line, re.IGNORECASE):
            scope = _scope(group[1].lower())
        found = _ASKED.match(line)
        if found is None:
            continue
        stated = re.split(r"\s+(?=[a-z_]+:)|\s*//", found[3])[0]
        if found[1] in ("nuget", "clitool"):
            ranged = _RANGE.match(stated)
            if is_name(found[2]):
                requirement = re.sub(r"\A(?=\d)", "= ", ranged[1].strip()) if ranged else ""  # a version alone is exact
                yield from asked("", nuget_purl(found[2]), file.at_line(number), requirement=requirement, scope=scope)
        else:
            name, _, ref = found[2].partition(":")
            url = f"https://github.com/{name}" if found[1] == "github" else found[2]
            wanted = source_purl(url, ref if found[1] == "github" else (stated.split() or [""])[0])
            if wanted:
                yield from asked("", wanted, file.at_line(number), scope=scope, vcs_url=url)


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
                scope = _scope(line.partition(" ")[2].lower())
        found = _PAKET.match(line)
        if section != "NUGET" or not found or not is_name(found[2]):
            continue
        if len(found[1]) <= 4:
            version = _whole(found[3])
            holder = nuget_purl(found[2], version)
            versions[found[2].lower()] = version
            yield Package(purl=holder, evidence=file.at_line(number), scope=scope)
        elif holder:
            waiting.append((holder, found[2], line.strip(), number))
    for dependent, name, stated, number in waiting:
        if locked := versions.get(name.lower()):
            requirement = stated.partition("(")[2].partition(")")[0]
            yield Dependency(dependent, nuget_purl(name, locked), file.at_line(number), requirement)


def _whole(version: str) -> str:
    """A version as NuGet normalises it: Paket leaves out its last zeros, and `4.3` is `4.3.0`."""
    number, mark, rest = version.partition("-")
    short = re.fullmatch(r"\d+(?:\.\d+)?", number) is not None
    return f"{number}{'.0' * (2 - number.count('.'))}{mark}{rest}" if short else version


def _scope(group: str) -> Scope:
    return Scope.TEST if "test" in group else Scope.BUILD if group in ("build", "fake") else Scope.RUNTIME
