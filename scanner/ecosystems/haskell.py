"""cabal.project.freeze, stack.yaml and its lock, *.cabal (Haskell).

Source: https://cabal.readthedocs.io/en/stable/cabal-package-description-file.html,
https://docs.haskellstack.org/en/stable/lock_files/
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.manifest.asked import asked
from scanner.manifest.declaration import lockfile, manifest
from scanner.manifest.digests import sha256
from scanner.manifest.file import ManifestFile
from scanner.manifest.shape import array, at, string, tables
from scanner.package import Dependency, Package, Scope
from scanner.purl import at_commit, purl, source_purl

_FROZEN = re.compile(r"\bany\.([A-Za-z0-9-]+)\s*==\s*([\d.]+)")
_KEYED = re.compile(r"([A-Za-z0-9][A-Za-z0-9-]*)-(\d[\d.]*)(?:@(?:sha256:([0-9a-f]{64})(?:,\d+)?|rev:\d+))?\Z")
_FIELD = re.compile(
    r"^(name|version|license|homepage|synopsis|author|maintainer)\s*:[ \t]*(.*)$", re.IGNORECASE | re.MULTILINE
)
_SECTION = re.compile(r"^(library|executable|test-suite|benchmark|common|foreign-library)\b", re.IGNORECASE)
_NEED = re.compile(r"\s*([A-Za-z][A-Za-z0-9-]*)(?::[\w{},-]+)?\s*([^,]*)")


@lockfile("cabal.project.freeze", ecosystem="hackage")
def parse_freeze(file: ManifestFile) -> Iterator[Package]:
    """Yield each frozen package; those that come with the compiler are listed as installed, without a version."""
    for number, line in file.lines():
        for found in _FROZEN.finditer(line):
            yield Package(purl=purl("hackage", found[1], found[2]), evidence=file.at_line(number))


@lockfile("stack.yaml.lock", ecosystem="hackage")
def parse_stack_lock(file: ManifestFile) -> Iterator[Package]:
    """Yield each package that Stack completed. The hash is that of the package's description, so it is not kept.

    Raises:
        Malformed: the YAML does not parse.
    """
    for entry in tables(at(file.yaml(), "packages")):
        completed = at(entry, "completed")
        found = _KEYED.match(string(at(completed, "hackage")))
        name, version = string(at(completed, "name")), string(at(completed, "version"))
        if found:
            yield Package(
                purl=purl("hackage", found[1], found[2]), evidence=file.evidence("completed:", f"{found[1]}-{found[2]}")
            )
        elif re.fullmatch(r"[A-Za-z0-9-]+", name):
            yield Package(
                purl=purl("hackage", name, version),
                evidence=file.evidence(f"name: {name}"),
                hashes=sha256(string(at(completed, "sha256"))),
                vcs_url=at_commit(string(at(completed, "git")), string(at(completed, "commit"))),
                download_url=string(at(completed, "url")),
            )


@manifest("stack.yaml", "stack-*.yaml", ecosystem="hackage")
def parse_stack(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the packages that a project takes besides its snapshot.

    Raises:
        Malformed: the YAML does not parse.
    """
    for entry in array(at(file.yaml(), "extra-deps")):
        found = _KEYED.match(string(entry))
        repository = source_purl(string(at(entry, "git")), string(at(entry, "commit")))
        if found:
            yield from asked(
                "", purl("hackage", found[1], found[2]), file.evidence("extra-deps:", f"{found[1]}-{found[2]}")
            )
        elif repository:
            url = string(at(entry, "git"))
            yield from asked("", repository, file.evidence("extra-deps:", url), vcs_url=url)


@manifest("*.cabal", ecosystem="hackage")
def parse_cabal(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the package and what its components are built with."""
    fields = {name.lower(): value.strip() for name, value in reversed(_FIELD.findall(file.text()))}
    name = fields.get("name", "")
    if not re.fullmatch(r"[A-Za-z0-9-]+", name):
        return
    project = purl("hackage", name, fields.get("version", ""))
    yield Package(
        purl=project,
        evidence=file.evidence(name),
        first_party=True,
        declared_license=fields.get("license", ""),
        homepage=fields.get("homepage", ""),
        description=fields.get("synopsis", ""),
        authors=tuple(filter(None, [fields.get("author", "")])),
    )
    for number, scope, wanted, requirement in _build_depends(file):
        if wanted != name:
            evidence = file.at_line(number)
            yield from asked(project, purl("hackage", wanted), evidence, requirement=requirement, scope=scope)


def _build_depends(file: ManifestFile) -> Iterator[tuple[int, Scope, str, str]]:
    """Line, scope, name and range of each entry of the `build-depends` fields."""
    scope, indent = Scope.RUNTIME, -1
    for number, raw in file.lines():
        line = re.sub(r"--.*", "", raw)
        if section := _SECTION.match(line):
            scope = Scope.TEST if section[1].lower() in ("test-suite", "benchmark") else Scope.RUNTIME
        depth = len(line) - len(line.lstrip())
        began = re.match(r"\s*(?:build-depends|build-tool-depends)\s*:(.*)", line, re.IGNORECASE)
        if began:
            indent = depth
        elif line.strip() and (depth <= indent or re.match(r"\s*[\w-]+\s*:", line)):
            indent = -1
        if indent < 0:
            continue
        for part in (began[1] if began else line).split(","):
            found = _NEED.match(part)
            if found and re.match(r"[<>=^&|(]|\Z", found[2]):
                yield number, scope, found[1], found[2].strip()
