"""pom.xml (Maven). Source: https://maven.apache.org/pom.html"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.ecosystems._maven import Model, Wanted, known
from scanner.manifest.asked import asked
from scanner.manifest.declaration import manifest
from scanner.manifest.file import ManifestFile
from scanner.manifest.xml_text import child, children, local, source_line, text_of
from scanner.package import Dependency, Evidence, Package, Scope
from scanner.purl import purl

_SCOPES = {"test": Scope.TEST, "provided": Scope.PROVIDED, "system": Scope.PROVIDED}
_EXACTLY = re.compile(r"\[\s*([^,\[\]()\s]+)\s*\]")


@manifest("pom.xml", "*.pom", ecosystem="maven")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the project and its dependencies, inherited and of all profiles, with versions managed inside the
    repository.

    Raises:
        Malformed: the XML does not parse, or is not a Maven project.
    """
    model = file.derived(Model)
    file.require(local(model.root) == "project", "the root element is not <project>")
    project = ""
    if known(model.artifact) and known(model.group):
        project = purl("maven", model.artifact, model.version, model.group)
        yield _project(file, project, model)
    for wanted in model.dependencies:
        if known(wanted.artifact) and known(wanted.group) and wanted.scope != "import":
            yield from _dependency(project, wanted)


def _project(file: ManifestFile, project: str, model: Model) -> Package:
    root = model.root
    identity = child(root, "artifactId")
    return Package(
        purl=project,
        evidence=file.at_line(source_line(identity)),
        first_party=True,
        declared_license=_licenses(model),
        vcs_url=model.filled(text_of(root, "scm", "url") or text_of(root, "scm", "connection")),
        homepage=model.filled(text_of(root, "url")),
        description=" ".join(text_of(root, "description").split()),
        supplier=text_of(root, "organization", "name"),
        authors=tuple(name for each in children(child(root, "developers")) if (name := text_of(each, "name"))),
    )


def _licenses(model: Model) -> str:
    """The licences that the project or the nearest parent states; any one may be chosen (Maven's documentation)."""
    for each in model.with_parents():
        licenses = children(child(each.root, "licenses"), "license")
        stated = [(text_of(license_, "name"), text_of(license_, "url")) for license_ in licenses]
        if texts := [f"{name} <{url}>" if name and url else name or url for name, url in stated if name or url]:
            return " OR ".join(dict.fromkeys(texts))
    return ""


def _dependency(project: str, wanted: Wanted) -> Iterator[Package | Dependency]:
    exactly = _EXACTLY.fullmatch(wanted.version)
    version = exactly[1] if exactly else wanted.version
    ranged = version[:1] in ("[", "(") or not known(version) or version in ("LATEST", "RELEASE")
    scope = Scope.OPTIONAL if wanted.optional else _SCOPES.get(wanted.scope, Scope.RUNTIME)
    yield from asked(
        project,
        purl("maven", wanted.artifact, "" if ranged else version, wanted.group),
        Evidence(wanted.path, wanted.line),
        requirement=version if ranged else "",
        scope=scope,
    )
