"""*.spec (RPM; Fedora, openEuler, Anolis). Source: https://rpm-software-management.github.io/rpm/manual/spec.html

Macros that the spec defines itself are filled; others stay unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.manifest.asked import asked
from scanner.manifest.declaration import manifest
from scanner.manifest.file import ManifestFile
from scanner.package import Dependency, Package, Scope
from scanner.purl import purl

_TAG = re.compile(r"([A-Za-z]+\d*)(?:\([\w,]+\))?\s*:\s*(\S.*)\Z")
_MACRO = re.compile(r"%(?:global|define)\s+(\w+)\s+(\S+)")
_USED = re.compile(r"%\{\??(\w+)\}|%(\w+)")
_NEED = re.compile(r"([A-Za-z0-9_][\w.+-]*(?:\([^\s()]+(?:\([^()]*\))?\))?)(?:\s*([<>=]+)\s*([^\s,]+))?")
_LISTS = {
    "requires": Scope.RUNTIME,
    "recommends": Scope.OPTIONAL,
    "suggests": Scope.OPTIONAL,
    "buildrequires": Scope.BUILD,
}
_END = re.compile(r"%(?:description|prep|build|install|check|files|changelog|package)\b")


@manifest("*.spec", ecosystem="rpm")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the source package and what it needs. A .spec that is none (PyInstaller's, RSpec's) yields nothing."""
    macros: dict[str, str] = {}
    tags: dict[str, tuple[str, int]] = {}
    needs: list[tuple[str, str, int]] = []
    head = True
    for number, raw in file.lines():
        line = raw.strip()
        if macro := _MACRO.match(line):
            macros[macro[1]] = macro[2]
        elif _END.match(line):
            head = line.startswith("%package")  # a subpackage's preamble lists needs as well
        elif head and (found := _TAG.fullmatch(line)) and not line.startswith("#"):
            name, value = found[1].lower(), _filled(found[2], macros)
            if name in _LISTS:
                needs.append((name, value, number))
            elif name not in tags:
                tags[name] = value, number
                macros.setdefault(name, value)
    if not {"name", "version"} <= set(tags) or not re.fullmatch(r"[\w.+-]+", tags["name"][0]):
        return
    project = _project_purl(tags)
    yield _package(file, project, tags)
    for name, value, number in needs:
        for need in _NEED.finditer(re.sub(r"%[\w{}?]*[%{][^\s,]*|\([^()]* (?:if|or|and) [^()]*\)", "", value)):
            requirement = f"{need[2]} {need[3]}" if need[2] else ""
            wanted, scope = purl("rpm", need[1]), _LISTS[name]
            if need[1] != tags["name"][0]:
                yield from asked(project, wanted, file.at_line(number), requirement=requirement, scope=scope)


def _project_purl(tags: dict[str, tuple[str, int]]) -> str:
    version, release = tags["version"][0], re.sub(r"%.*", "", tags.get("release", ("", 0))[0])
    whole = f"{version}-{release}" if release else version
    return purl("rpm", tags["name"][0], "" if "%" in whole else whole)


def _package(file: ManifestFile, project: str, tags: dict[str, tuple[str, int]]) -> Package:
    source = tags.get("source0", tags.get("source", ("", 0)))[0]
    return Package(
        purl=project,
        evidence=file.at_line(tags["name"][1]),
        first_party=True,
        declared_license=tags.get("license", ("", 0))[0],
        download_url=source if source.startswith(("http://", "https://")) and "%" not in source else "",
        homepage=tags.get("url", ("", 0))[0],
        description=tags.get("summary", ("", 0))[0],
        supplier=tags.get("vendor", ("", 0))[0],
    )


def _filled(text: str, macros: dict[str, str]) -> str:
    for _ in range(5):
        if "%" not in text or len(text) > 2000:
            break
        text = _USED.sub(
            lambda found: macros.get((found[1] or found[2]).lower(), macros.get(found[1] or found[2], found[0])), text
        )
    return re.sub(r"%\{\?[^}]*\}", "", text)
