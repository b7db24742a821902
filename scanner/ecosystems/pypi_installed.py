"""The metadata of a Python distribution that lies unpacked in the tree: installed, vendored or an sdist.
Source: https://packaging.python.org/en/latest/specifications/core-metadata/
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from msgspec.structs import replace

from scanner.ecosystems._python import license_of, parse_requirement, pypi_purl
from scanner.manifest.declaration import lockfile
from scanner.manifest.file import ManifestFile
from scanner.manifest.vendored import is_vendored
from scanner.package import Dependency, Package, Scope

_HEADERS = 10_000  # lines; the description, which may be long, comes after a blank one


@lockfile("*.dist-info/METADATA", "PKG-INFO", ecosystem="pypi")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the distribution and what it needs whatever extras are chosen; at the top of the tree it is the project.

    Raises:
        Malformed: no name or no version, which the specification requires.
    """
    fields = _fields(file)
    name, version = _one(fields, "name"), _one(fields, "version")
    file.require(bool(name and version), "no Name or no Version")
    identity, evidence, own = pypi_purl(name, version), file.evidence("Name:"), "/" not in file.folder
    yield Package(
        purl=identity,
        evidence=evidence,
        first_party=own or is_vendored(file.path),  # there, what describes itself is what is contained
        declared_license=_one(fields, "license-expression")
        or license_of(_one(fields, "license"), fields["classifier"]),
        homepage=_one(fields, "home-page") or _labelled(fields, "homepage", "home"),
        vcs_url=_labelled(fields, "source", "sourcecode", "repository", "code", "github"),
        download_url=_one(fields, "download-url"),
        description=_one(fields, "summary"),
        authors=_authors(fields),
    )
    for text in fields["requires-dist"]:
        wanted = parse_requirement(text)
        if wanted and "extra" not in text.partition(";")[2]:
            asked = wanted.asked_by(identity, file.evidence(f"Requires-Dist: {text}"), Scope.RUNTIME)
            yield from (
                asked if own else (replace(each, direct=False) if isinstance(each, Package) else each for each in asked)
            )


def _fields(file: ManifestFile) -> dict[str, list[str]]:
    """The header fields by lower-case name, each with its values in order; UNKNOWN is how old tools wrote none."""
    fields: dict[str, list[str]] = defaultdict(list)
    for number, line in file.lines():
        if not line.strip() or number > _HEADERS:
            break
        name, colon, value = line.partition(":")
        if colon and not line[0].isspace() and value.strip() != "UNKNOWN":
            fields[name.lower()].append(value.strip())
    return fields


def _authors(fields: dict[str, list[str]]) -> tuple[str, ...]:
    """`Author-email` holds whole addresses since PEP 621, names and all; beside a bare one stands its `Author`."""
    names, written = fields["author"], [each.strip() for each in _one(fields, "author-email").split(",")]
    whole = [each.replace('"', "") for each in written if "<" in each]
    bare = [each for each in written if "@" in each and "<" not in each]
    if len(names) == len(bare) == 1:
        return (f"{names[0]} <{bare[0]}>",)
    return (*(name for name in names if not any(name in each for each in whole)), *whole)


def _labelled(fields: dict[str, list[str]], *labels: str) -> str:
    """An address by its well-known label, as the specification compares them: without case, space and punctuation."""
    told = (each.partition(",") for each in fields["project-url"])
    found = {re.sub(r"[\W_]+", "", label).lower(): url.strip() for label, _, url in told}
    return next((found[label] for label in labels if label in found), "")


def _one(fields: dict[str, list[str]], name: str) -> str:
    return fields[name][0] if fields[name] else ""
