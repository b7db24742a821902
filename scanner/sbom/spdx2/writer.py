"""SBOM document → SPDX 2.3, as the JSON of its schema. Tag-value is made from the same."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import msgspec

from licenses.language import text
from scanner.package import Hash
from scanner.sbom.address import iri, valid_hash
from scanner.sbom.contact_text import contact_text
from scanner.sbom.document import (
    Completeness,
    Contact,
    Document,
    Extra,
    Family,
    Note,
    Part,
    Property,
    Reference,
    RelationKind,
)
from scanner.sbom.document_facts import document_facts
from scanner.sbom.loss import Loss, losses_of_extra, without_dangling
from scanner.sbom.reference_hashes import hash_facts
from scanner.sbom.spdx2.licensing import concluded, declared, expression_of, extracted
from scanner.sbom.spdx2.locations import vcs_location, web_address
from scanner.sbom.spdx2.relationships import relationships
from scanner.sbom.spdx2.words import (
    ALGORITHMS,
    ANY_VERSION,
    COMPLETE,
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
from scanner.sbom.spdx_terms import translated

Json = dict[str, Any]

EPOCH = "1970-01-01T00:00:00Z"


def spdx2(document: Document) -> tuple[Json, tuple[Loss, ...]]:
    """The document as SPDX 2.3 JSON, and what it could not hold."""
    document, losses = without_dangling(document, text("SPDX 2.3 has no place for it"))
    # by the names that they have here, so that a document that is read and written again keeps its order
    parts = (*((document.root,) if document.root else ()), *sorted(document.parts, key=lambda it: spdx_id(it.ref)))
    files = [part for part in parts if _is_file(part)]
    packages = [part for part in parts if not _is_file(part)]
    notes = _notes_of_parts(document)
    facts = document_facts(document, lifecycles=False, addresses=False)
    complete = _complete(document)
    spdx: Json = {
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": DOCUMENT_ID,
        "name": _line(document.name or (document.root.name if document.root else "")) or "unnamed",
        "documentNamespace": _namespace(document.serial),
        "creationInfo": _creation(document),
        "hasExtractedLicensingInfos": extracted(parts, document.texts),
        "packages": [_package(part, document, notes, complete, losses) for part in packages],
        "files": [_file(part, losses) for part in files],
        "relationships": relationships(document),
        "annotations": [
            *_properties((*document.properties, *facts), document),
            *_notes_of_document(document),
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


def _complete(document: Document) -> dict[str, list[Property]]:
    """Parts that are complete although they have edges, which no relationship of SPDX 2.3 can say (§11)."""
    having = {relation.source for relation in document.relations if relation.kind is RelationKind.DEPENDS_ON}
    found: dict[str, list[Property]] = {}
    closed = set(document.known_edges)
    for composition in document.compositions:
        if composition.aggregate is Completeness.COMPLETE:
            closed.update(composition.dependencies)
            for ref in composition.assemblies:
                found.setdefault(ref, []).append(Property(PART_FACTS + COMPLETE, "assemblies"))
    for ref in sorted(closed & having):
        found.setdefault(ref, []).append(Property(PART_FACTS + COMPLETE, "dependencies"))
    return found


def _package(
    part: Part,
    document: Document,
    notes: dict[str, list[Json]],
    complete: dict[str, list[Property]],
    losses: list[Loss],
) -> Json:
    download, others = _download(part)
    originator = _originator(part)
    homepage = next((each for each in others if each.kind == "website" and web_address(each.url)), None)
    package: Json = {
        "name": _line(part.name) or "unnamed",
        "SPDXID": spdx_id(part.ref),
        "versionInfo": _line(part.version or part.requirement) or ANY_VERSION,
        "packageFileName": _line(part.file_name),
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
            *_properties((*part.properties, *_facts_without_field(part), *complete.get(part.ref, ())), document),
            *notes.get(part.ref, ()),
        ],
    }
    for extra in part.extras:
        _place(package, extra, part.ref, losses)
    return {key: value for key, value in package.items() if value not in ("", [])}


def _originator(part: Part) -> Contact | None:
    """The one maker that has a place of its own: it needs a name."""
    makers = (*((part.manufacturer,) if part.manufacturer else ()), *part.authors)
    return next((maker for maker in makers if maker.name), None)


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
        ("PACKAGE-MANAGER", "purl", part.purl, ""),
        ("SECURITY", cpe_type, part.cpe, ""),
        *(("PERSISTENT-ID", "swh", swhid, "") for swhid in part.swhids),
        *(("OTHER", reference.kind, iri(reference.url), reference.comment) for reference in references),
    ]
    return [
        {"referenceCategory": category, "referenceType": kind, "referenceLocator": locator}
        | ({"comment": comment} if comment else {})
        for category, kind, locator, comment in named
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
        ("supplier", _details(part.supplier)),
        *(("manufacturer", contact_text(each)) for each in (part.manufacturer,) if each and _is_untold(each, part)),
        *(("author", contact_text(each)) for each in part.authors if _is_untold(each, part)),
        ("copyright-from", "evidence" if part.observed_copyrights and not part.copyright else ""),
        *(("evidence.copyright", each) for each in part.observed_copyrights if part.copyright),
        *hash_facts(part),
    )
    return (Property(PART_FACTS + name, value) for name, value in facts if value)


def _is_untold(maker: Contact, part: Part) -> bool:
    """Whether a maker is not the originator, or is more than SPDX 2.3 says of one."""
    return maker is not _originator(part) or bool(_details(maker))


def _details(contact: Contact | None) -> str:
    """A contact of which SPDX 2.3 has no place for everything."""
    return contact_text(contact) if contact and (contact.urls or contact.phone or "(" in contact.name) else ""


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
    extra = translated(extra, Family.SPDX2, of_document=not subject)
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


def _loss(subject: str, fact: str) -> Loss:
    return Loss(subject, fact, text("SPDX 2.3 has no place for it"))
