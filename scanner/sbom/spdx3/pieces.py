"""The small objects of SPDX 3.0.1, and the two files beside a part: what is distributed, and the source tree."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from scanner.package import Hash
from scanner.sbom.address import iri, valid_hash
from scanner.sbom.artifact import is_archive
from scanner.sbom.document import Contact, Part, Property
from scanner.sbom.reference_hashes import hash_facts
from scanner.sbom.spdx2.licensing import expression_of
from scanner.sbom.spdx2.words import FOUND_IN, PART_FACTS
from scanner.sbom.spdx3.words import ALGORITHMS, PURPOSES, REFERENCES

Json = dict[str, Any]

SWHID_OF_DIRECTORY = "swh:1:dir:"


def short(written: str) -> str:
    """A name for an element that has none but what it says."""
    return hashlib.sha256(written.encode("utf-8", "replace")).hexdigest()[:16]


def found_in(part: Part) -> str:
    """Where a part was seen, as the sentence that our readers understand again."""
    places = (seen.path if seen.line is None else f"{seen.path}:{seen.line}" for seen in part.occurrences)
    return FOUND_IN + "; ".join(places) if part.occurrences else ""


def writable(digest: Hash) -> bool:
    """Whether SPDX 3 has a word for the algorithm and the digest has its length."""
    return digest.algorithm in ALGORITHMS and valid_hash(digest)


def hash_json(digest: Hash) -> Json:
    """A digest."""
    return {"type": "Hash", "algorithm": ALGORITHMS[digest.algorithm], "hashValue": digest.value}


def identifiers(part: Part) -> list[Json]:
    """The part's purl, CPE and SWHIDs."""
    cpe = "cpe23" if part.cpe.startswith("cpe:2.3:") else "cpe22"
    named = (("packageUrl", part.purl), (cpe, part.cpe), *(("swhid", swhid) for swhid in part.swhids))
    return [identifier_json(kind, value) for kind, value in named if value]


def identifier_json(kind: str, value: str) -> Json:
    """An identifier that others gave."""
    return {"type": "ExternalIdentifier", "externalIdentifierType": kind, "identifier": value}


def reference_json(kind: str, url: str, comment: str) -> Json:
    """An address outside the document; a kind without a word of its own is kept as the comment."""
    known = REFERENCES.get(kind, "other")
    said = comment or (kind if known == "other" else "")
    written = {"type": "ExternalRef", "externalRefType": known, "locator": [iri(url)], "comment": said}
    return {key: value for key, value in written.items() if value}


def agent_json(contact: Contact) -> Json:
    """A person or an organisation; one that is known only by its address has no name here either."""
    reached = [("email", contact.email), *(("urlScheme", url) for url in contact.urls)]
    reached += [("other", f"tel:{contact.phone}")] if contact.phone else []
    known = [identifier_json(kind, value) for kind, value in reached if value]
    kind = "Organization" if contact.organisation else "Person"
    return {"type": kind, "name": contact.name or ("" if known else "unknown"), "externalIdentifier": known}


def extension(properties: Iterable[Property]) -> list[Json]:
    """SPDX 3's own place for CycloneDX properties (Extension profile, CdxPropertiesExtension)."""
    entries = [
        {"type": "extension_CdxPropertyEntry", "extension_cdxPropName": each.name, "extension_cdxPropValue": each.value}
        for each in properties
    ]
    return [{"type": "extension_CdxPropertiesExtension", "extension_cdxProperty": entries}] if entries else []


def facts_without_field(part: Part) -> Iterable[Property]:
    """CycloneDX members that SPDX 3 lacks, as properties under a name of their own."""
    facts = (
        ("group", part.group),
        ("scope", part.scope),
        ("publisher", part.publisher),
        ("external", "true" if part.external else ""),
        ("type", "" if part.kind in PURPOSES else part.kind),
        ("copyright-from", "evidence" if part.observed_copyrights and not part.copyright else ""),
        *(("evidence.copyright", each) for each in part.observed_copyrights if part.copyright),
        *(("evidence.license", expression_of(claim)) for claim in part.observed),
        *hash_facts(part),
    )
    return (Property(PART_FACTS + name, value) for name, value in facts if value)


def artifact_json(part: Part) -> Json:
    """The file that is distributed: what the part's hashes are of."""
    download = next((each for each in part.references if each.kind == "distribution"), None)
    return {
        "type": "software_File",
        "name": part.file_name,
        "software_primaryPurpose": "archive" if is_archive(part.file_name) else "file",
        "software_additionalPurpose": ["container"] if is_archive(part.file_name) else [],
        "verifiedUsing": [hash_json(digest) for digest in part.hashes if writable(digest)],
        "externalRef": [reference_json("distribution", download.url, "")] if download else [],
    }


def directory_json(part: Part) -> Json:
    """The source tree that a part contains, by its SWHID; empty when the part has none."""
    trees = [swhid for swhid in part.swhids if swhid.startswith(SWHID_OF_DIRECTORY)]
    if not trees:
        return {}
    named = {"type": "software_ContentIdentifier", "software_contentIdentifierType": "swhid"}
    return {
        "type": "software_File",
        "name": part.name or "unnamed",
        "software_fileKind": "directory",
        "software_primaryPurpose": "source",
        "software_contentIdentifier": [named | {"software_contentIdentifierValue": tree} for tree in trees],
    }
