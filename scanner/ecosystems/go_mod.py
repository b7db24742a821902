"""go.mod and the go.sum beside it, go.work (Go). Source: https://go.dev/ref/mod#go-mod-file, …#workspaces

A `replace` of the go.work above holds for the modules that it uses, before those of their own. From Go 1.17 on a
go.mod lists every module of the build. Older ones list direct needs only; there go.sum tells which further modules were
downloaded whole. The `h1:` digest of go.sum is a SHA-256 over the sorted digests of a module's files
(golang.org/x/mod/sumdb/dirhash, Hash1), not over its zip; it is given as SHA-256, as cyclonedx-gomod does.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from scanner.ecosystems._go import is_path, module_purl
from scanner.manifest.declaration import manifest
from scanner.manifest.digests import from_base64
from scanner.manifest.file import ManifestFile
from scanner.package import Dependency, Hash, Package, Scope
from scanner.purl import version_of
from scanner.requirement import release_of, version_order

_COMMENT = re.compile(r"//.*")
_HIGHEST = 10  # folders above a go.mod
_COMPLETE = (1, 17)  # the first release whose go.mod lists indirect modules too


Digests = dict[tuple[str, str], tuple[Hash, ...]]  # by path and version


@dataclass(slots=True)
class _Module:
    """What a go.mod says."""

    path: str = ""
    line: int | None = None
    go: str = ""
    toolchain: tuple[str, int] = ("", 0)  # version, line
    required: list[tuple[str, str, bool, int]] = field(default_factory=list)  # path, version, indirect, line
    replaced: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)  # path, version or "": path, version
    excluded: set[tuple[str, str]] = field(default_factory=set)
    used: list[str] = field(default_factory=list)  # folders of a workspace's modules


@manifest("go.mod", ecosystem="golang")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the module and those it requires, after `replace` and `exclude`."""
    module = _read(file)
    module.replaced |= _workspace(file)
    project = module_purl(module.path) if module.path else ""
    if project:
        yield Package(purl=project, evidence=file.at_line(module.line), first_party=True)
    known: set[str] = set()
    digests = _digests(file)
    for path, version, indirect, line in module.required:
        if (path, version) in module.excluded:
            continue
        built = _replaced(module, path, version)
        identity = module_purl(*built)
        known.add(path)
        evidence = file.at_line(line)
        yield Package(
            purl=identity,
            evidence=evidence,
            requirement="" if version_of(identity) else version,
            scope=Scope.RUNTIME,
            direct=not indirect,
            hashes=digests.get(built, ()),
        )
        if project and not indirect:
            yield Dependency(project, identity, evidence, version)
    yield from _standard_library(file, module)
    if (release_of(module.go) or (0,)) < _COMPLETE:
        yield from _downloaded(file, digests, known | {target for target, _ in module.replaced.values()})


@manifest("go.work", ecosystem="golang")
def parse_workspace(file: ManifestFile) -> Iterator[Package]:
    """Yield the standard library of the toolchain. What the modules of a workspace need, their go.mod files say."""
    yield from _standard_library(file, _read(file))


def _standard_library(file: ManifestFile, module: _Module) -> Iterator[Package]:
    """What a toolchain builds in."""
    version, line = module.toolchain
    if version:
        stdlib = module_purl("stdlib", f"v{version}")
        yield Package(purl=stdlib, evidence=file.at_line(line), scope=Scope.RUNTIME, direct=True)


def _workspace(file: ManifestFile) -> dict[tuple[str, str], tuple[str, str]]:
    """What the nearest go.work above replaces, when it uses the module of this file."""
    for up in range(min(file.path.count("/"), _HIGHEST) + 1):
        if work := file.open("../" * up + "go.work"):
            found = work.derived(_read)
            used = {posixpath.normpath(posixpath.join(work.folder, folder)) for folder in found.used}
            return found.replaced if posixpath.normpath(file.folder or ".") in used else {}
    return {}


def _replaced(module: _Module, path: str, version: str) -> tuple[str, str]:
    """The module that is built instead; one in a local folder has no version of its own."""
    target, new = module.replaced.get((path, version)) or module.replaced.get((path, "")) or (path, version)
    local = target.startswith((".", "/")) or not is_path(target)
    return (path, "") if local else (target, new)


def _read(file: ManifestFile) -> _Module:
    module, block = _Module(), ""
    for number, raw in file.lines():
        words = _COMMENT.sub("", raw).replace('"', "").replace("`", "").split()
        if not words:
            continue
        if block:
            if words == [")"]:
                block = ""
                continue
            words = [block, *words]
        elif words[-1] == "(" or (len(words) == 1 and words[0].endswith("(")):
            block = words[0].rstrip("(")
            continue
        _directive(module, words, "// indirect" in raw, number)
    return module


def _directive(module: _Module, words: list[str], indirect: bool, number: int) -> None:
    match words:
        case ["module", path] if not module.path and is_path(path):
            module.path, module.line = path, number
        case ["go", version]:
            module.go = version
        case ["toolchain", name] if name.startswith("go1"):
            module.toolchain = name.removeprefix("go"), number
        case ["require", path, version] if is_path(path):
            module.required.append((path, version, indirect, number))
        case ["use", folder]:
            module.used.append(folder)
        case ["exclude", path, version]:
            module.excluded.add((path, version))
        case ["replace", path, "=>", target, *version]:
            module.replaced[path, ""] = target, "".join(version[:1])
        case ["replace", path, old, "=>", target, *version]:
            module.replaced[path, old] = target, "".join(version[:1])


def _digests(file: ManifestFile) -> Digests:
    """The digests in the go.sum beside a go.mod and in the go.work.sum of a workspace."""
    workspaces = (file.open("../" * up + "go.work.sum") for up in range(min(file.path.count("/"), _HIGHEST) + 1))
    found: Digests = {}
    for sums in (*workspaces, file.open("go.sum")):
        found |= sums.derived(_sums) if sums else {}
    return found


def _sums(file: ManifestFile) -> Digests:
    """The digest of each module, by path and version, whose content, not only whose go.mod, is listed."""
    lines = (line.split() for _, line in file.lines())
    return {
        (words[0], words[1]): from_base64("sha256", words[2].removeprefix("h1:"))
        for words in lines
        if len(words) == 3 and not words[1].endswith("/go.mod") and words[2].startswith("h1:")
    }


def _downloaded(file: ManifestFile, digests: Digests, known: set[str]) -> Iterator[Package]:
    """Modules whose content, not only whose go.mod, is in go.sum: the newest version of each that go.mod does not
    name.
    """
    sums = file.open("go.sum")
    newest: dict[str, tuple[str, int]] = {}
    for number, line in sums.lines() if sums else ():
        path, _, rest = line.partition(" ")
        version = rest.partition(" ")[0]
        if not version.startswith("v") or version.endswith("/go.mod") or path in known:
            continue
        if not is_path(path):
            continue
        if path not in newest or version_order(version) > version_order(newest[path][0]):
            newest[path] = version, number
    for path, (version, number) in newest.items():
        if sums is not None:
            evidence = sums.at_line(number)
            yield Package(
                purl=module_purl(path, version),
                evidence=evidence,
                scope=Scope.RUNTIME,
                direct=False,
                hashes=digests.get((path, version), ()),
            )
