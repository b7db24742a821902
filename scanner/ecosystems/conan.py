"""conan.lock, conanfile.txt, conanfile.py (Conan, C and C++). Source: https://docs.conan.io/2/reference.html

A conanfile.py is read, never run.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from scanner.manifest.asked import asked
from scanner.manifest.declaration import lockfile, manifest
from scanner.manifest.file import ManifestFile
from scanner.manifest.python_text import parse_python
from scanner.manifest.shape import array, at, pairs, string, strings, table
from scanner.package import Dependency, Package, Scope
from scanner.purl import qualified

_REFERENCE = re.compile(r"([\w.+-]+)/([^@#\s%]+)(?:@(?:([\w.+-]+)/([\w.+-]+))?)?")
_LISTS = {
    "requires": Scope.RUNTIME,
    "build_requires": Scope.BUILD,
    "tool_requires": Scope.BUILD,
    "test_requires": Scope.TEST,
    "python_requires": Scope.BUILD,
}


@lockfile("conan.lock", ecosystem="conan")
def parse_lock(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield each locked recipe; format 0.4 tells the edges too.

    Raises:
        Malformed: not JSON.
    """
    document = file.json()
    nodes = {key: table(node) for key, node in pairs(at(document, "graph_lock", "nodes"))}
    purls = {key: reference[0] for key, node in nodes.items() if (reference := _purl(string(node.get("ref"))))}
    direct = {key for key, node in nodes.items() if not node.get("ref") for key in strings(array(node.get("requires")))}
    for key, identity in purls.items():
        node = nodes[key]
        evidence = file.evidence('"nodes"', string(node.get("ref")))
        scope = Scope.BUILD if node.get("context") == "build" else Scope.RUNTIME
        yield Package(purl=identity, evidence=evidence, scope=scope, direct=key in direct if direct else None)
        for section, need in (("requires", Scope.RUNTIME), ("build_requires", Scope.BUILD)):
            for needed in strings(array(node.get(section))):
                if needed in purls:
                    yield Dependency(identity, purls[needed], evidence, scope=need)
    for section, scope in _LISTS.items():
        for text in strings(array(at(document, section))):
            if reference := _purl(text):
                yield Package(purl=reference[0], evidence=file.evidence(f'"{section}"', text), scope=scope)


@manifest("conanfile.txt", ecosystem="conan")
def parse_text(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield each recipe asked for."""
    section = ""
    for number, raw in file.lines():
        line = raw.strip()
        if line.startswith("["):
            section = line.strip("[]")
        elif section in _LISTS and not line.startswith("#") and (reference := _purl(line)):
            evidence = file.at_line(number)
            yield from asked("", reference[0], evidence, requirement=reference[1], scope=_LISTS[section])


@manifest("conanfile.py", ecosystem="conan")
def parse_script(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the recipe and what it requires, as far as these are literals.

    Raises:
        Malformed: the script does not parse.
    """
    script = parse_python(file.text())
    fields: dict[str, str] = {}
    needs: list[tuple[str, Scope, int]] = []
    for node in ast.walk(script):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str() as told)) if name not in _LISTS:
                fields.setdefault(name, told)
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if name in _LISTS:
                needs += [(told, _LISTS[name], line) for told, line in _literals(value)]
            case ast.Call(func=ast.Attribute(attr=name), args=[value, *_]) if name in _LISTS:
                needs += [(told, _LISTS[name], line) for told, line in _literals(value)]
    project = ""
    if own := _purl(f"{fields.get('name', '')}/{fields.get('version', '')}" if fields.get("version") else ""):
        project = own[0]
        yield Package(
            purl=project,
            evidence=file.evidence("name ="),
            first_party=True,
            declared_license=fields.get("license", ""),
            homepage=fields.get("homepage", ""),
            vcs_url=fields.get("url", ""),
            description=fields.get("description", ""),
            authors=tuple(filter(None, [fields.get("author", "")])),
        )
    for text, scope, line in sorted(needs, key=lambda need: need[2]):
        if reference := _purl(text):
            yield from asked(project, reference[0], file.at_line(line), requirement=reference[1], scope=scope)


def _literals(value: ast.expr) -> Iterator[tuple[str, int]]:
    items = value.elts if isinstance(value, ast.Tuple | ast.List) else [value]
    for item in items:
        first = item.elts[0] if isinstance(item, ast.Tuple) and item.elts else item
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            yield first.value, first.lineno


def _purl(reference: str) -> tuple[str, str] | None:
    """Purl and range of "name/version@user/channel#revision"; None when it is no reference."""
    found = _REFERENCE.match(reference.strip())
    if not found:
        return None
    ranged = found[2].startswith("[")
    stated = {"user": found[3], "channel": found[4]} if found[3] and found[3] != "_" else {}
    version = "" if ranged else found[2]
    whole = reference.strip().partition("/")[2].partition("@")[0] if ranged else ""
    return qualified("conan", found[1], version, qualifiers=stated), whole.strip("[]")
