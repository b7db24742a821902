"""Ansible: requirements.yml, galaxy.yml and MANIFEST.json of collections, meta/main.yml of roles.

Source: https://docs.ansible.com/ansible/latest/galaxy/user_guide.html,
https://docs.ansible.com/ansible/latest/dev_guide/collections_galaxy_meta.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.manifest.asked import asked
from scanner.manifest.declaration import lockfile, manifest
from scanner.manifest.file import ManifestFile
from scanner.manifest.shape import Table, array, at, pairs, string, strings, table
from scanner.manifest.vendored import is_vendored
from scanner.package import Dependency, Evidence, Package, Scope
from scanner.purl import purl, source_purl

_GALAXY = re.compile(r"([\w-]+)\.([\w-]+)")
_EXACT = re.compile(r"(?:==?\s*)?v?(\d[\w.+-]*)")


@manifest("requirements.yml", "requirements.yaml", "collections/requirements.yml", ecosystem="ansible")
def parse_requirements(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the roles and collections that are to be installed. Helm's file of this name is another format.

    Raises:
        Malformed: the YAML does not parse.
    """
    document = file.yaml()
    if isinstance(document, dict) and "dependencies" in document:
        return
    roles = array(document) or array(at(document, "roles"))
    for entry in (*roles, *array(at(document, "collections"))):
        yield from _wanted(file, "", entry)


@manifest("galaxy.yml", "galaxy.yaml", ecosystem="ansible")
def parse_collection(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the collection and those it depends on.

    Raises:
        Malformed: the YAML does not parse.
    """
    yield from _collection(file, table(file.yaml()), file.evidence("name:"), own=True)


@lockfile("MANIFEST.json", ecosystem="ansible")
def parse_manifest(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the collection that is unpacked here; other files of this name have no `collection_info`.

    Raises:
        Malformed: not JSON.
    """
    if b'"collection_info"' in file.content:
        about, own = table(at(file.json(), "collection_info")), not file.folder or is_vendored(file.path)
        yield from _collection(file, about, file.at_key("name"), own=own)


@manifest("meta/main.yml", "meta/main.yaml", ecosystem="ansible")
def parse_role(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the role, when it is named, and the roles and collections that it depends on.

    Raises:
        Malformed: the YAML does not parse.
    """
    document = file.yaml()
    about = table(at(document, "galaxy_info"))
    name, namespace = string(about.get("role_name")), string(about.get("namespace"))
    project = purl("ansible", name, "", namespace) if _word(name) and _word(namespace) else ""
    if project:
        yield Package(
            purl=project,
            evidence=file.evidence("role_name"),
            first_party=True,
            declared_license=string(about.get("license")),
            description=string(about.get("description")),
            authors=tuple(strings(about.get("author"))),
        )
    for entry in (*array(at(document, "dependencies")), *array(at(document, "collections"))):
        yield from _wanted(file, project, entry)


def _collection(file: ManifestFile, about: Table, evidence: Evidence, *, own: bool) -> Iterator[Package | Dependency]:
    namespace, name = string(about.get("namespace")), string(about.get("name"))
    if not (_word(namespace) and _word(name)):
        return
    project = purl("ansible", name, _version(string(about.get("version")))[0], namespace)
    yield Package(
        purl=project,
        evidence=evidence,
        first_party=own,
        declared_license=" OR ".join(strings(about.get("license"))),
        vcs_url=string(about.get("repository")),
        homepage=string(about.get("homepage")),
        description=string(about.get("description")),
        authors=tuple(strings(about.get("authors"))),
    )
    for wanted, requirement in pairs(about.get("dependencies")):
        if found := _GALAXY.fullmatch(wanted):
            exact, ranged = _version(string(requirement))
            where = file.at_first((f"{wanted}:",), (f'"{wanted}"',), (wanted,))
            yield from asked(project, purl("ansible", found[2], exact, found[1]), where, requirement=ranged)


def _wanted(file: ManifestFile, project: str, entry: object) -> Iterator[Package | Dependency]:
    """A role or collection: by its name in Galaxy, or by the repository that it is in."""
    entry = entry if isinstance(entry, dict) else {"name": entry}
    name = string(entry.get("name")) or string(entry.get("role"))
    stated = string(entry.get("src")) or (string(entry.get("source")) if not _GALAXY.match(name) else "") or name
    stated, _, version = stated.partition(",")  # "address,version,name" is the oldest notation
    version = string(entry.get("version")) or version.partition(",")[0]
    if not version and not _is_address(stated):
        stated, _, version = stated.partition(":")
    exact, ranged = _version(version)
    evidence = file.evidence(stated)
    if found := _GALAXY.fullmatch(stated):
        wanted = purl("ansible", found[2], exact, found[1])
        yield from asked(project, wanted, evidence, requirement=ranged, scope=Scope.RUNTIME)
    elif _is_address(stated):
        address = stated.removeprefix("git+").partition("#")[0]
        if identity := source_purl(address, version):
            yield from asked(project, identity, evidence, scope=Scope.RUNTIME, vcs_url=address)


def _is_address(text: str) -> bool:
    return "://" in text or text.startswith("git@")


def _version(stated: str) -> tuple[str, str]:
    """An exact version and no range, or the range; `*` asks for nothing in particular."""
    exact = _EXACT.fullmatch(stated.strip())
    return (exact[1], "") if exact else ("", "" if stated == "*" else stated)


def _word(text: str) -> bool:
    return re.fullmatch(r"[\w-]+", text) is not None
