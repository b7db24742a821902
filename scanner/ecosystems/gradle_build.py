"""build.gradle and build.gradle.kts (Gradle). Source:
https://docs.gradle.org/current/userguide/declaring_dependencies.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from licenses.language import text
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
from scanner.problem import Problem

_STATEMENT = re.compile(r"""(?:^|[\n;}]|(?<!\$)\{)[ \t]*["']?([A-Za-z_]\w*)["']?\s*(?=[\s("'\[])""")
_NOT_NEEDS = frozenset(
    {"constraints", "exclude", "because", "project", "modules", "if", "else", "for", "each", "return"}
)
_OF_A_NEED = frozenset({"version", "strictly", "require", "prefer", "reject"})  # within the block of a need
_STRING = re.compile(r"""(["'])((?:\$\{[^}\n]{0,200}\}|(?!\1)[^\\\n]|\\.)*+)\1?""")
_MAP = re.compile(
    r"""\bgroup\s*[:=]\s*(["'])([^"'\n]*)\1\s*,\s*name\s*[:=]\s*(["'])([^"'\n]*)\3"""
    r"""(?:\s*,\s*version\s*[:=]\s*(?:(["'])([^"'\n]*)\5|([\w.]+)))?"""
)
_KOTLIN = re.compile(r"""\bkotlin\(\s*["']([\w-]+)["']\s*(?:,\s*(["']?)([\w.$-]+)\2?(\([^()\n]*\))?)?\s*\)""")
_THREE = re.compile(  # Kotlin: implementation("group", "name", version)
    r"""\A\w+\(\s*"([\w.-]+)"\s*,\s*"([\w.-]+)"(?:\s*,\s*(?:"([^"\n]*)"|([\w.]+)(\([^\n]{0,100}?\))?))?\s*\)"""
)
_RICH = re.compile(r"""\b(?:strictly|require|prefer)\s*\(?\s*["']([^"'\n]+)["']""")
_NAMELESS = re.compile(
    r"[\w.-]*(?:\$\{?[^:@\n]+)?:[\w.-]*\$[^:\n]*(?::[^\n]*)?|[\w.-]*\$\{?[^:@\n]+:[\w.${}-]+(?::[^\n]*)?"
)
_ALIAS = re.compile(r"""(?<![\w.$])([A-Za-z_]\w*+(?:\.[A-Za-z_]\w*+|\[\s*+["'][\w.-]++["']\s*+\])++)""")
_PLUS_NAME = re.compile(r"""(["'])([\w.-]+:[\w.-]+:)\1\s*\+\s*([\w.]+)""")


@manifest("*.gradle", "*.gradle.kts", ecosystem="maven")
def parse(file: ManifestFile) -> Iterator[Package | Dependency | Problem]:
    """Yield the project, when its script and settings name it, and the modules that its `dependencies` blocks name."""
    script = without_comments(file.text())
    settings = file.name.startswith("settings.")
    project = None if settings else project_of(file, script)
    if project:
        yield project
    catalog = catalog_of(file)
    values = known_values(file) | catalog.versions
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
            named = [_rich(wanted, statement) for wanted in _modules(statement, values, catalog)]
            for wanted in named:
                evidence, scope = file.at_line(line), scope_of(configuration)
                yield from asked(
                    project.purl if project else "", wanted.purl, evidence, requirement=wanted.requirement, scope=scope
                )
            if not named and (written := _unnamed(statement, values)):
                yield Problem(
                    "gradle-computed", file.path, text("the script computes what {name} is", name=written), line
                )


def _statements(content: str) -> Iterator[tuple[str, int, str]]:
    """Configuration, offset and text of each statement of a block; what a block of its own excludes or explains is
    left out.
    """
    starts = [(found[1], found.start(1)) for found in _STATEMENT.finditer(content) if found[1] not in _OF_A_NEED]
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
    statement = re.sub(r"\b(?:exclude|because|project|files|fileTree)\b(?!\.)[\s(]*[^\n]*", "", statement)
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
        name = found[3] or ""
        stated = name if found[2] else f"${name}" if found[4] else values.get(name, name)
        yield module("org.jetbrains.kotlin", f"kotlin-{found[1]}", stated)
    if three := _THREE.match(rest):
        name = (three[4] or "").rpartition(".")[2]
        stated = three[3] or (f"${name}" if three[5] else values.get(name, f"${name}") if name else "")
        yield module(three[1], three[2], filled(stated, values))
    for found in _ALIAS.finditer(rest):
        named = coordinates(value_of(found[1], values))
        yield from (named,) if named else catalog.modules(found[1])


def _rich(wanted: Coordinates, statement: str) -> Coordinates:
    """With the version that a block of the statement's own sets: `{ version { strictly("1.7") } }`."""
    stated = _RICH.search(statement) if not wanted.version and not wanted.requirement else None
    return module(wanted.group, wanted.name, stated[1]) if stated else wanted


def _unnamed(statement: str, values: Values) -> str:
    """A module of which the script computes even the name, as it is written; "" when the statement names none."""
    strings = (filled(found[2].strip(), values) for found in _STRING.finditer(statement))
    return next((each[:200] for each in strings if _NAMELESS.fullmatch(each)), "")


def _is_name(written: str) -> bool:
    return re.fullmatch(r"[\w.-]+", written) is not None
