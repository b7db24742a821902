"""pyproject.toml (PEP 621, 735, 518; Poetry, PDM, Hatch and uv tables).

Source: https://packaging.python.org/specifications/pyproject-toml/ and https://python-poetry.org/docs/pyproject/
"""

from __future__ import annotations

from collections.abc import Iterator

from scanner.ecosystems._python import group_scope, license_of, parse_requirement, project_purl, pypi_purl
from scanner.manifest.asked import asked
from scanner.manifest.declaration import manifest
from scanner.manifest.file import ManifestFile
from scanner.manifest.shape import Table, array, at, pairs, string, strings, table, tables
from scanner.package import Dependency, Evidence, Package, Scope

Stated = tuple[str, Scope, list[str]]  # the table that lists them, what for, requirement strings


@manifest("pyproject.toml", ecosystem="pypi")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the project and its requirements, of every table that a tool in wide use reads.

    Raises:
        Malformed: the TOML does not parse.
    """
    document = file.toml()
    own, poetry = table(document.get("project")), table(at(document, "tool", "poetry"))
    project = ""
    if name := string(own.get("name")) or string(poetry.get("name")):
        version = string(own.get("version")) or string(poetry.get("version"))
        project = project_purl(name, "" if version.startswith("0.0.0.dynamic") else version)
        yield _project(file, project, own or poetry)
    for section, scope, requirements in _listed(document):
        for text in requirements:
            wanted = parse_requirement(text)
            if wanted:
                yield from wanted.asked_by(project, _evidence(file, section, text), scope)
    for section, scope, value in _poetry_tables(poetry):
        for name, detail in pairs(value):
            if name.lower() != "python":
                yield from _poetry(file, project, section, scope, name, detail)


def _project(file: ManifestFile, project: str, own: Table) -> Package:
    stated = own.get("license")
    urls = {label.lower(): string(url) for label, url in pairs(own.get("urls"))}
    authors = [_person(author) for author in array(own.get("authors"))]
    return Package(
        purl=project,
        evidence=file.at_first(("[project]", "name ="), ("[tool.poetry]", "name ="), ("name",)),
        first_party=True,
        declared_license=license_of(string(at(stated, "text")) or string(stated), own.get("classifiers")),
        vcs_url=string(own.get("repository")) or _first(urls, "repository", "source", "source code", "code", "github"),
        homepage=string(own.get("homepage")) or _first(urls, "homepage", "home"),
        description=string(own.get("description")),
        authors=tuple(filter(None, authors)),
    )


def _first(urls: dict[str, str], *labels: str) -> str:
    return next((urls[label] for label in labels if urls.get(label)), "")


def _person(author: object) -> str:
    if not isinstance(author, dict):
        return string(author)
    name, email = string(author.get("name")), string(author.get("email"))
    return f"{name} <{email}>" if name and email else name or email


def _listed(document: Table) -> Iterator[Stated]:
    """Every table that lists requirement strings."""
    yield "project", Scope.RUNTIME, strings(array(at(document, "project", "dependencies")))
    for extra, wanted in pairs(at(document, "project", "optional-dependencies")):
        yield "project.optional-dependencies", group_scope(extra, Scope.OPTIONAL), strings(wanted)
    for group, wanted in pairs(document.get("dependency-groups")):
        # A group may include others by name; those are listed where they stand.
        yield (
            "dependency-groups",
            group_scope(group, Scope.DEVELOPMENT),
            [w for w in array(wanted) if isinstance(w, str)],
        )
    yield "build-system", Scope.BUILD, strings(array(at(document, "build-system", "requires")))
    for group, wanted in pairs(at(document, "tool", "pdm", "dev-dependencies")):
        yield "tool.pdm.dev-dependencies", group_scope(group, Scope.DEVELOPMENT), strings(array(wanted))
    yield "tool.uv", Scope.DEVELOPMENT, strings(array(at(document, "tool", "uv", "dev-dependencies")))
    for name, environment in pairs(at(document, "tool", "hatch", "envs")):
        wanted = [
            *strings(array(at(environment, "dependencies"))),
            *strings(array(at(environment, "extra-dependencies"))),
        ]
        yield f"tool.hatch.envs.{name}", group_scope(name, Scope.DEVELOPMENT), wanted


def _poetry_tables(poetry: Table) -> Iterator[tuple[str, Scope, object]]:
    yield "tool.poetry.dependencies", Scope.RUNTIME, poetry.get("dependencies")
    yield "tool.poetry.dev-dependencies", Scope.DEVELOPMENT, poetry.get("dev-dependencies")
    for group, detail in pairs(poetry.get("group")):
        scope = Scope.RUNTIME if group == "main" else group_scope(group, Scope.DEVELOPMENT)
        yield f"tool.poetry.group.{group}.dependencies", scope, at(detail, "dependencies")


def _poetry(
    file: ManifestFile, project: str, section: str, scope: Scope, name: str, detail: object
) -> Iterator[Package | Dependency]:
    choices = list(tables(detail)) if isinstance(detail, list) else [table(detail) if isinstance(detail, dict) else {}]
    stated = "" if isinstance(detail, dict | list) else string(detail)
    for choice in choices or [{}]:
        version = string(choice.get("version")) or stated
        optional = choice.get("optional") is True and scope is Scope.RUNTIME
        yield from asked(
            project,
            pypi_purl(name),
            file.at_toml(section, name),
            requirement=version,
            scope=Scope.OPTIONAL if optional else scope,
            vcs_url=string(choice.get("git")),
            download_url=string(choice.get("url")),
        )


def _evidence(file: ManifestFile, section: str, text: str) -> Evidence:
    return file.at_first((f"[{section}", text), (text,))
