"""What the Gradle formats share: coordinates, scopes by configuration, scripts without comments, and names with values.

A build script is a program; it is read as text and never run. What is found are literals, and names whose value is a
literal of the script, of the scripts above it, or of a gradle.properties.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scanner.manifest.file import ManifestFile
from scanner.package import Scope
from scanner.purl import purl

# A string of either quote or a triple one, or a comment. What is not closed goes on to its end, so that none is
# scanned twice.
_TOKEN = re.compile(
    r'("""[\s\S]*?(?:"""|\Z)|\'\'\'[\s\S]*?(?:\'\'\'|\Z)|"(?:[^"\\\n]|\\.)*+"?|\'(?:[^\'\\\n]|\\.)*+\'?)'
    r"|//[^\n]*|/\*[\s\S]*?(?:\*/|\Z)"
)
_COORDINATES = re.compile(r"([\w.-]+):([\w.-]+)(?::([^:@]*))?(?::[^:@]*)?(?:@\w+)?\Z")
_PLACEHOLDER = re.compile(r"\$\{([\w.\"'\[\]]+)\}|\$(\w+)")
_ASSIGNED = re.compile(
    r"""(?:^|[\s;{(,])(?:(?:def|val|var|final|String)\s+)?(?:(?:rootProject\.|project\.)?ext(?:ra)?\.)?"""
    r"""(?:set\(\s*)?(?:ext(?:ra)?\[)?["']?(\w+)["']?\]?\s*(?:=(?!=)|,|:)\s*["']([^"'\n$]*)["']"""
)
_PROPERTY = re.compile(r"^[ \t]*([\w.-]+)[ \t]*[=:][ \t]*(\S[^\n]*)", re.MULTILINE)
_LARGEST = 2_000_000  # characters of a script


@dataclass(frozen=True, slots=True)
class Coordinates:
    """A Maven module as Gradle writes it."""

    group: str
    name: str
    version: str  # "" when not stated
    requirement: str = ""  # a range, or a placeholder that could not be filled

    @property
    def purl(self) -> str:
        """The module's purl."""
        return purl("maven", self.name, self.version, self.group)


def coordinates(text: str, values: dict[str, str] | None = None) -> Coordinates | None:
    """ "group:name:version:classifier@type", with placeholders filled from `values`; None when it is something else."""
    found = _COORDINATES.match(filled(text.strip(), values or {}))
    return module(found[1], found[2], found[3] or "") if found else None


def module(group: str, name: str, version: str) -> Coordinates:
    """A module; a version that is a range or an open placeholder becomes its requirement."""
    version = version.strip().removesuffix("!!")
    open_ended = re.search(r"[\[\](),+$]|latest\.", version) is not None
    return Coordinates(group, name, "" if open_ended else version, version if open_ended else "")


def filled(text: str, values: dict[str, str]) -> str:
    """`text` with `$name` and `${name}` replaced where the name is known."""
    return _PLACEHOLDER.sub(lambda f: values.get(re.sub(r".*[.\['\"](?=\w)|[\]'\"]", "", f[1] or f[2]), f[0]), text)


def scope_of(configuration: str) -> Scope:
    """What a configuration ("testImplementation", "compileOnly") needs its modules for."""
    name = configuration.lower()
    if "test" in name:
        return Scope.TEST
    if name.startswith(("classpath", "annotationprocessor", "kapt", "ksp")) or "annotationprocessor" in name:
        return Scope.BUILD
    if "compileonly" in name or name.startswith("provided"):
        return Scope.PROVIDED
    return Scope.DEVELOPMENT if name.startswith(("developmentonly", "debug")) else Scope.RUNTIME


def without_comments(text: str) -> str:
    """A script with its comments blanked out, so that offsets and lines stay."""
    return _TOKEN.sub(lambda found: found[1] or re.sub(r"[^\n]", " ", found[0]), text[:_LARGEST])


def blocks(script: str, name: str) -> Iterator[tuple[int, str]]:
    """Offset and content of each `name { … }` of a script without comments."""
    end = 0
    for opened in re.finditer(rf"\b{name}\s*\{{", script):
        if opened.start() >= end:
            end = closing(script, opened.end())
            yield opened.end(), script[opened.end() : end]


def closing(script: str, start: int) -> int:
    """The offset of the brace that closes the block whose content begins at `start`; the end when none does."""
    depth = 1
    for token in re.finditer(r'"(?:[^"\\\n]|\\.)*+"?|\'(?:[^\'\\\n]|\\.)*+\'?|[{}]', script[start:]):
        depth += {"{": 1, "}": -1}.get(token[0], 0)
        if depth == 0:
            return start + token.start()
    return len(script)


def known_values(file: ManifestFile) -> dict[str, str]:
    """Names and their literal values, those of the script itself before those of the folders above."""
    found: dict[str, str] = {}
    for up in range(min(file.path.count("/"), 10), -1, -1):
        for name in ("gradle.properties", "build.gradle", "build.gradle.kts", "versions.gradle", "dependencies.gradle"):
            other = file.open("../" * up + name)
            if other is not None and other.path != file.path:
                found |= _values(other)
    return found | _values(file)


def _values(file: ManifestFile) -> dict[str, str]:
    text = file.text()
    if file.name.endswith(".properties"):
        return {name: value.strip() for name, value in _PROPERTY.findall(text[:_LARGEST])}
    return dict(_ASSIGNED.findall(without_comments(text)))
