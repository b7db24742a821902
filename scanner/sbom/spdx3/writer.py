"""SBOM document → SPDX 3.0.1, as the graph of its JSON-LD serialisation."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import Any

from licenses.language import text
from scanner.package import Hash
from scanner.sbom.address import iri, valid_hash
from scanner.sbom.document import Acknowledgement, Contact, Document, Extra, LicenseClaim, Note, Part, Property
from scanner.sbom.loss import Loss, losses_of_extra, without_dangling
from scanner.sbom.spdx2.licensing import expression_of, extracted, references_in
from scanner.sbom.spdx2.words import ANY_VERSION, FOUND_IN, PART_FACTS, spdx_id
from scanner.sbom.spdx3.relationships import relationships
from scanner.sbom.spdx3.words import ALGORITHMS, ARCHIVES, CONTEXT, PHASES, PURPOSES, REFERENCES

Json = dict[str, Any]

CREATION = "_:creation"
EPOCH = "1970-01-01T00:00:00Z"


def spdx3(document: Document) -> tuple[Json, tuple[Loss, ...]]:
    """The document as SPDX 3.0.1 JSON-LD, and what it could not hold."""
    return _Writer(document).write()


class _Writer:
    """Collects the elements and the losses while one document is written."""

    def __init__(self, document: Document) -> None:
        self.document, self.losses = without_dangling(document, text("SPDX 3.0 has no place for it"))
        self.space = document.serial.split("#", 1)[0] + "#"
        self.elements: dict[str, Json] = {}
        self.texts: dict[str, str] = {}

    def write(self) -> tuple[Json, tuple[Loss, ...]]:
        document = self.document
        creation = self._creation()
        parts = (*((document.root,) if document.root else ()), *document.parts)
        self._license_texts(parts)
        for part in parts:
            self._part(part)
        for relationship in relationships(document):
            self._relate(**relationship)
        for place, note in enumerate(document.notes):
            self._annotation(place, note)
        self._lose_document_facts()
        collections = self._collections()
        graph = [creation, *collections, *(self.elements[key] for key in sorted(self.elements))]
        return {"@context": CONTEXT, "@graph": graph}, tuple(self.losses)

    def id(self, name: str) -> str:
        return self.space + name

    def add(self, name: str, kind: str, members: Json) -> str:
        """An element of that name, once; its IRI."""
        full = {"type": kind, "spdxId": self.id(name), "creationInfo": CREATION} | members
        self.elements.setdefault(name, {key: value for key, value in full.items() if value not in ("", [], None)})
        return self.id(name)

    def lose(self, subject: str, fact: str) -> None:
        self.losses.append(Loss(subject, fact, text("SPDX 3.0 has no place for it")))

    def _creation(self) -> Json:
        document = self.document
        makers = [*((document.manufacturer,) if document.manufacturer else ()), *document.authors]
        tools = [
            self.add(
                f"Tool-{_short(tool.name + tool.version)}", "Tool", {"name": f"{tool.name} {tool.version}".strip()}
            )
            for tool in document.tools
        ]
        created_by = [self._agent(maker) for maker in makers] or [self._agent(Contact("unknown"))]
        creation = {
            "type": "CreationInfo",
            "@id": CREATION,
            "specVersion": "3.0.1",
            "created": document.created or EPOCH,
            "createdBy": created_by,
        }
        return creation | ({"createdUsing": tools} if tools else {})

    def _agent(self, contact: Contact) -> str:
        reached = [("email", contact.email), *(("urlScheme", url) for url in contact.urls)]
        identifiers = [_identifier(kind, value) for kind, value in reached if value]
        kind = "Organization" if contact.organisation else "Person"
        name = f"Agent-{_short(repr(contact))}"
        return self.add(name, kind, {"name": contact.name or "unknown", "externalIdentifier": identifiers})

    def _collections(self) -> list[Json]:
        """The document, and the SBOM in it, which lists every element."""
        document = self.document
        inside = [self.id(name) for name in sorted(self.elements)]
        root = [self.id(spdx_id(document.root.ref))] if document.root else []
        sbom = {
            "type": "software_Sbom",
            "spdxId": self.id("SBOM"),
            "creationInfo": CREATION,
            "software_sbomType": [PHASES[phase] for phase in document.phases if phase in PHASES],
            "rootElement": root,
            "element": inside,
        }
        licence = next((claim.expression for claim in document.licenses if claim.expression), "CC0-1.0")
        whole = {
            "type": "SpdxDocument",
            "spdxId": self.id("DOCUMENT"),
            "creationInfo": CREATION,
            "name": document.name or (document.root.name if document.root else "unnamed"),
            "dataLicense": self._license(LicenseClaim(licence)),
            "profileConformance": ["core", "software", "simpleLicensing", "extension"],
            "rootElement": [self.id("SBOM")],
            "element": [self.id("SBOM"), *inside],
            "extension": _extension(document.properties),
        }
        return [{key: value for key, value in each.items() if value != []} for each in (whole, sbom)]

    def _part(self, part: Part) -> None:
        name = spdx_id(part.ref)
        download = next((each for each in part.references if each.kind == "distribution"), None)
        homepage = next((each for each in part.references if each.kind == "website"), None)
        others = [each for each in part.references if each not in (download, homepage)]
        makers = (*((part.manufacturer,) if part.manufacturer else ()), *part.authors)
        package = {
            "name": part.name or "unnamed",
            "description": part.description,
            "software_packageVersion": part.version or part.requirement or ANY_VERSION,
            "software_packageUrl": part.purl,
            "software_primaryPurpose": PURPOSES.get(part.kind, "other" if part.kind else ""),
            "software_downloadLocation": iri(download.url) if download else "",
            "software_homePage": iri(homepage.url) if homepage else "",
            "software_sourceInfo": _found_in(part),
            "software_copyrightText": part.copyright or "\n".join(part.observed_copyrights),
            "suppliedBy": self._agent(part.supplier) if part.supplier else "",
            "originatedBy": list(dict.fromkeys(self._agent(maker) for maker in makers)),
            "verifiedUsing": self._hashes(part),
            "externalIdentifier": _identifiers(part),
            "externalRef": [_reference(each.kind, each.url, each.comment) for each in others],
            "extension": _extension((*part.properties, *_facts_without_field(part))),
        }
        self.add(name, "software_Package", package)
        self._licenses(part, name)
        if download and part.hashes:
            self._artifact(part, name, iri(download.url))
        for extra in part.extras:
            self._lose_extra(part.ref, extra)

    def _hashes(self, part: Part) -> list[Json]:
        for digest in part.hashes:
            if not _writable(digest):
                self.lose(part.ref, f"hashes.{digest.algorithm}")
        return [_hash(digest) for digest in part.hashes if _writable(digest)]

    def _artifact(self, part: Part, name: str, url: str) -> None:
        """The file that is distributed: what its hashes are of."""
        file_name = re.split(r"[?#]", url)[0].rstrip("/").rsplit("/", 1)[-1] or "unnamed"
        is_archive = file_name.lower().endswith(ARCHIVES)
        artifact = {
            "name": file_name,
            "software_primaryPurpose": "archive" if is_archive else "file",
            "software_additionalPurpose": ["container"] if is_archive else [],
            "verifiedUsing": [_hash(digest) for digest in part.hashes if _writable(digest)],
            "externalRef": [_reference("distribution", url, "")],
        }
        self.add(f"{name}-artifact", "software_File", artifact)
        self._relate(name, "hasDistributionArtifact", [f"{name}-artifact"])

    def _licenses(self, part: Part, name: str) -> None:
        for claim in part.licenses:
            concluded = claim.acknowledgement is Acknowledgement.CONCLUDED
            kind = "hasConcludedLicense" if concluded else "hasDeclaredLicense"
            self._relate(name, kind, [self._license(claim).removeprefix(self.space)])

    def _license(self, claim: LicenseClaim) -> str:
        expression = expression_of(claim)
        custom = [
            {"type": "DictionaryEntry", "key": reference, "value": self.texts[reference]}
            for reference in sorted(set(references_in(expression)) & self.texts.keys())
        ]
        members = {"simplelicensing_licenseExpression": expression, "simplelicensing_customIdToUri": custom}
        return self.add(f"License-{_short(expression)}", "simplelicensing_LicenseExpression", members)

    def _license_texts(self, parts: Iterable[Part]) -> None:
        for known in extracted(parts):
            reference = str(known["licenseId"])
            members = {"name": known.get("name", ""), "simplelicensing_licenseText": known["extractedText"]}
            self.texts[reference] = self.add(f"Text-{reference}", "simplelicensing_SimpleLicensingText", members)

    def _relate(
        self, source: str, kind: str, targets: list[str], *, scope: str = "", completeness: str = "", comment: str = ""
    ) -> None:
        iris = [target if ":" in target else self.id(target) for target in targets]
        members = {
            "from": self.id(source),
            "relationshipType": kind,
            "to": iris,
            "scope": scope,
            "completeness": completeness,
            "comment": comment,
        }
        name = f"Relationship-{_short('|'.join((source, kind, scope, comment, *targets)))}"
        self.add(name, "LifecycleScopedRelationship" if scope else "Relationship", members)

    def _annotation(self, place: int, note: Note) -> None:
        for subject in note.subjects:
            members = {"annotationType": "other", "subject": self.id(spdx_id(subject)), "statement": note.text}
            self.add(f"Annotation-{place:05}-{_short(subject + note.text)}", "Annotation", members)

    def _lose_document_facts(self) -> None:
        document = self.document
        facts = (("metadata.supplier", document.supplier), ("version", document.revision != 1))
        for fact, stated in facts:
            if stated:
                self.lose("", fact)
        for phase in document.phases:
            if phase not in PHASES:
                self.lose("", f"metadata.lifecycles.{phase}")
        for extra in document.extras:
            self._lose_extra("", extra)

    def _lose_extra(self, subject: str, extra: Extra) -> None:
        self.losses.extend(losses_of_extra(extra, subject, text("SPDX 3.0 has no place for it")))


def _short(written: str) -> str:
    return hashlib.sha256(written.encode("utf-8", "replace")).hexdigest()[:16]


def _found_in(part: Part) -> str:
    places = (seen.path if seen.line is None else f"{seen.path}:{seen.line}" for seen in part.occurrences)
    return FOUND_IN + "; ".join(places) if part.occurrences else ""


def _writable(digest: Hash) -> bool:
    return digest.algorithm in ALGORITHMS and valid_hash(digest)


def _hash(digest: Hash) -> Json:
    return {"type": "Hash", "algorithm": ALGORITHMS[digest.algorithm], "hashValue": digest.value}


def _identifiers(part: Part) -> list[Json]:
    cpe = "cpe23" if part.cpe.startswith("cpe:2.3:") else "cpe22"
    named = (("packageUrl", part.purl), (cpe, part.cpe), *(("swhid", swhid) for swhid in part.swhids))
    return [_identifier(kind, value) for kind, value in named if value]


def _identifier(kind: str, value: str) -> Json:
    return {"type": "ExternalIdentifier", "externalIdentifierType": kind, "identifier": value}


def _reference(kind: str, url: str, comment: str) -> Json:
    known = REFERENCES.get(kind, "other")
    said = comment or (kind if known == "other" else "")
    written = {"type": "ExternalRef", "externalRefType": known, "locator": [iri(url)], "comment": said}
    return {key: value for key, value in written.items() if value}


def _facts_without_field(part: Part) -> Iterable[Property]:
    facts = (
        ("group", part.group),
        ("scope", part.scope),
        ("publisher", part.publisher),
        ("external", "true" if part.external else ""),
        ("type", "" if part.kind in PURPOSES else part.kind),
        *(("evidence.license", expression_of(claim)) for claim in part.observed),
    )
    return (Property(PART_FACTS + name, value) for name, value in facts if value)


def _extension(properties: Iterable[Property]) -> list[Json]:
    """SPDX 3's own place for CycloneDX properties (Extension profile, CdxPropertiesExtension)."""
    entries = [
        {"type": "extension_CdxPropertyEntry", "extension_cdxPropName": each.name, "extension_cdxPropValue": each.value}
        for each in properties
    ]
    return [{"type": "extension_CdxPropertiesExtension", "extension_cdxProperty": entries}] if entries else []
