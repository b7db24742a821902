"""mix.exs (Elixir). Source: https://hexdocs.pm/mix/Mix.Tasks.Deps.html, https://hexdocs.pm/mix/Mix.Project.html

A program; it is read as text and never run. Read are literals, and module attributes that hold one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.manifest.asked import asked
from scanner.manifest.declaration import manifest
from scanner.manifest.file import ManifestFile
from scanner.manifest.lines import text_lines
from scanner.package import Dependency, Package, Scope
from scanner.purl import purl

_COMMENT = re.compile(r'("(?:[^"\\\n]|\\.)*+"?)|#[^\n]*')
_ATTRIBUTE = re.compile(r'^[ \t]*@(\w+)[ \t]+"([^"\n#]*)"', re.MULTILINE)
_FIELD = re.compile(r'\b(app|version|description|homepage_url|source_url):\s*(?::(\w+)|"([^"\n]*)"|@(\w+))')
_LICENSES = re.compile(r"\blicenses:\s*\[([^\]\n]*)\]")
_NEED = re.compile(r"\{\s*:(\w+)\s*,\s*([^{}]{1,2000}?)\s*\}")
_OPTION = re.compile(r'\b(\w+):\s*("[^"\n]*"|:\w+|\[[^\]\n]*\]|true|false|@\w+)')
_RANGE = re.compile(r'"\s*([~><=!]*\s*v?\d[^"\n]*)"')
_REQUIRED_BY = frozenset({"git", "github", "path", "hex", "in_umbrella", "organization", "only", "sparse"})


@manifest("mix.exs", ecosystem="hex")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the application and what its `deps` ask for."""
    text = _COMMENT.sub(lambda found: found[1] or " " * len(found[0]), file.text())
    attributes = dict(_ATTRIBUTE.findall(text))
    line = text_lines(text)
    fields: dict[str, str] = {}
    for found in _FIELD.finditer(text):
        fields.setdefault(found[1], found[2] or found[3] or attributes.get(found[4] or "", ""))
    project = ""
    if fields.get("app"):
        project = purl("hex", fields["app"], fields.get("version", ""))
        licenses = _LICENSES.search(text)
        yield Package(
            purl=project,
            evidence=file.evidence("app:"),
            first_party=True,
            declared_license=" AND ".join(re.findall(r'"([^"]+)"', licenses[1])) if licenses else "",
            vcs_url=fields.get("source_url", ""),
            homepage=fields.get("homepage_url", ""),
            description=fields.get("description", ""),
        )
    for found in _NEED.finditer(text):
        yield from _need(file, project, found, attributes, line(found.start()))


def _need(
    file: ManifestFile, project: str, found: re.Match[str], attributes: dict[str, str], line: int
) -> Iterator[Package | Dependency]:
    told = re.sub(r"@(\w+)", lambda named: f'"{attributes.get(named[1], "")}"', found[2])
    options = {name: value.strip('":') for name, value in _OPTION.findall(told)}
    stated = _RANGE.match(told)
    if not stated and not _REQUIRED_BY & options.keys():
        return
    address = options.get("git", "") or ("https://github.com/" + options["github"] if "github" in options else "")
    ref = next((options[key] for key in ("tag", "ref", "branch") if key in options), "")
    yield from asked(
        project,
        purl("hex", options.get("hex", found[1])),  # one from a repository too, as in the lock
        file.at_line(line),
        requirement=ref if address else stated[1].strip() if stated else "",
        scope=_scope(options),
        vcs_url=address,
    )


def _scope(options: dict[str, str]) -> Scope:
    only = set(re.findall(r"\w+", options.get("only", "")))
    if only and "prod" not in only:
        return Scope.TEST if only == {"test"} else Scope.DEVELOPMENT
    if options.get("optional") == "true":
        return Scope.OPTIONAL
    return Scope.BUILD if options.get("runtime") == "false" else Scope.RUNTIME
