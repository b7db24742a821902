"""The report of `pip inspect`, kept in a repository. Source: https://pip.pypa.io/en/stable/reference/inspect-report/"""

from __future__ import annotations

from collections.abc import Iterator

from scanner.ecosystems._python import license_of, parse_requirement, pypi_purl, same_name
from scanner.manifest.declaration import lockfile
from scanner.manifest.digests import prefixed
from scanner.manifest.file import ManifestFile
from scanner.manifest.shape import array, at, pairs, string, strings, tables
from scanner.package import Dependency, Package
from scanner.purl import at_commit

_DIGESTS = ("direct_url", "archive_info", "hashes")  # of a distribution that was asked for by its address


@lockfile("*pip-inspect*.deplock", "*pip-inspect*.json", ecosystem="pypi")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield each installed distribution and its edges, and what a distribution that was asked for wants besides.

    Raises:
        Malformed: not JSON, or not an object.
    """
    document = file.json()
    file.require(isinstance(document, dict), "not a JSON object")
    installed = [entry for entry in tables(at(document, "installed")) if string(at(entry, "metadata", "name"))]
    purls = {same_name(string(at(entry, "metadata", "name"))): _purl(entry) for entry in installed}
    for entry in installed:
        metadata = at(entry, "metadata")
        name, identity = string(at(metadata, "name")), _purl(entry)
        evidence = file.evidence('"metadata"', f'"name": "{name}"')
        yield Package(
            purl=identity,
            evidence=evidence,
            direct=at(entry, "requested") is True,
            declared_license=string(at(metadata, "license_expression"))
            or license_of(string(at(metadata, "license")), at(metadata, "classifier")),
            hashes=prefixed(f"{name}:{value}" for name, value in pairs(at(entry, *_DIGESTS)) if isinstance(value, str)),
            download_url=_address(entry, "archive_info"),
            vcs_url=at_commit(_address(entry, "vcs_info"), string(at(entry, "direct_url", "vcs_info", "commit_id"))),
            homepage=string(at(metadata, "home_page")),
            description=string(at(metadata, "summary")),
            authors=tuple(strings(at(metadata, "author"))),
        )
        for wanted in filter(None, map(parse_requirement, strings(array(at(metadata, "requires_dist"))))):
            needed = purls.get(same_name(wanted.name))
            if needed is None and at(entry, "requested") is True:  # of others, extras that nobody chose are listed too
                yield Package(purl=pypi_purl(wanted.name), evidence=evidence, requirement=wanted.range, direct=False)
            if needed:
                yield Dependency(identity, needed, evidence, wanted.range)


def _address(entry: object, kind: str) -> str:
    """Where a distribution was installed from, when that was an archive or a repository of its own."""
    direct = at(entry, "direct_url")
    return string(at(direct, "url")) if at(direct, kind) is not None else ""


def _purl(entry: object) -> str:
    return pypi_purl(string(at(entry, "metadata", "name")), string(at(entry, "metadata", "version")))
