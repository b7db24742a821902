"""build.sbt.lock and build.sbt (Scala).

Source: https://github.com/stringbean/sbt-dependency-lock and
https://www.scala-sbt.org/1.x/docs/Library-Dependencies.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.manifest.asked import asked
from scanner.manifest.declaration import lockfile, manifest
from scanner.manifest.digests import prefixed
from scanner.manifest.file import ManifestFile
from scanner.manifest.shape import array, at, string, strings, tables
from scanner.package import Dependency, Package, Scope
from scanner.purl import purl

_MODULE = re.compile(r'"([\w.-]+)"\s*(%%%?|%)\s*"([\w.-]+)"\s*%\s*(?:"([^"\n]+)"|([\w.]+))(?:\s*%\s*"?(\w+)"?)?')
_VALUE = re.compile(r'\b(?:val|def)\s+(\w+)(?:\s*:\s*String)?\s*=\s*"([^"\n]+)"')
_SCALA = re.compile(r'scalaVersion\s*:=\s*"(\d+)\.(\d+)')


@lockfile("build.sbt.lock", ecosystem="maven")
def parse_lock(file: ManifestFile) -> Iterator[Package]:
    """Yield each locked module.

    Raises:
        Malformed: not JSON.
    """
    for entry in tables(at(file.json(), "dependencies")):
        name, group, version = string(entry.get("name")), string(entry.get("org")), string(entry.get("version"))
        configurations = set(strings(array(entry.get("configurations"))))
        if name and group:
            test = configurations and not configurations & {"compile", "runtime", "provided"}
            yield Package(
                purl=purl("maven", name, version, group),
                evidence=file.evidence(f'"{name}"'),
                scope=Scope.TEST if test else Scope.RUNTIME,
                hashes=prefixed(string(artifact.get("hash")) for artifact in tables(entry.get("artifacts"))),
            )


@manifest("build.sbt", "project/*.sbt", "project/Dependencies.scala", ecosystem="maven")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield each module asked for. `%%` adds the Scala version to the name, when the build states it."""
    text = re.sub(r"//[^\n]*", "", file.text())
    values = dict(_VALUE.findall(text))
    scala = _SCALA.search(text)
    binary = (scala[1] if scala[1] == "3" else f"{scala[1]}.{scala[2]}") if scala else ""
    for found in _MODULE.finditer(text):
        name = f"{found[3]}_{binary}" if found[2] != "%" and binary else found[3]
        version = found[4] or values.get((found[5] or "").rpartition(".")[2], "")
        scope = {"test": Scope.TEST, "it": Scope.TEST, "provided": Scope.PROVIDED}.get(
            (found[6] or "").lower(), Scope.RUNTIME
        )
        if file.folder.endswith("project"):
            scope = Scope.BUILD  # the build's own plugins
        evidence = file.at_first((f'"{found[1]}"', f'"{found[3]}"'))
        requirement = "" if version else found[5] or ""
        yield from asked("", purl("maven", name, version, found[1]), evidence, requirement=requirement, scope=scope)
