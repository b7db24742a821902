"""shard.yml and shard.lock (Crystal). Source: https://github.com/crystal-lang/shards/blob/master/docs/shard.yml.adoc"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.manifest.asked import asked
from scanner.manifest.declaration import lockfile, manifest
from scanner.manifest.file import ManifestFile
from scanner.manifest.shape import array, at, pairs, string, strings
from scanner.package import Dependency, Package, Scope
from scanner.purl import purl, source_purl

_HOSTS = {
    "github": "https://github.com/",
    "gitlab": "https://gitlab.com/",
    "bitbucket": "https://bitbucket.org/",
    "git": "",
}
_TABLES = {"dependencies": Scope.RUNTIME, "development_dependencies": Scope.DEVELOPMENT}


@manifest("shard.yml", ecosystem="crystal")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the shard and the repositories that it depends on: Crystal has no registry.

    Raises:
        Malformed: the YAML does not parse.
    """
    document = file.yaml()
    project = ""
    name = string(at(document, "name"))
    if re.fullmatch(r"[\w-]+", name):
        project = purl("generic", name, string(at(document, "version")))
        yield Package(
            purl=project,
            evidence=file.evidence("name:"),
            first_party=True,
            declared_license=string(at(document, "license")),
            homepage=string(at(document, "homepage")),
            vcs_url=string(at(document, "repository")),
            authors=tuple(strings(array(at(document, "authors")))),
        )
    for section, scope in _TABLES.items():
        for wanted, detail in pairs(at(document, section)):
            url = _url(detail)
            requirement = string(at(detail, "version")) or string(at(detail, "branch"))
            if identity := source_purl(url) if url else "":
                evidence = file.evidence(f"{section}:", f"{wanted}:")
                yield from asked(project, identity, evidence, requirement=requirement, scope=scope, vcs_url=url)


@lockfile("shard.lock", ecosystem="crystal")
def parse_lock(file: ManifestFile) -> Iterator[Package]:
    """Yield each locked repository.

    Raises:
        Malformed: the YAML does not parse.
    """
    for name, detail in pairs(at(file.yaml(), "shards")):
        url = _url(detail)
        version = string(at(detail, "version")) or string(at(detail, "commit"))
        if identity := source_purl(url, version) if url else "":
            yield Package(purl=identity, evidence=file.evidence("shards:", f"{name}:"), vcs_url=url)


def _url(detail: object) -> str:
    return next((host + told for key, host in _HOSTS.items() if (told := string(at(detail, key)))), "")
