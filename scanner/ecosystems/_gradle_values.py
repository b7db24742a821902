"""The names of Gradle scripts with their values: literals, entries of maps and objects, gradle.properties.

A build script is a program; it is read as text and never run. A name in a map or object is known both as
`map.name` and as `name`; a value may be composed of other names, which are filled in when it is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.ecosystems._gradle import LARGEST, Values, filled, without_comments
from scanner.manifest.file import ManifestFile

_PROPERTY = re.compile(r"^[ \t]*([\w.-]+)[ \t]*[=:][ \t]*(\S[^\n]*)", re.MULTILINE)
_STRING = r"""(?:"((?:[^"\\\n]|\\.)*+)"?+|'((?:[^'\\\n]|\\.)*+)'?+)"""
_NAME = r"""(?<![\w.$])((?:[A-Za-z_]\w*+\.)*+[A-Za-z_]\w*+)"""
_ASSIGNED = (
    rf"""(?:{_NAME}(?:\[\s*+["']([\w.-]++)["']\s*+\])?|["']([\w.-]++)["'])(?:["']?\s*+[\])])?(?:\s*+:\s*+String\b)?"""
    rf"""\s*+(=(?!=)|:|,|\bto\b)\s*+(?:{_STRING}"""
    rf"""|(?!(?:mutableM|m)apOf\b)([A-Za-z_][\w.]*+)[ \t]*+(?=([(?+\[-])|[\n,;\])}}]))"""
)
_OPENED = (
    rf"""{_NAME}\s*+(?:\+?=|:)?\s*+"""
    r"""(?:(?:mutableM|m)apOf(?:<[^>\n]{1,60}>)?\(|\[(?!\s*+["'][\w.-]++["']\s*+\])|\{)"""
)
_PIECE = re.compile(rf"""{_ASSIGNED}|{_OPENED}|{_STRING}|([\[{{(])|([\]}}\)])""")
_APPLIED = re.compile(r"""\bapply\s*\(?\s*from\s*[:=]\s*(?:file\(\s*|uri\(\s*)?["']([^"'\n]+)["']""")
_ROOT = re.compile(r"\A\$\{?(?:rootDir|rootProject\.projectDir|rootProject\.rootDir|projectDir)\}?/")
_FOLDERS = frozenset({"ext", "extra", "rootProject", "project", "this"})
_OBJECT = re.compile(r"\b(?:object|class|interface)\s\Z")
_COORDINATES = frozenset({"group", "name", "version", "module", "id", "classifier"})  # entries of every second map
_WORDS = frozenset({"true", "false", "null"})
_SCRIPTS = ("gradle.properties", "build.gradle", "build.gradle.kts", "versions.gradle", "dependencies.gradle")
_HIGHEST = 10  # folders above a script


def known_values(file: ManifestFile) -> Values:
    """Names and their literal values, those of the script itself before those of the folders above."""
    found: Values = {}
    for up in range(min(file.path.count("/"), _HIGHEST), -1, -1):
        above = "../" * up
        for name in _SCRIPTS:
            other = file.open(above + name)
            if other is not None and other.path != file.path:
                found |= other.derived(_values)
        if file.open(f"{above}settings.gradle") or file.open(f"{above}settings.gradle.kts"):
            for kind in ("kt", "groovy"):  # where the constants of a whole build are kept
                for source in file.glob(f"{above}buildSrc/**/*.{kind}"):
                    found |= source.derived(_values)
    return found | file.derived(_values)


def value_of(name: str, values: Values) -> str:
    """The value of an entry (`libs.junit`, `deps["junit"]`), filled; "" when it is not known."""
    return filled("${" + name + "}", values) if "." in name or "[" in name else ""


def properties(file: ManifestFile) -> Values:
    """The entries of a gradle.properties."""
    return {name: value.strip() for name, value in _PROPERTY.findall(file.text()[:LARGEST])}


def _values(file: ManifestFile) -> Values:
    """The values of one file, and of the scripts that it applies."""
    if file.name.endswith(".properties"):
        return properties(file)
    script = without_comments(file.text())
    found: Values = {}
    for path in _APPLIED.findall(script):
        inside = _ROOT.sub("", path)
        other = file.at_root(inside) if inside != path else file.open(inside)
        if other is not None and other.path != file.path:
            found |= _literals(without_comments(other.text()))
    return found | _literals(script)


def _literals(script: str) -> Values:
    """The last value of each name. One that is also computed somewhere is not what another name holds."""
    found = list(_assigned(script))
    computed = {name for name, value in found if not value}
    return {name: value for name, value in found if value and not (name in computed and value.startswith("${"))}


def _assigned(script: str) -> Iterator[tuple[str, str]]:
    """Each name of a script with its value, "" for one that is computed: once alone and once after the map or object
    that it stands in.
    """
    around = [""]
    for found in _PIECE.finditer(script):
        path, entry, quoted, sign, double, single, reference, computed, opened, _, _, bracket, closed = found.groups()
        if bracket:
            around.append(around[-1])
        elif closed and len(around) > 1:
            around.pop()
        elif opened:
            around.append(_enclosing(found, opened, around[-1]))
        elif sign and reference not in _WORDS and not (len(around) > 1 and path in _COORDINATES and not around[-1]):
            key = _key(path or quoted, entry, around[-1])
            value = double or single or (f"${{{reference}}}" if reference and not computed else "")
            yield key, value
            name = key.rpartition(".")[2]
            if not reference and name != key and not (sign == ":" and name in _COORDINATES):
                yield name, value


def _key(path: str, entry: str | None, around: str) -> str:
    parts = [*(part for part in path.split(".") if part not in _FOLDERS), *((entry,) if entry else ())]
    return ".".join((parts if len(parts) > 1 or not around else [around, *parts])[-2:])


def _enclosing(found: re.Match[str], path: str, around: str) -> str:
    """The name that the entries of a block stand in: a map's or an object's own, else that of what is around it."""
    name = path.rpartition(".")[2]
    if found[0].endswith("{"):
        return name if _OBJECT.search(found.string[max(0, found.start() - 12) : found.start()]) else around
    return around if name in _FOLDERS else name
