"""The project that a Gradle script builds: its name from the settings, its group and version from the script."""

from __future__ import annotations

import re

from scanner.ecosystems._gradle import filled
from scanner.ecosystems._gradle_values import known_values, properties
from scanner.manifest.file import ManifestFile
from scanner.package import Package
from scanner.purl import purl

_IDENTITY = re.compile(r"""^[ \t]*(group|version)[ \t]*+=?[ \t]*+["']([^"'\n]+)["']""", re.MULTILINE)
_ROOT_NAME = re.compile(r"""rootProject\.name\s*=\s*["']([^"'\n$]+)["']""")
_BRACE = re.compile(r"""(\ballprojects\s*)?\{|\}|"(?:[^"\\\n]|\\.)*+"?|'(?:[^'\\\n]|\\.)*+'?""")


def project_of(file: ManifestFile, script: str) -> Package | None:
    """The root project that `file` builds; None when the settings do not name it, or nothing tells its group."""
    settings = file.open("settings.gradle") or file.open("settings.gradle.kts")
    name = _ROOT_NAME.search(settings.text()) if settings else None
    own = _own_statements(script)
    stated = {found[1]: found for found in reversed(list(_IDENTITY.finditer(own)))}
    beside = file.open("gradle.properties")
    told = (properties(beside) if beside else {}) | {key: found[2] for key, found in stated.items()}
    if name is None or not name[1].strip("/ ") or not told.get("group"):
        return None
    group, version = (filled(told.get(key, ""), known_values(file)) for key in ("group", "version"))
    if "$" in group:
        return None
    evidence = file.at_line(own.count("\n", 0, stated["group"].start(1)) + 1) if "group" in stated else None
    return Package(
        purl=purl("maven", name[1].strip(), "" if "$" in version else version, group),
        evidence=evidence or (beside or file).evidence("group"),
        first_party=True,
    )


def _own_statements(script: str) -> str:
    """A script with the content of its blocks, such as those of tasks, blanked out; what it says of all projects
    stays.
    """
    kept, start, inside = [], 0, 0
    for found in _BRACE.finditer(script):
        if found[0].endswith("{") and (inside or not found[1]):
            if not inside:
                kept.append(script[start : found.end()])
                start = found.end()
            inside += 1
        elif found[0] == "}" and inside:
            inside -= 1
            if not inside:
                kept.append("\n" * script.count("\n", start, found.start()))
                start = found.start()
    return "".join([*kept, "" if inside else script[start:]])
