"""SBOM document → SPDX 2.3, as the JSON of its schema. Tag-value is made from the same."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import msgspec

from licenses.language import text
from scanner.package import Hash
from scanner.sbom.address import iri, valid_hash
from scanner.sbom.document import Contact, Document, Extra, Family, Note, Part, Property, Reference
from scanner.sbom.loss import Loss, losses_of_extra, without_dangling
from scanner.sbom.spdx2.licensing import concluded, declared, expression_of, extracted
from scanner.sbom.spdx2.locations import vcs_location, web_address
from scanner.sbom.spdx2.relationships import relationships
from scanner.sbom.spdx2.words import (
    ALGORITHMS,
    ANY_VERSION,
    DOCUMENT_ID,
    FOUND_IN,
    NOASSERTION,
    NONE,
    OBSERVED,
    PART_FACTS,
    PROPERTY,
    PURPOSES,
    spdx_id,
)

Json = dict[str, Any]

EPOCH = "1970-01-01T00:00:00Z"


def spdx2(document: Document) -> tuple[Json, tuple[Loss, ...]]:
    """The document as SPDX 2.3 JSON, and what it could not hold."""
    document, losses = without_dangling(document, text("SPDX 2.3 has no place for it"))
    parts = (*((document.root,) if document.root else ()), *document.parts)
    files = [part for part in parts if _is_file(part)]
    packages = [part for part in parts if not _is_file(part)]
    notes = _notes_of_parts(document)
    losses.extend(_lost_of_document(document))
    spdx: Json = {
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": DOCUMENT_ID,
        "name": _line(document.name or (document.root.name if document.root else "")) or "unnamed",
        "documentNamespace": _namespace(document.serial),
        "creationInfo": _creation(document),
        "hasExtractedLicensingInfos": extracted(parts),
        "packages": [_package(part, document, notes, losses) for part in packages],
        "files": [_file(part, losses) for part in files],
        "relationships": relationships(document),
        "annotations": [
            *_properties(document.properties, document),
            *(_note(note, document) for note in document.notes),
        ],
    }
    for extra in document.extras:
        _place(spdx, extra, "", losses)
    return {key: value for key, value in spdx.items() if value not in ([], "")}, tuple(losses)


def _namespace(serial: str) -> str:
    """§6.5: a unique absolute URI without a fragment."""
    return serial.split("#", 1)[0] if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", serial) else f"urn:trustpool:{serial}"


def _creation(document: Document) -> Json:
    tools = [f"Tool: {tool.name}-{tool.version}" if tool.version else f"Tool: {tool.name}" for tool in document.tools]
    makers = [*((document.manufacturer,) if document.manufacturer else ()), *document.authors]
    creators = [*(_agent(maker) for maker in makers), *tools]
    return {"created": document.created or EPOCH, "creators": creators or ["Tool: unknown"]}


def _agent(contact: Contact) -> str:
    kind = "Organization" if contact.organisation else "Person"
    name = _line(re.sub(r"[()]+", " ", contact.name)) or "unknown"
    return f"{kind}: {name} ({contact.email})" if contact.email else f"{kind}: {name}"


def _line(written: str) -> str:
    """On one line, without what cannot be printed: names and versions stand in single-line tags."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in written).split())
    return f"“{line}”" if line in (NOASSERTION, NONE) else line


def _package(part: Part, document: Document, notes: dict[str, list[Json]], losses: list[Loss]) -> Json:
    download, others = _download(part)
    originator = _originator(part)
    homepage = next((each for each in others if each.kind == "website" and web_address(each.url)), None)
    package: Json = {
        "name": _line(part.name) or "unnamed",
        "SPDXID": spdx_id(part.ref),
        "versionInfo": _line(part.version or part.requirement) or ANY_VERSION,
        "supplier": _agent(part.supplier) if part.supplier else NOASSERTION,
        "originator": _agent(originator) if originator else "",
        "downloadLocation": download,
        "filesAnalyzed": False,
        "checksums": _checksums(part.hashes, part.ref, losses),
        "homepage": web_address(homepage.url) if homepage else "",
        "sourceInfo": _found_in(part),
        "licenseConcluded": concluded(part),
        "licenseDeclared": declared(part),
        "licenseComments": OBSERVED + "; ".join(map(expression_of, part.observed)) if part.observed else "",
        "copyrightText": part.copyright or "\n".join(part.observed_copyrights) or NOASSERTION,
        "description": part.description,
        "externalRefs": _external(part, [each for each in others if each is not homepage]),
        "primaryPackagePurpose": PURPOSES.get(part.kind, "OTHER" if part.kind else ""),
        "annotations": [
            *_properties((*part.properties, *_facts_without_field(part)), document),
            *notes.get(part.ref, ()),
        ],
    }
    for extra in part.extras:
        _place(package, extra, part.ref, losses)
    return {key: value for key, value in package.items() if value not in ("", [])}


def _originator(part: Part) -> Contact | None:
    return part.manufacturer or (part.authors[0] if part.authors else None)


def _download(part: Part) -> tuple[str, list[Reference]]:
    """The one download location, and the references that remain."""
    for kind, location in (("distribution", web_address), ("vcs", vcs_location)):
        for reference in part.references:
            if reference.kind == kind and not reference.hashes and (address := location(reference.url)):
                return address, [each for each in part.references if each is not reference]
    return NOASSERTION, list(part.references)


