"""Package.resolved and Package.swift (Swift Package Manager), Cartfile and Cartfile.resolved (Carthage).

Source: https://docs.swift.org/package-manager/ and
https://github.com/Carthage/Carthage/blob/master/Documentation/Artifacts.md
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.manifest.asked import asked
from scanner.manifest.declaration import lockfile, manifest
from scanner.manifest.file import ManifestFile
from scanner.manifest.shape import at, string, tables
from scanner.package import Dependency, Package, Scope
from scanner.purl import at_commit, purl

_URL = re.compile(r"(?:\w+://(?:[^@/]*@)?|git@)([\w.-]+)(?::\d+)?[/:](.+?)(?:\.git)?/?\Z")
_PACKAGE = re.compile(r"""\.package\(\s*(?:name:\s*"[^"]*",\s*)?url:\s*"([^"\n]+)"\s*,?\s*([^\n]*)""")
_CARTFILE = re.compile(r'(github|git)\s+"([^"]+)"\s*(?:"([^"]+)"|((?:~>|>=|==)\s*[\w.-]+))?')
_CARTHAGE = re.compile(r'(github|git)\s+"([^"]+)"\s+"([^"]+)"')


@lockfile("Package.resolved", ecosystem="swift")
def parse(file: ManifestFile) -> Iterator[Package]:
    """Yield each resolved package, formats 1 to 3. One that follows a branch has no version.

    Raises:
        Malformed: not JSON.
    """
    document = file.json()
    for pin in tables(at(document, "pins") or at(document, "object", "pins")):
        url = string(pin.get("location")) or string(pin.get("repositoryURL"))
        version, revision = string(at(pin, "state", "version")), string(at(pin, "state", "revision"))
        if identity := repository_purl(url, version):
            yield Package(
                purl=identity,
                evidence=file.evidence(url),
                requirement="" if version else string(at(pin, "state", "branch")) or revision,
                vcs_url=at_commit(url, revision),
            )


@manifest("Package.swift", "Package@swift-*.swift", ecosystem="swift")
def parse_manifest(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield each package that is asked for by address."""
    text = re.sub(r"^[ \t]*//[^\n]*", "", file.text(), flags=re.MULTILINE)
    for found in _PACKAGE.finditer(text):
        if wanted := repository_purl(found[1]):
            requirement = " ".join(found[2].rstrip(" ,)").split())
            yield from asked("", wanted, file.evidence(found[1]), requirement=requirement, vcs_url=found[1])


@lockfile("Cartfile.resolved", ecosystem="swift")
def parse_carthage(file: ManifestFile) -> Iterator[Package]:
    """Yield each repository that Carthage resolved; binaries are known by a description only and passed over."""
    for number, line in file.lines():
        found = _CARTHAGE.match(line.strip())
        url = _address(found[2]) if found else ""
        if found and (identity := repository_purl(url, found[3])):
            yield Package(purl=identity, evidence=file.at_line(number), scope=Scope.RUNTIME, vcs_url=url)


@manifest("Cartfile", "Cartfile.private", ecosystem="swift")
def parse_cartfile(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield each repository that a Cartfile asks for; a private one is for those who work on the project."""
    scope = Scope.DEVELOPMENT if file.name.endswith(".private") else Scope.RUNTIME
    for number, line in file.lines():
        found = _CARTFILE.match(line.strip())
        url = _address(found[2]) if found else ""
        if found and (wanted := repository_purl(url)):
            requirement = found[3] or found[4] or ""
            yield from asked("", wanted, file.at_line(number), requirement=requirement, scope=scope, vcs_url=url)


def _address(stated: str) -> str:
    """ "owner/name" is on GitHub."""
    return stated if "://" in stated or stated.startswith("git@") else f"https://github.com/{stated}"


def repository_purl(url: str, version: str = "") -> str:
    """The purl of a Swift package, which its repository's address names; "" when the text is no address."""
    found = _URL.fullmatch(url.strip())
    namespace, _, name = f"{found[1]}/{found[2]}".rpartition("/") if found else ("", "", "")
    return purl("swift", name, version, namespace) if name and namespace else ""
