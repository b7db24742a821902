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

_VERSION = r'\s*%\s*("[^"\n]+"|[A-Za-z_][\w.]*+)'
_CONFIGURATION = r'(?:\s*%\s*"?([A-Za-z]\w*))?'
_MODULE = re.compile(rf'"([\w.-]+)"\s*(%%?%?)\s*"([\w.-]+)"(?:{_VERSION}{_CONFIGURATION})?')
_MAPPED = re.compile(  # Seq("a", "b").map("group" %% _ % version), Seq("group" % "a").map(_ % version)
    rf'\b(?:Seq|List)\(([^()]{{0,5000}})\)\s*\.?\s*map\s*[({{]\s*(?:"([\w.-]+)"\s*(%%?%?)\s*)?_{_VERSION}{_CONFIGURATION}'
)
_QUOTED = re.compile(r'"([\w.-]+)"')
_SCOPES = {"test": Scope.TEST, "it": Scope.TEST, "integrationtest": Scope.TEST, "provided": Scope.PROVIDED}
_VALUE = re.compile(  # a literal, or the one that stands for a setting that nobody makes
    r'\b(?:val|def)\s+(\w+)(?:\s*:\s*String)?\s*=\s*(?:[\w.]{1,60}\.getOrElse\(\s*"[^"\n]*"\s*,\s*)?"([^"\n]+)"'
)
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
    values, binary = dict(_VALUE.findall(text)), _binary(file, text)
    plugins = file.name.endswith(".sbt") and file.folder.endswith("project")
    for group, sign, artifact, stated, configuration in _modules(text):
        name = f"{artifact}_{binary}" if sign != "%" and binary else artifact
        version = stated[1:-1] if stated.startswith('"') else values.get(stated.rpartition(".")[2], "")
        scope = _SCOPES.get(configuration.lower(), Scope.RUNTIME)
        evidence = file.at_first((f'"{group}"', f'"{artifact}"'), (f'"{artifact}"',))
        yield from asked(
            "",
            purl("maven", name, version, group),
            evidence,
            requirement="" if version else stated,
            scope=Scope.BUILD if plugins else scope,  # of project/*.sbt: the build's own
        )


def _modules(text: str) -> Iterator[tuple[str, str, str, str, str]]:
    """Group, sign, name, version as it is written, and configuration of each module; first those of a sequence that is
    given its group or its version by `.map(… _ …)`.
    """
    for mapped in _MAPPED.finditer(text):
        listed, group, sign, version, configuration = mapped.groups()
        for found in _QUOTED.finditer(listed) if group else ():
            yield group, sign, found[1], version, configuration or ""
        for found in _MODULE.finditer(listed) if not group else ():
            yield found[1], found[2], found[3], found[4] or version, found[5] or configuration or ""
    for found in _MODULE.finditer(_MAPPED.sub("", text)):
        yield found[1], found[2], found[3], found[4] or "", found[5] or ""


def _binary(file: ManifestFile, text: str) -> str:
    """The Scala version that names of modules end with, as the file or the build above states it; "" when neither."""
    above = file.open("../build.sbt") if file.folder.endswith("project") else None
    scala = _SCALA.search(text) or (_SCALA.search(above.text()) if above else None)
    return (scala[1] if scala[1] == "3" else f"{scala[1]}.{scala[2]}") if scala else ""
