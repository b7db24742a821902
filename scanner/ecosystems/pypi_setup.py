"""setup.py and setup.cfg (setuptools). Source: https://setuptools.pypa.io/en/latest/references/keywords.html

A setup.py is read, never run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.ecosystems._python import group_scope, license_of, parse_requirement, project_purl
from scanner.ecosystems._setup_script import setup_arguments
from scanner.manifest.declaration import manifest
from scanner.manifest.file import ManifestFile
from scanner.manifest.shape import Table, pairs, string, strings, table
from scanner.package import Dependency, Package, Scope

_LISTS = {"install_requires": Scope.RUNTIME, "setup_requires": Scope.BUILD, "tests_require": Scope.TEST}
_VERSION = re.compile(rb"""^__version__\s*(?::\s*\w+\s*)?=\s*['"]([\w.+!-]+)['"]""", re.MULTILINE)


@manifest("setup.py", ecosystem="pypi")
def parse_script(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the project and its requirements, as far as they are literals.

    Raises:
        Malformed: the script does not parse.
    """
    own, line = setup_arguments(file.text())
    if line is not None:
        yield from _facts(file, own, line)


@manifest("setup.cfg", ecosystem="pypi")
def parse_config(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the project and its requirements.

    Raises:
        Malformed: an entry stands outside any section.
    """
    config = file.ini()
    metadata, options = config.get("metadata", {}), config.get("options", {})
    extras = config.get("options.extras_require", {})
    own: Table = {key.replace("-", "_"): value for key, value in metadata.items()}
    own |= {"classifiers": metadata.get("classifiers", metadata.get("classifier", "")).split("\n")}
    own |= {"url": metadata.get("url") or metadata.get("home-page"), **{key: options.get(key) for key in _LISTS}}
    yield from _facts(file, own | {"extras_require": extras}, file.line_of("[metadata]"))


def _facts(file: ManifestFile, own: Table, line: int | None) -> Iterator[Package | Dependency]:
    project = ""
    name, version = string(own.get("name")), string(own.get("version"))
    if re.fullmatch(r"[A-Za-z0-9][\w.-]*", name):
        if ":" in version or ("version" in own and not version):  # computed, or "attr: module.__version__"
            version = _module_version(file, name)
        project = project_purl(name, version)
        yield _project(file, project, own, line)
    for key, scope, text in _requirements(own):
        wanted = parse_requirement(text)
        if wanted:
            evidence = file.at_first((key, text), (text,), (wanted.name,))
            yield from wanted.asked_by(project, evidence, scope)


def _project(file: ManifestFile, project: str, own: Table, line: int | None) -> Package:
    return Package(
        purl=project,
        evidence=file.at_first(("name", project.partition("@")[0].rpartition("/")[2]))
        if line is None
        else file.at_line(line),
        first_party=True,
        declared_license=license_of(string(own.get("license")), strings(own.get("classifiers"))),
        homepage=string(own.get("url")),
        description=string(own.get("description"))[:500],
        authors=tuple(strings(own.get("author"))),
    )


def _module_version(file: ManifestFile, name: str) -> str:
    """The `__version__` of the package of that name, where such scripts and settings take it from."""
    module = re.sub(r"[-.]", "_", name)
    for path in (
        f"{module}/__init__.py",
        f"{module}/__version__.py",
        f"{module}/_version.py",
        f"{module}/version.py",
        f"{module}.py",
    ):
        for found in (file.open(path), file.open(f"src/{path}")):
            told = _VERSION.search(found.content[:100_000]) if found else None
            if told:
                return told[1].decode("ascii", "replace")
    return ""


def _requirements(own: Table) -> Iterator[tuple[str, Scope, str]]:
    for key, scope in _LISTS.items():
        yield from ((key, scope, text) for text in _texts(own.get(key)))
    for extra, wanted in pairs(table(own.get("extras_require"))):
        scope = group_scope(extra.partition(":")[0], Scope.OPTIONAL) if extra.partition(":")[0] else Scope.RUNTIME
        yield from (("extras_require", scope, text) for text in _texts(wanted))


def _texts(value: object) -> list[str]:
    """Requirement strings of a list, or of one string with one a line."""
    return [line.strip() for text in strings(value) for line in text.split("\n") if line.strip()]
