"""Container images in Dockerfiles, compose files and GitLab CI.

Source: https://docs.docker.com/reference/dockerfile/, https://docs.docker.com/reference/compose-file/,
https://docs.gitlab.com/ci/yaml/
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.ecosystems._gitlab import included
from scanner.ecosystems._images import image_purl
from scanner.manifest.declaration import manifest
from scanner.manifest.file import ManifestFile
from scanner.manifest.shape import at, pairs, string, strings
from scanner.package import Package, Scope

_FROM = re.compile(r"FROM\s+(?:--\w+=\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?", re.IGNORECASE)
_COPY = re.compile(r"(?:COPY|ADD)\s+(?:--\w+(?:=\S+)?\s+)*--from=(\S+)", re.IGNORECASE)
_ARG = re.compile(r"ARG\s+(\w+)=(\S+)", re.IGNORECASE)
_VARIABLE = re.compile(r"\$\{?(\w+)(?::-([^}]*))?\}?")


@manifest(
    "Dockerfile", "Dockerfile.*", "*.Dockerfile", "*.dockerfile", "Containerfile", "Containerfile.*", ecosystem="docker"
)
def parse_dockerfile(file: ManifestFile) -> Iterator[Package]:
    """Yield each base image, and each that something is copied from. All but the last stage are for building."""
    arguments: dict[str, str] = {}
    stages: set[str] = set()
    found: list[tuple[str, int]] = []
    copied: list[tuple[str, int]] = []
    for number, line in _instructions(file):
        if argument := _ARG.match(line):
            arguments[argument[1]] = argument[2].strip("\"'")
        elif stage := _FROM.match(line):
            reference = _filled(stage[1], arguments)
            if reference.lower() not in stages:
                found.append((reference, number))
            stages.add((stage[2] or "").lower())
        elif (source := _COPY.match(line)) and source[1].lower() not in stages and not source[1].isdigit():
            copied.append((_filled(source[1], arguments), number))
    for place, (reference, number) in enumerate(found):
        if reference != "scratch" and (identity := image_purl(reference)):
            scope = Scope.RUNTIME if place == len(found) - 1 else Scope.BUILD
            yield Package(purl=identity, evidence=file.at_line(number), scope=scope, direct=True)
    for reference, number in copied:
        if identity := image_purl(reference):
            yield Package(purl=identity, evidence=file.at_line(number), scope=Scope.BUILD, direct=True)


@manifest(
    "docker-compose*.yml",
    "docker-compose*.yaml",
    "compose.yml",
    "compose.yaml",
    "compose.*.yml",
    "compose.*.yaml",
    "*-compose.yml",
    "*-compose.yaml",
    ecosystem="docker",
)
def parse_compose(file: ManifestFile) -> Iterator[Package]:
    """Yield the image of each service that is not built here.

    Raises:
        Malformed: the YAML does not parse.
    """
    for _, service in pairs(at(file.yaml(), "services")):
        stated = string(at(service, "image"))
        if not at(service, "build") and (identity := image_purl(_filled(stated, {}))):
            yield Package(purl=identity, evidence=file.evidence(stated), scope=Scope.RUNTIME, direct=True)


@manifest(".gitlab-ci.yml", "*.gitlab-ci.yml", ecosystem="docker")
def parse_gitlab(file: ManifestFile) -> Iterator[Package]:
    """Yield the images that jobs run in and the services beside them, and the components and projects included.

    Raises:
        Malformed: the YAML does not parse.
    """
    documents = file.yaml_documents()
    for header in documents:
        yield from included(file, at(header, "include"))
    document = documents[-1] if documents else None
    for _, job in [("", document), *pairs(document)]:
        stated = [string(at(job, "image", "name")) or string(at(job, "image"))]
        services = at(job, "services")
        for service in services if isinstance(services, list) else ():
            stated += [string(at(service, "name"))] if isinstance(service, dict) else strings(service)
        for reference in stated:
            if reference and (identity := image_purl(reference)):
                yield Package(purl=identity, evidence=file.evidence(reference), scope=Scope.BUILD, direct=True)


def _instructions(file: ManifestFile) -> Iterator[tuple[int, str]]:
    """A Dockerfile's instructions with their first lines; continuations are joined, comments left out."""
    joined, first = "", 0
    for number, raw in file.lines():
        line = raw.strip()
        if line.startswith("#") or (not line and not joined):
            continue
        first = first or number
        if line.endswith("\\"):
            joined += line[:-1] + " "
            continue
        yield first, joined + line
        joined, first = "", 0


def _filled(reference: str, arguments: dict[str, str]) -> str:
    """`reference` with its variables filled from defaults, as far as there are any."""
    return _VARIABLE.sub(lambda found: arguments.get(found[1]) or found[2] or found[0], reference)
