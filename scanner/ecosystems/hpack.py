"""package.yaml of hpack, of which Stack makes a .cabal file (Haskell). Source: https://github.com/sol/hpack"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.manifest.asked import asked
from scanner.manifest.declaration import manifest
from scanner.manifest.file import ManifestFile
from scanner.manifest.shape import Table, array, pairs, string, table
from scanner.package import Dependency, Package, Scope
from scanner.purl import purl

_OWN = frozenset(
    ("library", "internal-libraries", "executable", "executables", "tests", "benchmarks", "ghc-options", "spec-version",
     "default-extensions", "extra-source-files", "custom-setup", "language")
)  # fmt: skip
_NEED = re.compile(r"([A-Za-z][A-Za-z0-9-]*)(?::[\w{},-]+)?\s*(.*)", re.DOTALL)
_PARTS = {
    "library": Scope.RUNTIME,
    "executable": Scope.RUNTIME,
    "internal-libraries": Scope.RUNTIME,
    "executables": Scope.RUNTIME,
    "tests": Scope.TEST,
    "benchmarks": Scope.TEST,
    "custom-setup": Scope.BUILD,
}
_MANY = frozenset({"internal-libraries", "executables", "tests", "benchmarks"})  # tables of parts by name
_DEEPEST = 20  # conditions within conditions


@manifest("package.yaml", ecosystem="hackage")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the package and what its components need, whatever conditions they stand under.

    Raises:
        Malformed: the YAML does not parse.
    """
    document = table(file.yaml())
    if not _OWN & document.keys():
        return
    name = string(document.get("name")) or file.folder.rpartition("/")[2]
    project = ""
    if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9-]*", name):
        project = purl("hackage", name, string(document.get("version")))
        yield _described(file, project, document)
    parts = [(Scope.RUNTIME, document)]
    for key, scope in _PARTS.items():
        held = document.get(key)
        parts += [(scope, table(each)) for _, each in pairs(held)] if key in _MANY else [(scope, table(held))]
    for scope, part in parts:
        for wanted, requirement, used_for in _needs(part, scope, 0):
            if wanted != name:
                evidence = file.at_first(("dependencies", wanted), (wanted,))
                yield from asked(project, purl("hackage", wanted), evidence, requirement=requirement, scope=used_for)


def _described(file: ManifestFile, project: str, document: Table) -> Package:
    forge = string(document.get("github")).partition("/")
    address = f"https://github.com/{forge[0]}/{forge[2].partition('/')[0]}" if forge[2] else ""
    return Package(
        purl=project,
        evidence=file.evidence("name") if document.get("name") else file.evidence(),
        first_party=True,
        declared_license=string(document.get("license")),
        vcs_url=address or string(document.get("git")),
        homepage=string(document.get("homepage")),
        description=string(document.get("synopsis")),
        authors=tuple(filter(None, (string(each) for each in _listed(document.get("author"))))),
    )


def _needs(part: Table, scope: Scope, depth: int) -> Iterator[tuple[str, str, Scope]]:
    """Name, range and scope of what a part needs, and of what its `when`, `then` and `else` add."""
    if depth > _DEEPEST or not part:
        return
    for key, used_for in (("dependencies", scope), ("build-tools", Scope.BUILD)):
        for written in _dependencies(part.get(key)):
            found = _NEED.fullmatch(written)
            if found and re.match(r"[<>=^&|(]|\Z", found[2]):
                yield found[1], found[2].strip(), used_for
    for condition in _listed(part.get("when")):
        yield from _needs(table(condition), scope, depth + 1)
    for branch in ("then", "else"):
        yield from _needs(table(part.get(branch)), scope, depth + 1)


def _dependencies(value: object) -> Iterator[str]:
    """Entries of a list, of a text, or of a table of names with ranges or with details."""
    if isinstance(value, dict):
        for name, detail in pairs(value):
            version = string(detail) if not isinstance(detail, dict) else string(detail.get("version"))
            yield f"{name} {version}".strip()
        return
    for each in _listed(value):
        yield (
            string(table(each).get("name")) + " " + string(table(each).get("version"))
            if isinstance(each, dict)
            else string(each)
        )


def _listed(value: object) -> list[object]:
    return array(value) if isinstance(value, list) else [value] if value else []
