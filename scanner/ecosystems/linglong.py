"""linglong.yaml (deepin and UOS applications). Source: https://linglong.space/guide/building/manifests.html"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.manifest.asked import asked
from scanner.manifest.declaration import manifest
from scanner.manifest.digests import sha256
from scanner.manifest.file import ManifestFile
from scanner.manifest.shape import array, at, string, table, tables
from scanner.package import Dependency, Hash, Package, Scope
from scanner.purl import archive_purl, purl, source_purl

_ID = re.compile(r"[A-Za-z][\w.-]*")
_REFERENCE = re.compile(r"(?:\w+:)?([A-Za-z][\w.-]*)/([\w.+-]+)(?:/[\w-]+)?\Z")


@manifest("linglong.yaml", "linglong.yml", ecosystem="linglong")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the application, the base and runtime that it runs on, and the sources that it is built from.

    Raises:
        Malformed: the YAML does not parse.
    """
    document = file.yaml()
    own = table(at(document, "package"))
    project = ""
    name = string(own.get("id"))
    if _ID.fullmatch(name):
        project = purl("linglong", name, string(own.get("version")))
        yield Package(
            purl=project,
            evidence=file.evidence("package:", "id:"),
            first_party=True,
            declared_license=string(own.get("license")),
            homepage=string(own.get("homepage")),
            description=" ".join(string(own.get("description")).split()),
        )
    for key in ("base", "runtime"):
        found = _REFERENCE.match(string(at(document, key)))
        if found:
            wanted = purl("linglong", found[1], found[2])
            yield from asked(project, wanted, file.evidence(f"{key}:"), scope=Scope.PROVIDED)
    for entry in tables(at(document, "depends")):
        wanted_name = string(entry.get("id"))
        if _ID.fullmatch(wanted_name):
            need = purl("linglong", wanted_name, string(entry.get("version")))
            yield from asked(project, need, file.evidence("depends:", wanted_name))
    sources = at(document, "sources") or at(document, "source")
    for source in array(sources) if isinstance(sources, list) else [sources]:
        yield from _source(file, project, table(source))


def _source(file: ManifestFile, project: str, entry: dict[str, object]) -> Iterator[Package | Dependency]:
    url = string(entry.get("url"))
    git = string(entry.get("kind")) == "git"
    commit = string(entry.get("commit")) or string(entry.get("version"))
    identity = source_purl(url, commit) if git else archive_purl(url)
    if not identity:
        return
    evidence = file.evidence(url)
    hashes: tuple[Hash, ...] = () if git else sha256(string(entry.get("digest")))
    yield Package(
        purl=identity,
        evidence=evidence,
        scope=Scope.RUNTIME,
        direct=True,
        hashes=hashes,
        vcs_url=url if git else "",
        download_url="" if git else url,
    )
    if project:
        yield Dependency(project, identity, evidence)
