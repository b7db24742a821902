"""What the Gradle formats share: coordinates, their placeholders, scopes by configuration, scripts without comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scanner.package import Scope
from scanner.purl import purl

# A string of either quote or a triple one, or a comment. What is not closed goes on to its end, so that none is
# scanned twice.
_TOKEN = re.compile(
    r'("""[\s\S]*?(?:"""|\Z)|\'\'\'[\s\S]*?(?:\'\'\'|\Z)|"(?:[^"\\\n]|\\.)*+"?|\'(?:[^\'\\\n]|\\.)*+\'?)'
    r"|//[^\n]*|/\*[\s\S]*?(?:\*/|\Z)"
)
_COORDINATES = re.compile(r"([\w.-]+):([\w.-]+)(?::([^:@]*))?(?::[^:@]*)?(?:@\w+)?\Z")
_COMPUTED = re.compile(r"([\w.-]+):([\w.-]+):([^:@$]*\$\{[^\n]{1,300}\}[^:@]*)\Z")
_PLACEHOLDER = re.compile(r"\$\{([\w.\"'\[\]-]+?)(?:\.get\(\))?\}|\$(\w+(?:\.[A-Za-z_]\w*)*)")
_DEEPEST = 5  # values composed of values
_LONGEST = 1000  # characters of a filled text
LARGEST = 2_000_000  # characters of a script

Values = dict[str, str]  # by name, and by "map.name"


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


def coordinates(text: str, values: Values | None = None) -> Coordinates | None:
    """ "group:name:version:classifier@type", with placeholders filled from `values`; None when it is something else.

    A version that the script computes is kept as it is written, as a requirement.
    """
    text = filled(text.strip(), values or {})
    if "${" in text and (computed := _COMPUTED.match(text)):
        return Coordinates(computed[1], computed[2], "", computed[3])
    found = _COORDINATES.match(text)
    return module(found[1], found[2], found[3] or "") if found else None


def module(group: str, name: str, version: str) -> Coordinates:
    """A module; a version that is a range or an open placeholder becomes its requirement."""
    version = version.strip().removesuffix("!!")
    open_ended = re.search(r"[\[\](),+$%{}]|latest\.", version) is not None
    return Coordinates(group, name, "" if open_ended else version, version if open_ended else "")


def filled(text: str, values: Values) -> str:
    """`text` with `$name`, `$map.name` and `${map["name"]}` replaced where the name is known."""
    for _ in range(_DEEPEST):
        if "$" not in text or len(text) > _LONGEST:
            break
        text = _PLACEHOLDER.sub(lambda found: _value(found[1] or found[2], values, found[0]), text)
    return text


def _value(name: str, values: Values, otherwise: str) -> str:
    parts = [part for part in re.split(r"[^\w-]+", name) if part]
    if not parts:
        return otherwise
    known = values.get(name) or values.get(".".join(parts[-2:])) or values.get(parts[-1])
    if known is None and parts[0] in values and "[" not in name:  # Kotlin ends a bare placeholder at the dot
        return ".".join([values[parts[0]], *parts[1:]])
    return known or otherwise


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
    return _TOKEN.sub(lambda found: found[1] or re.sub(r"[^\n]", " ", found[0]), text[:LARGEST])


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
