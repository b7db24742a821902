"""SPDX 2.2 and 2.3 of any tool, as JSON → SBOM document. What CycloneDX's words cannot say stays as `Extra`s."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import NAMESPACE_URL, uuid5

import msgspec
from msgspec.structs import replace

from licenses.errors import InputUnreadable
from licenses.language import text
from scanner.sbom.document import (
    Completeness,
    Composition,
    Document,
    Extra,
    LicenseClaim,
    LicenseText,
    Note,
    Part,
)
from scanner.sbom.document_facts import with_facts
from scanner.sbom.members import MOST_PARTS, Members
from scanner.sbom.spdx2.edges import Edges, read_edges
from scanner.sbom.spdx2.licensing import extracted, text_of
from scanner.sbom.spdx2.lines import actor, annotations_of, extra, rest, tool
from scanner.sbom.spdx2.parts import file, package
from scanner.sbom.spdx2.words import COMPLETE, PART_FACTS
from scanner.sbom.times import utc_seconds

VERSIONS = ("SPDX-2.2", "SPDX-2.3")

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
    packages = [package(each, texts) for each in spdx.many("packages")]
    files = [file(each, texts) for each in spdx.many("files")]
    if len(packages) + len(files) > MOST_PARTS:
        raise InputUnreadable(text("it has too many components, or too deeply nested ones"))
    parts, repeated = _apart((*packages, *files))
    document = _document(spdx, parts, read_edges(spdx, parts.keys()), f"SPDX {version.removeprefix('SPDX-')} {form}")
    return replace(document, repeated=repeated)


def _apart(parts: tuple[Part, ...]) -> tuple[dict[str, Part], tuple[str, ...]]:
    """The parts by reference. Two that differ under one are kept apart, and the reference is told (§7.2: unique)."""
    found: dict[str, Part] = {}
    counts: dict[str, int] = {}
    for part in parts:
        if part.ref not in found:
            found[part.ref] = part
        elif found[part.ref] != part:
            counts[part.ref] = counts.get(part.ref, 1) + 1
            ref = f"{part.ref}-{counts[part.ref]}"
            found.setdefault(ref, replace(part, ref=ref))
    return found, tuple(counts)


def _document(spdx: Members, parts: dict[str, Part], edges: Edges, origin: str) -> Document:
    creation = spdx.one("creationInfo") or Members("creationInfo", {})
    actors = [actor(each) for each in creation.texts("creators")]
    root = parts.get(edges.described[0]) if len(edges.described) == 1 else None
    stated = annotations_of(spdx)[1]
    complete = _complete(spdx)
    document = Document(
        serial=_serial(spdx),
        root=root,
        parts=tuple(parts[ref] for ref in sorted(parts) if root is None or ref != root.ref),
        relations=edges.relations,
        known_edges=(*edges.known, *(ref for ref, what in complete if what == "dependencies")),
        name=spdx.text("name"),
        created=utc_seconds(creation.text("created")),
        tools=tuple(tool(contact) for kind, contact in actors if kind == "Tool"),
        authors=tuple(contact for kind, contact in actors if kind != "Tool"),
        licenses=(LicenseClaim(spdx.text("dataLicense") or "CC0-1.0"),),
        texts=_texts(spdx),
        compositions=(*_as_composition(complete, edges), *edges.compositions),
        notes=tuple(_notes(spdx, root)),
        origin=origin,
    )
    document = with_facts(document, stated)
    return replace(document, extras=tuple(_document_extras(spdx, creation, edges, document, parts)))


def _complete(spdx: Members) -> list[tuple[str, str]]:
    """Which parts are said to be complete, and what of them: their dependencies or their assemblies."""
    return [
        (member.text("SPDXID"), each.value)
        for member in spdx.many("packages")
        for each in annotations_of(member)[1]
        if each.name == PART_FACTS + COMPLETE
    ]


def _as_composition(complete: list[tuple[str, str]], edges: Edges) -> tuple[Composition, ...]:
    assemblies = tuple(ref for ref, what in complete if what == "assemblies")
    dependencies = (*edges.known, *(ref for ref, what in complete if what == "dependencies"))
    stated = assemblies or dependencies
    return (Composition(Completeness.COMPLETE, assemblies, dependencies),) if stated else ()


def _texts(spdx: Members) -> tuple[LicenseText, ...]:
    stated = (
        text_of(
            each.text("licenseId"),
            each.text("extractedText"),
            each.text("name"),
            next(iter(each.texts("seeAlsos")), ""),
        )
        for each in spdx.many("hasExtractedLicensingInfos")
    )
    return tuple(sorted((each for each in stated if each), key=lambda it: it.reference))


def _notes(spdx: Members, root: Part | None) -> Iterator[Note]:
    """Remarks about packages, and about the document, which in our model are about its root."""
    for note in annotations_of(spdx)[0]:
        yield replace(note, subjects=(root.ref,) if root else ())
    found: dict[Note, list[str]] = {}  # a remark about several parts stands beside each of them
    for holder in ("packages", "files"):
        for member in spdx.many(holder):
            for note in annotations_of(member)[0]:
                found.setdefault(replace(note, subjects=()), []).extend(note.subjects)
    yield from (replace(note, subjects=tuple(subjects)) for note, subjects in found.items())


def _serial(spdx: Members) -> str:
    content = msgspec.json.encode(spdx.values, order="sorted").decode()
    return spdx.text("documentNamespace") or uuid5(NAMESPACE_URL, content).urn


def _document_extras(
    spdx: Members, creation: Members, edges: Edges, document: Document, parts: dict[str, Part]
) -> Iterator[Extra]:
    yield from rest(spdx.values, _DOCUMENT_FIELDS)
    written = extracted(parts.values(), document.texts)
    texts = [each.values for each in spdx.many("hasExtractedLicensingInfos") if each.values not in written]
    if texts:
        yield extra("hasExtractedLicensingInfos", texts)
    if reviews := annotations_of(spdx)[2]:
        yield extra("annotations", reviews)
    for name in ("comment", "licenseListVersion"):
        if creation.text(name):
            yield extra(f"creationInfo.{name}", creation.text(name))
    if document.root is None and edges.described:
        yield extra("documentDescribes", list(edges.described))
    if edges.unresolved:
        yield extra("relationships", list(edges.unresolved))
