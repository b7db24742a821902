"""debian/control and debian/changelog (Debian, deepin, UOS). Source:
https://www.debian.org/doc/debian-policy/ch-controlfields.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.manifest.asked import asked
from scanner.manifest.declaration import manifest
from scanner.manifest.file import ManifestFile
from scanner.package import Dependency, Package, Scope
from scanner.purl import purl

_FIELD = re.compile(r"([A-Za-z][\w-]*):\s*(.*)")
_NEED = re.compile(r"\s*([a-z0-9][a-z0-9.+-]+)(?::\w+)?(?:\s*\(([^)]*)\))?")
_CHANGE = re.compile(r"[a-z0-9][a-z0-9.+-]*\s+\(([^)\s]+)\)")
_LISTS = {
    "build-depends": Scope.BUILD,
    "build-depends-indep": Scope.BUILD,
    "build-depends-arch": Scope.BUILD,
    "depends": Scope.RUNTIME,
    "pre-depends": Scope.RUNTIME,
    "recommends": Scope.OPTIONAL,
    "suggests": Scope.OPTIONAL,
}


@manifest("debian/control", ecosystem="deb")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the source package, with the version of its changelog, and what it and its binaries need."""
    project = ""
    own: set[str] = set()
    fields = list(_fields(file))
    own.update(value for name, value, _ in fields if name == "package")
    for name, value, line in fields:
        if name == "source" and not project and re.fullmatch(r"[a-z0-9][a-z0-9.+-]+", value):
            told = {
                other: text
                for other, text, _ in fields
                if other in ("homepage", "vcs-git", "maintainer", "vcs-browser")
            }
            project = deb_purl(value, _version(file))
            yield Package(
                purl=project,
                evidence=file.at_line(line),
                first_party=True,
                homepage=told.get("homepage", ""),
                vcs_url=told.get("vcs-git", told.get("vcs-browser", "")).partition(" ")[0],
                supplier=told.get("maintainer", ""),
            )
    for name, value, line in fields:
        for alternatives in value.split(",") if name in _LISTS else ():
            found = _NEED.match(alternatives.partition("|")[0])
            if found and "$" not in alternatives and found[1] not in own:
                evidence, scope = file.at_line(line), _LISTS[name]
                yield from asked(
                    project, deb_purl(found[1]), evidence, requirement=(found[2] or "").strip(), scope=scope
                )


def deb_purl(name: str, version: str = "") -> str:
    """The purl of a Debian package."""
    return purl("deb", name, version, "debian")


def _fields(file: ManifestFile) -> Iterator[tuple[str, str, int]]:
    """Lower-case name, unfolded value and line of each field."""
    name, value, line = "", "", 0
    for number, raw in file.lines():
        if raw.startswith("#"):
            continue
        if raw[:1] in (" ", "\t") and name:
            value += " " + raw.strip()
            continue
        if name:
            yield name, value.strip(), line
        found = _FIELD.match(raw)
        name, value, line = (found[1].lower(), found[2], number) if found else ("", "", 0)
    if name:
        yield name, value.strip(), line


def _version(file: ManifestFile) -> str:
    changelog = file.open("changelog")
    found = _CHANGE.match(changelog.text()) if changelog else None
    return found[1] if found else ""
