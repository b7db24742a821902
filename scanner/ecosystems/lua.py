"""*.rockspec (LuaRocks). Source: https://github.com/luarocks/luarocks/wiki/Rockspec-format

A rockspec is a Lua program; literals, and names that hold them, are read, and nothing is run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.manifest.asked import asked
from scanner.manifest.declaration import manifest
from scanner.manifest.digests import from_hex
from scanner.manifest.file import ManifestFile
from scanner.package import Dependency, Package, Scope
from scanner.purl import purl

_COMMENT = re.compile(
    r"""("(?:[^"\\\n]|\\.)*+"?|'(?:[^'\\\n]|\\.)*+'?|\[\[[\s\S]*?(?:\]\]|\Z))"""
    r"|--\[\[[\s\S]*?(?:\]\]|\Z)|--[^\n]*"
)
_LITERAL = r"(?:\"[^\"\n]*\"|'[^'\n]*'|\w+)"
_ASSIGNED = re.compile(rf"(?:^|[\n;{{,])[ \t]*(?:local[ \t]+)?(\w+)\s*=\s*({_LITERAL}(?:\s*\.\.\s*{_LITERAL})*)")
_PIECE = re.compile(r"\"([^\"\n]*)\"|'([^'\n]*)'|(\w+)")
_NEED = re.compile(r"([\w.-]+(?:/[\w.-]+)?)\s*(.*)")
_LISTS = (("dependencies", Scope.RUNTIME), ("build_dependencies", Scope.BUILD), ("test_dependencies", Scope.TEST))


@manifest("*.rockspec", ecosystem="luarocks")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the rock and what it depends on, Lua itself aside."""
    text = _COMMENT.sub(lambda found: found[1] or " ", file.text())
    values: dict[str, str] = {}
    for found in _ASSIGNED.finditer(text):
        values.setdefault(found[1], _value(found[2], values))
    name = values.get("package", "")
    if not re.fullmatch(r"[\w.-]+", name):
        return
    project = purl("luarocks", name, values.get("version", ""))
    yield Package(
        purl=project,
        evidence=file.evidence("package"),
        first_party=True,
        declared_license=values.get("license", ""),
        hashes=from_hex("md5", values.get("md5", "")),
        vcs_url=values.get("url", "") if values.get("url", "").startswith("git") else "",
        download_url=values.get("url", "") if values.get("url", "").startswith("http") else "",
        homepage=values.get("homepage", ""),
        description=values.get("summary", ""),
    )
    for section, scope in _LISTS:
        block = re.search(rf"(?:^|[\n;\s]){section}\s*=\s*\{{([^}}]*)\}}", text)
        for literal in re.findall(r"\"([^\"\n]+)\"|'([^'\n]+)'", block[1]) if block else ():
            found_need = _NEED.fullmatch((literal[0] or literal[1]).strip())
            if found_need and found_need[1] != "lua":
                yield from _needed(file, project, section, found_need, scope)


def _needed(
    file: ManifestFile, project: str, section: str, found: re.Match[str], scope: Scope
) -> Iterator[Package | Dependency]:
    exactly = re.fullmatch(r"(?:==|=)?\s*(\d[\w.-]*)", found[2].strip())
    namespace, _, name = found[1].rpartition("/")
    wanted = purl("luarocks", name, exactly[1] if exactly else "", namespace)
    yield from asked(project, wanted, file.evidence(section, found[1]), requirement=found[2].strip(), scope=scope)


def _value(expression: str, values: dict[str, str]) -> str:
    """A concatenation of literals and known names, "" when part of it is unknown."""
    parts: list[str] = []
    for double, single, name in _PIECE.findall(expression):
        if name and name not in values:
            return ""
        parts.append(values[name] if name else double or single)
    return "".join(parts)