def _checksums(hashes: Iterable[Hash], subject: str, losses: list[Loss]) -> list[Json]:
    written = []
    for digest in hashes:
        if digest.algorithm in ALGORITHMS and valid_hash(digest):
            written.append({"algorithm": ALGORITHMS[digest.algorithm], "checksumValue": digest.value})
        else:
            losses.append(_loss(subject, f"hashes.{digest.algorithm}"))
    return written


def _found_in(part: Part) -> str:
    places = (seen.path if seen.line is None else f"{seen.path}:{seen.line}" for seen in part.occurrences)
    return FOUND_IN + "; ".join(places) if part.occurrences else ""


def _external(part: Part, references: Iterable[Reference]) -> list[Json]:
    """§7.21: identifiers and addresses outside the document."""
    cpe_type = "cpe23Type" if part.cpe.startswith("cpe:2.3:") else "cpe22Type"
    named = [
        ("PACKAGE-MANAGER", "purl", part.purl),
        ("SECURITY", cpe_type, part.cpe),
        *(("PERSISTENT-ID", "swh", swhid) for swhid in part.swhids),
        *(("OTHER", reference.kind, iri(reference.url)) for reference in references),
    ]
    return [
        {"referenceCategory": category, "referenceType": kind, "referenceLocator": locator}
        for category, kind, locator in named
        if locator
    ]


def _facts_without_field(part: Part) -> Iterable[Property]:
    """CycloneDX members that SPDX 2.3 lacks, as properties under a name of their own."""
    facts = (
        ("group", part.group),
        ("scope", part.scope),
        ("publisher", part.publisher),
        ("external", "true" if part.external else ""),
        ("type", "" if part.kind in PURPOSES else part.kind),
        *(("author", author.name) for author in part.authors if author is not _originator(part)),
        *(("author", author.name) for author in part.authors[:1] if part.manufacturer),
    )
    return (Property(PART_FACTS + name, value) for name, value in facts if value)


def _properties(properties: Iterable[Property], document: Document) -> list[Json]:
    return [_annotation(f"{PROPERTY}{each.name}={each.value}", document) for each in properties]


def _annotation(comment: str, document: Document, created: str = "", annotator: str = "trustpool") -> Json:
    is_actor = annotator.startswith(("Person: ", "Organization: "))
    return {
        "annotationDate": created or document.created or EPOCH,
        "annotationType": "OTHER",
        "annotator": annotator if is_actor else f"Tool: {_line(annotator)}",
        "comment": comment,
    }


def _note(note: Note, document: Document) -> Json:
    return _annotation(note.text, document, note.created, note.annotator or "unknown")


def _notes_of_document(document: Document) -> list[Json]:
    """Those about no part, or about the root: the document is about the root."""
    root = {document.root.ref} if document.root else set()
    return [_note(note, document) for note in document.notes if set(note.subjects) <= root]


def _notes_of_parts(document: Document) -> dict[str, list[Json]]:
    root = document.root.ref if document.root else ""
    found: dict[str, list[Json]] = {}
    for note in document.notes:
        for subject in note.subjects if set(note.subjects) - {root} else ():
            found.setdefault(subject, []).append(_note(note, document))
    return found


def _is_file(part: Part) -> bool:
    """SPDX knows files only with their SHA-1 (§8.4)."""
    return part.kind == "file" and any(each.algorithm == "SHA-1" and valid_hash(each) for each in part.hashes)


def _file(part: Part, losses: list[Loss]) -> Json:
    file: Json = {
        "fileName": part.name,
        "SPDXID": spdx_id(part.ref),
        "checksums": _checksums(part.hashes, part.ref, losses),
        "licenseConcluded": concluded(part),
        "licenseInfoInFiles": [expression_of(claim) for claim in part.observed] or [NOASSERTION],
        "copyrightText": part.copyright or NOASSERTION,
        "comment": part.description,
    }
    for extra in part.extras:
        _place(file, extra, part.ref, losses)
    return {key: value for key, value in file.items() if value not in ("", [])}


def _place(target: Json, extra: Extra, subject: str, losses: list[Loss]) -> None:
    if extra.family is not Family.SPDX2:
        losses.extend(losses_of_extra(extra, subject, text("SPDX 2.3 has no place for it")))
        return
    member = extra.key.removeprefix("creationInfo.")
    holder = target if member == extra.key else target["creationInfo"]
    value = msgspec.json.decode(extra.value)
    if member == "hasExtractedLicensingInfos":
        known = {str(each.get("licenseId", "")): each for each in (*holder[member], *value)}
        holder[member] = [known[name] for name in sorted(known)]
    elif isinstance(value, list) and isinstance(holder.get(member), list):
        holder[member] = [*holder[member], *value]
    else:
        holder[member] = value


def _lost_of_document(document: Document) -> Iterable[Loss]:
    facts = (
        ("metadata.lifecycles", document.phases),
        ("metadata.supplier", document.supplier),
        ("version", document.revision != 1),
    )
    return (_loss("", fact) for fact, stated in facts if stated)


def _loss(subject: str, fact: str) -> Loss:
    return Loss(subject, fact, text("SPDX 2.3 has no place for it"))
