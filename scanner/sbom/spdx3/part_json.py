"""One part as a package or file of SPDX 3.0.1."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scanner.sbom.address import iri
from scanner.sbom.document import Contact, Family, Part
from scanner.sbom.spdx2.words import ANY_VERSION
from scanner.sbom.spdx3.pieces import (
    extension,
    facts_without_field,
    found_in,
    hash_json,
    identifiers,
    reference_json,
    writable,
)
from scanner.sbom.spdx3.verbatim import place
from scanner.sbom.spdx3.words import PURPOSES

Json = dict[str, Any]


def part_json(part: Part, agent: Callable[[Contact], str]) -> Json:
    """The element without its identifier; `agent` gives the IRI of a person or an organisation."""
    makers = (*((part.manufacturer,) if part.manufacturer else ()), *part.authors)
    element = {"type": "software_File"} if _is_file(part) else _package(part)
    element |= {
        "name": part.name or "unnamed",
        "description": part.description,
        "software_primaryPurpose": PURPOSES.get(part.kind, "other" if part.kind else ""),
        "software_copyrightText": part.copyright or "\n".join(part.observed_copyrights),
        "suppliedBy": agent(part.supplier) if part.supplier else "",
        "originatedBy": list(dict.fromkeys(agent(maker) for maker in makers)),
        "verifiedUsing": [hash_json(digest) for digest in part.hashes if writable(digest)],
        "externalIdentifier": identifiers(part),
        "extension": extension((*part.properties, *facts_without_field(part))),
    }
    for extra in part.extras:
        if extra.family is Family.SPDX3:
            place(extra, {"": element})
    return element


def _is_file(part: Part) -> bool:
    """SPDX 3 gives files no version, purl, address or place: a part of kind file that has one is a package to it."""
    only_a_packages = (part.version, part.requirement, part.purl, part.references, part.occurrences)
    return part.kind == "file" and not any(only_a_packages)


def _package(part: Part) -> Json:
    download = next((each for each in part.references if each.kind == "distribution"), None)
    homepage = next((each for each in part.references if each.kind == "website"), None)
    others = [each for each in part.references if each not in (download, homepage)]
    return {
        "type": "software_Package",
        "software_packageVersion": part.version or part.requirement or ANY_VERSION,
        "software_packageUrl": part.purl,
        "software_downloadLocation": iri(download.url) if download else "",
        "software_homePage": iri(homepage.url) if homepage else "",
        "software_sourceInfo": found_in(part),
        "externalRef": [reference_json(each.kind, each.url, each.comment) for each in others],
    }
