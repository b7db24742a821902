"""Chart.yaml, Chart.lock, requirements.yaml (Helm). Source: https://helm.sh/docs/topics/charts/"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.manifest.asked import asked
from scanner.manifest.declaration import lockfile, manifest
from scanner.manifest.file import ManifestFile
from scanner.manifest.shape import array, at, string, strings, tables
from scanner.package import Dependency, Evidence, Package
from scanner.purl import purl

_NAME = re.compile(r"[a-z0-9][a-z0-9.-]*", re.IGNORECASE)


@manifest("Chart.yaml", "Chart.yml", ecosystem="helm")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the chart and the charts that it depends on.

    Raises:
        Malformed: the YAML does not parse.
    """
    document = file.yaml()
    project = ""
    name = string(at(document, "name"))
    if _NAME.fullmatch(name):
        project = purl("helm", name, string(at(document, "version")))
        yield Package(
            purl=project,
            evidence=file.evidence("name:"),
            first_party=True,
            declared_license=string(at(document, "annotations", "artifacthub.io/license")),
            homepage=string(at(document, "home")),
            vcs_url=next(iter(strings(array(at(document, "sources")))), ""),
            description=string(at(document, "description")),
            authors=tuple(filter(None, (string(person.get("name")) for person in tables(at(document, "maintainers"))))),
        )
    yield from _asked(file, project, document)


@manifest("requirements.yaml", ecosystem="helm")
def parse_requirements(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the charts that a chart of Helm 2 depends on.

    Raises:
        Malformed: the YAML does not parse.
    """
    if file.open("Chart.yaml") is not None:
        yield from _asked(file, "", file.yaml())


@lockfile("Chart.lock", "requirements.lock", ecosystem="helm")
def parse_lock(file: ManifestFile) -> Iterator[Package]:
    """Yield each locked chart.

    Raises:
        Malformed: the YAML does not parse.
    """
    for entry in tables(at(file.yaml(), "dependencies")):
        name, repository = string(entry.get("name")), string(entry.get("repository"))
        if _NAME.fullmatch(name) and not repository.startswith("file:"):
            evidence = _evidence(file, name)
            yield Package(
                purl=purl("helm", name, string(entry.get("version"))),
                evidence=evidence,
                direct=True,
                download_url=repository,
            )


def _asked(file: ManifestFile, project: str, document: object) -> Iterator[Package | Dependency]:
    for entry in tables(at(document, "dependencies")):
        wanted, version = string(entry.get("name")), string(entry.get("version"))
        if _NAME.fullmatch(wanted):
            exact = version if re.fullmatch(r"v?\d+\.\d+\.\d+[\w.+-]*", version) else ""
            repository = string(entry.get("repository"))
            yield from asked(
                project,
                purl("helm", wanted, exact),
                _evidence(file, wanted),
                requirement=version,
                download_url=repository if repository.startswith("http") else "",
            )


def _evidence(file: ManifestFile, name: str) -> Evidence:
    return file.at_first(("dependencies:", f"name: {name}"), ("dependencies:", name))
