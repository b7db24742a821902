"""build.gradle and build.gradle.kts (Gradle). Source:
https://docs.gradle.org/current/userguide/declaring_dependencies.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.ecosystems._gradle import (
    Coordinates,
    Values,
    blocks,
    closing,
    coordinates,
    filled,
    module,
    scope_of,
    without_comments,
)
from scanner.ecosystems._gradle_catalog import Catalog, catalog_of
from scanner.ecosystems._gradle_plugins import plugins
from scanner.ecosystems._gradle_project import project_of
from scanner.ecosystems._gradle_values import known_values, value_of
from scanner.manifest.asked import asked
from scanner.manifest.declaration import manifest
from scanner.manifest.file import ManifestFile
from scanner.manifest.lines import text_lines
from scanner.package import Dependency, Package, Scope

_STATEMENT = re.compile(r"""(?:^|[\n;}]|(?<!\$)\{)[ \t]*["']?([A-Za-z_]\w*)["']?\s*(?=[\s("'\[])""")
_NOT_NEEDS = frozenset(
    {"constraints", "exclude", "because", "project", "modules", "if", "else", "for", "each", "return"}
)
_STRING = re.compile(r"""(["'])((?:\$\{[^}\n]{0,200}\}|(?!\1)[^\\\n]|\\.)*+)\1?""")
_MAP = re.compile(
    r"""\bgroup\s*[:=]\s*(["'])([^"'\n]*)\1\s*,\s*name\s*[:=]\s*(["'])([^"'\n]*)\3"""
    r"""(?:\s*,\s*version\s*[:=]\s*(?:(["'])([^"'\n]*)\5|([\w.]+)))?"""
)
_KOTLIN = re.compile(r"""\bkotlin\(\s*["']([\w-]+)["']\s*(?:,\s*["']?([\w.$-]+)["']?)?\s*\)""")
_ALIAS = re.compile(r"""(?<![\w.$])([A-Za-z_]\w*+(?:\.[A-Za-z_]\w*+|\[\s*+["'][\w.-]++["']\s*+\])++)""")
_PLUS_NAME = re.compile(r"""(["'])([\w.-]+:[\w.-]+:)\1\s*\+\s*([\w.]+)""")


@manifest("*.gradle", "*.gradle.kts", ecosystem="maven")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the project, when its script and settings name it, and the modules that its `dependencies` blocks name."""
    script = without_comments(file.text())
    settings = file.name.startswith("settings.")
    project = None if settings else project_of(file, script)
    if project:
        yield project
    values, catalog = known_values(file), catalog_of(file)
    line_at = text_lines(script)
    for start, content in blocks(script, "plugins"):
        for offset, plugin in plugins(content, values, catalog):
            evidence = file.at_line(line_at(start + offset))
            yield from asked(
                project.purl if project else "",
                plugin.purl,
                evidence,
                requirement=plugin.requirement,
                scope=Scope.BUILD,
            )
    if settings:
        return
    for start, content in blocks(script, "dependencies"):
        for configuration, offset, statement in _statements(content):
            line = line_at(start + offset)
            for wanted in _modules(statement, values, catalog):
                evidence, scope = file.at_line(line), scope_of(configuration)
                yield from asked(
                    project.purl if project else "", wanted.purl, evidence, requirement=wanted.requirement, scope=scope
                )


def _statements(content: str) -> Iterator[tuple[str, int, str]]:
    """Configuration, offset and text of each statement of a block; what a block of its own excludes or explains is
    left out.
    """
    starts = [(found[1], found.start(1)) for found in _STATEMENT.finditer(content)]
    ends = [*(offset for _, offset in starts[1:]), len(content)][: len(starts)]
    skipped_to = 0
    for (name, offset), end in zip(starts, ends, strict=True):
        if offset < skipped_to:
            continue
        if name in _NOT_NEEDS:
            opened = content.find("{", offset, end)
            skipped_to = closing(content, opened + 1) if opened >= 0 and name == "constraints" else end
            continue
        yield name, offset, content[offset:end]


def _modules(statement: str, values: Values, catalog: Catalog) -> Iterator[Coordinates]:
    """The modules that a statement names, in any of Gradle's notations."""
    statement = re.sub(r"\b(?:exclude|because|project|files|fileTree)\b[\s(]*[^\n]*", "", statement)
    for found in _MAP.finditer(statement):
        name = (found[7] or "").rpartition(".")[2]
        version = filled(found[6] or "", values) or (values.get(name, f"${name}") if name else "")
        if _is_name(found[4]) and _is_name(found[2]):
            yield module(found[2], found[4], version)
    for found in _PLUS_NAME.finditer(statement):
        name = found[3].rpartition(".")[2]
        if wanted := coordinates(found[2] + values.get(name, "$" + name)):
            yield wanted
    rest = _PLUS_NAME.sub("", _MAP.sub("", statement))
    for found in _STRING.finditer(rest):
        if wanted := coordinates(found[2], values):
            yield wanted
    for found in _KOTLIN.finditer(rest):
        yield module("org.jetbrains.kotlin", f"kotlin-{found[1]}", values.get(found[2] or "", found[2] or ""))
    for found in _ALIAS.finditer(rest):
        named = coordinates(value_of(found[1], values))
        yield from (named,) if named else catalog.modules(found[1])


def _is_name(text: str) -> bool:
    return re.fullmatch(r"[\w.-]+", text) is not None
