"""What a GitLab pipeline includes of other projects. Source: https://docs.gitlab.com/ci/components/, …/ci/yaml/"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.manifest.file import ManifestFile
from scanner.manifest.shape import array, string, table
from scanner.package import Package, Scope
from scanner.purl import purl, qualified

_COMPONENT = re.compile(r"(\$\{?CI_SERVER_(?:FQDN|HOST)\}?|[\w.-]+(?::\d+)?)/((?:[\w.-]+/)+)([\w.-]+)/([\w.-]+)@(\S+)")
_PROJECT = re.compile(r"((?:[\w.-]+/)*[\w.-]+)/([\w.-]+)")
_HOME = "gitlab.com"


def included(file: ManifestFile, stated: object) -> Iterator[Package]:
    """Yield the project of each component and of each file of another project, at its version.

    `$CI_SERVER_FQDN` and `project` mean the instance that runs the pipeline, as the purl type's default does.
    """
    for entry in array(stated) if isinstance(stated, list) else [stated]:
        component, project = string(table(entry).get("component")), string(table(entry).get("project"))
        if found := _COMPONENT.fullmatch(component):
            host = "" if found[1].startswith("$") or found[1] == _HOME else found[1]
            yield _package(file, host, found[2].strip("/"), found[3], found[5], component)
        elif found := _PROJECT.fullmatch(project):
            yield _package(file, "", found[1], found[2], string(table(entry).get("ref")), project)


def _package(file: ManifestFile, host: str, namespace: str, name: str, version: str, written: str) -> Package:
    """`~latest` is whatever was published last; a ref may be a branch, but it is what the file fixes."""
    fixed = "" if version.startswith("~") or "$" in version else version
    identity = (
        qualified("gitlab", name, fixed, namespace, {"repository_url": host})
        if host
        else purl("gitlab", name, fixed, namespace)
    )
    requirement = "" if fixed else version
    return Package(identity, file.evidence(written), requirement=requirement, scope=Scope.BUILD, direct=True)
