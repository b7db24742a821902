"""SPDX 2.2 and 2.3 of any tool, as JSON → SBOM document. What CycloneDX's words cannot say stays as `Extra`s."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import msgspec
from msgspec.structs import replace

from licenses.errors import InputUnreadable
from licenses.language import text
from scanner.sbom.document import (
    REQUIREMENT,
    Acknowledgement,
    Contact,
    Document,
    Extra,
    Family,
    LicenseClaim,
    Note,
    Part,
    Property,
    Reference,
    Tool,
)
from scanner.sbom.members import MOST_PARTS, Members
from scanner.sbom.spdx2.edges import Edges, read_edges
from scanner.sbom.spdx2.facts import SILENT, claims, hashes, licenses, locations, observed, occurrences
from scanner.sbom.spdx2.licensing import extracted
from scanner.sbom.spdx2.words import (
    ANY_VERSION,
    FOUND_IN,
    KINDS,
    OBSERVED,
    PART_FACTS,
    PROPERTY,
)
from scanner.sbom.times import utc_seconds

VERSIONS = ("SPDX-2.2", "SPDX-2.3")

_ACTOR = re.compile(r"(Person|Organization|Tool): ?(.*?)(?: \(([^()]*)\))?")
_PACKAGE_FIELDS = frozenset(
    """
    name SPDXID versionInfo supplier originator downloadLocation checksums homepage licenseConcluded
    licenseDeclared copyrightText description externalRefs hasFiles
    """.split()  # noqa: SIM905
)
_FILE_FIELDS = frozenset(
    "fileName SPDXID checksums licenseConcluded licenseInfoInFiles copyrightText comment".split()  # noqa: SIM905
)
_DOCUMENT_FIELDS = frozenset(
    """
    spdxVersion dataLicense SPDXID name documentNamespace creationInfo hasExtractedLicensingInfos packages files
    relationships annotations documentDescribes
    """.split()  # noqa: SIM905
)


def read_spdx2(spdx: Members, form: str = "JSON") -> Document:
    """The document that an SPDX 2 file states.

    Raises:
        InputUnreadable: a version that we do not know, a member of the wrong type, or too many packages.
    """
    version = spdx.text("spdxVersion")
    if version not in VERSIONS:
        raise InputUnreadable(
            text("it is {version}, which cannot be read", version=version or "SPDX ?"),
            hint=text("the versions that can be read: {names}", names=", ".join(VERSIONS)),
        )
    texts = {each.text("licenseId"): each for each in spdx.many("hasExtractedLicensingInfos")}
    packages = [_package(each, texts) for each in spdx.many("packages")]
    files = [_file(each, texts) for each in spdx.many("files")]
    if len(packages) + len(files) > MOST_PARTS:
        raise InputUnreadable(text("it has too many components, or too deeply nested ones"))
    parts = {part.ref: part for part in (*packages, *files)}
    return _document(spdx, parts, read_edges(spdx, parts.keys()), f"SPDX {version.removeprefix('SPDX-')} {form}")


def _document(spdx: Members, parts: dict[str, Part], edges: Edges, origin: str) -> Document:
    creation = spdx.one("creationInfo") or Members("creationInfo", {})
    actors = [_actor(each) for each in creation.texts("creators")]
    root = parts.get(edges.described[0]) if len(edges.described) == 1 else None
    properties = _annotations(spdx)[1]
    document = Document(
        serial=_serial(spdx),
        root=root,
        parts=tuple(parts[ref] for ref in sorted(parts) if root is None or ref != root.ref),
        relations=edges.relations,
        known_edges=edges.known,
        name=spdx.text("name"),
        created=utc_seconds(creation.text("created")),
        tools=tuple(_tool(contact) for kind, contact in actors if kind == "Tool"),
        authors=tuple(contact for kind, contact in actors if kind != "Tool"),
        licenses=(LicenseClaim(spdx.text("dataLicense") or "CC0-1.0"),),
        compositions=edges.compositions,
        notes=tuple(_notes(spdx, root)),
        properties=properties,
        origin=origin,
    )
    return replace(document, extras=tuple(_document_extras(spdx, creation, edges, document, parts)))


def _notes(spdx: Members, root: Part | None) -> Iterator[Note]:
    """Remarks about packages, and about the document, which in our model are about its root."""
    for note in _annotations(spdx)[0]:
        yield replace(note, subjects=(root.ref,) if root else ())
    for holder in ("packages", "files"):
        for member in spdx.many(holder):
            yield from _annotations(member)[0]


def _serial(spdx: Members) -> str:
    content = msgspec.json.encode(spdx.values, order="sorted").decode()
    return spdx.text("documentNamespace") or uuid5(NAMESPACE_URL, content).urn


def _document_extras(
    spdx: Members, creation: Members, edges: Edges, document: Document, parts: dict[str, Part]
) -> Iterator[Extra]:
    yield from _rest(spdx.values, _DOCUMENT_FIELDS)
    written = extracted(parts.values())
    texts = [each.values for each in spdx.many("hasExtractedLicensingInfos") if each.values not in written]
    if texts:
        yield _extra("hasExtractedLicensingInfos", texts)
    if reviews := _annotations(spdx)[2]:
        yield _extra("annotations", reviews)
    for name in ("comment", "licenseListVersion"):
        if creation.text(name):
            yield _extra(f"creationInfo.{name}", creation.text(name))
    if document.root is None and edges.described:
        yield _extra("documentDescribes", list(edges.described))
    if edges.unresolved:
        yield _extra("relationships", list(edges.unresolved))


def _package(member: Members, texts: dict[str, Members]) -> Part:
    properties, odd = _annotations(member)[1:]
    facts = [each for each in properties if each.name.startswith(PART_FACTS)]
    other = tuple(each for each in properties if not each.name.startswith(PART_FACTS))
    fact = {each.name.removeprefix(PART_FACTS): each.value for each in facts}
    version = member.text("versionInfo")
    requirement = next((each.value for each in other if each.name == REQUIREMENT), "")
    found_in, comments = member.text("sourceInfo"), member.text("licenseComments")
    purpose = member.text("primaryPackagePurpose")
    first = _maker(member.text("originator"))
    identifiers = _Identifiers(member)
    return Part(
        ref=member.text("SPDXID"),
        name=member.text("name"),
        kind=fact.get("type") or KINDS.get(purpose, ""),
        group=fact.get("group", ""),
        version="" if version in (*SILENT, ANY_VERSION, requirement) else version,
        requirement=requirement,
        purl=identifiers.purl,
        cpe=identifiers.cpe,
        swhids=identifiers.swhids,
        description=member.text("description"),
        scope=fact.get("scope", ""),
        external=fact.get("external") == "true",
        hashes=tuple(hashes(member)),
        licenses=tuple(licenses(member, texts)),
        observed=tuple(observed(comments)),
        copyright="" if member.text("copyrightText") in SILENT else member.text("copyrightText"),
        supplier=_maker(member.text("supplier")),
        manufacturer=first if first and first.organisation else None,
        authors=(
            *((first,) if first and not first.organisation else ()),
            *(Contact(each.value, organisation=False) for each in facts if each.name == PART_FACTS + "author"),
        ),
        publisher=fact.get("publisher", ""),
        references=(*locations(member), *identifiers.references),
        properties=other,
        occurrences=tuple(occurrences(found_in)),
        extras=tuple(_package_extras(member, odd, purpose)),
    )


def _package_extras(member: Members, odd: list[Any], purpose: str) -> Iterator[Extra]:
    understood = set(_PACKAGE_FIELDS) | {"annotations"}
    if member.values.get("filesAnalyzed") is False:
        understood.add("filesAnalyzed")
    understood.update(["sourceInfo"] if member.text("sourceInfo").startswith(FOUND_IN) else [])
    understood.update(["licenseComments"] if member.text("licenseComments").startswith(OBSERVED) else [])
    understood.update(["primaryPackagePurpose"] if purpose in KINDS else [])
    yield from _rest(member.values, understood)
    if odd:
        yield _extra("annotations", odd)


def _file(member: Members, texts: dict[str, Members]) -> Part:
    concluded = member.text("licenseConcluded")
    return Part(
        ref=member.text("SPDXID"),
        name=member.text("fileName"),
        kind="file",
        description=member.text("comment"),
        hashes=tuple(hashes(member)),
        licenses=tuple(claims(concluded, Acknowledgement.CONCLUDED, texts)),
        observed=tuple(LicenseClaim(each) for each in member.texts("licenseInfoInFiles") if each not in SILENT),
        copyright="" if member.text("copyrightText") in SILENT else member.text("copyrightText"),
        extras=tuple(_rest(member.values, _FILE_FIELDS)),
    )


class _Identifiers:
    """The external references of a package, sorted out (§7.21)."""

    def __init__(self, member: Members) -> None:
        self.purl = self.cpe = ""
        swhids: list[str] = []
        references: list[Reference] = []
        for each in member.many("externalRefs"):
            kind, locator = each.text("referenceType"), each.text("referenceLocator")
            if kind == "purl" and not self.purl:
                self.purl = locator
            elif kind in ("cpe23Type", "cpe22Type") and not self.cpe:
                self.cpe = locator
            elif kind == "swh":
                swhids.append(locator)
            else:
                references.append(Reference(kind, locator, each.text("comment")))
        self.swhids, self.references = tuple(swhids), tuple(references)


def _annotations(member: Members) -> tuple[tuple[Note, ...], tuple[Property, ...], list[Any]]:
    """An element's annotations (§12): the remarks of others, the properties that our writer puts there, and reviews."""
    notes: list[Note] = []
    properties: list[Property] = []
    reviews: list[Any] = []
    for each in member.many("annotations"):
        comment = each.text("comment")
        name, mark, value = comment.removeprefix(PROPERTY).partition("=")
        if comment.startswith(PROPERTY) and mark:
            properties.append(Property(name, value))
        elif each.text("annotationType") == "REVIEW":
            reviews.append(each.values)
        else:
            annotator = each.text("annotator").removeprefix("Tool: ")
            notes.append(Note((member.text("SPDXID"),), comment, utc_seconds(each.text("annotationDate")), annotator))
    return tuple(notes), tuple(properties), reviews


def _actor(written: str) -> tuple[str, Contact]:
    parsed = _ACTOR.fullmatch(written.strip())
    kind, name, email = parsed.groups() if parsed else ("Organization", written, "")
    return kind, Contact(name, email or "", organisation=kind != "Person")


def _maker(written: str) -> Contact | None:
    return None if written in SILENT else _actor(written)[1]


def _tool(contact: Contact) -> Tool:
    name, mark, version = contact.name.rpartition("-")
    return Tool(name, version) if mark and re.match(r"v?\d", version) else Tool(contact.name)


def _rest(values: dict[str, Any], understood: Iterable[str]) -> Iterator[Extra]:
    known = frozenset(understood)
    return (_extra(name, value) for name, value in values.items() if name not in known and value not in (None, "", []))


def _extra(name: str, value: Any) -> Extra:
    return Extra(Family.SPDX2, name, msgspec.json.encode(value))
