"""SBOM document → SPDX 3.0.1, as the graph of its JSON-LD serialisation."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from msgspec.structs import replace

from licenses.language import text
from scanner.sbom.document import Acknowledgement, Contact, Document, Extra, Family, LicenseClaim, Note, Part, Tool
from scanner.sbom.document_facts import document_facts
from scanner.sbom.loss import Loss, losses_of_extra, without_dangling
from scanner.sbom.spdx2.licensing import expression_of, extracted, references_in
from scanner.sbom.spdx2.words import spdx_id
from scanner.sbom.spdx3.part_json import part_json
from scanner.sbom.spdx3.pieces import (
    agent_json,
    artifact_json,
    directory_json,
    extension,
    reference_json,
    short,
    writable,
)
from scanner.sbom.spdx3.relationships import relationships
from scanner.sbom.spdx3.verbatim import kept_names, place, statements, verbatim
from scanner.sbom.spdx3.words import CONTEXT, CREATION, PHASES
from scanner.sbom.spdx_terms import translated

Json = dict[str, Any]

EPOCH = "1970-01-01T00:00:00Z"
_IRI = re.compile(r"(?:https?://|urn:)[^\s<>\"{}|\\^`]+")


def spdx3(document: Document) -> tuple[Json, tuple[Loss, ...]]:
    """The document as SPDX 3.0.1 JSON-LD, and what it could not hold."""
    return _Writer(document).write()


def _translated(document: Document) -> Document:
    """With what SPDX 2 calls otherwise in SPDX 3's words."""

    def of(part: Part) -> Part:
        extras = tuple(translated(each, Family.SPDX3, of_document=False) for each in part.extras)
        return replace(part, extras=extras) if part.extras else part

    return replace(
        document,
        root=of(document.root) if document.root else None,
        parts=tuple(map(of, document.parts)),
        extras=tuple(translated(each, Family.SPDX3, of_document=True) for each in document.extras),
    )


class _Writer:
    """Collects the elements and the losses while one document is written."""

    def __init__(self, document: Document) -> None:
        document = _translated(document)
        self.document, self.losses = without_dangling(document, text("SPDX 3.0 has no place for it"))
        self.space = document.serial.split("#", 1)[0] + "#"
        self.elements: dict[str, Json] = {}
        self.texts: dict[str, str] = {}
        self.kept = verbatim(document)
        self.names = {"DOCUMENT": self.space + "DOCUMENT", "SBOM": self.space + "SBOM"} | kept_names(document)
        self.told = statements(self.kept)

    def write(self) -> tuple[Json, tuple[Loss, ...]]:
        document = self.document
        creation = self._creation()
        parts = (*((document.root,) if document.root else ()), *document.parts)
        self._license_texts(parts)
        for part in parts:
            self._part(part)
        if document.root:
            self._tree(document.root)
        for relationship in relationships(document, self.id):
            self._relate(**relationship)
        for number, note in enumerate(document.notes):
            self._annotation(number, note)
        self._lose_document_facts()
        whole, sbom = self._collections()
        written = {each["spdxId"] for each in self.elements.values()} | {
            self.names["SBOM"],
            self.names["DOCUMENT"],
            CREATION,
        }
        kept = [each for name, each in self.kept.items() if name not in written]
        for extra in (each for each in document.extras if each.family is Family.SPDX3):
            place(extra, {"SpdxDocument.": whole, "software_Sbom.": sbom, "CreationInfo.": creation})
        collections = [whole, sbom]
        graph = [creation, *collections, *(self.elements[key] for key in sorted(self.elements)), *kept]
        return {"@context": CONTEXT, "@graph": graph}, tuple(self.losses)

    def id(self, ref: str) -> str:
        """The IRI of an element: a reference that is one already, or a name in the document's own space."""
        return ref if _IRI.fullmatch(ref) else self.space + spdx_id(ref)

    def add(self, name: str, members: Json) -> str:
        """An element of that name, once; its IRI."""
        address = name if _IRI.fullmatch(name) else self.space + name
        full = {"type": members["type"], "spdxId": address, "creationInfo": CREATION} | members
        self.elements.setdefault(name, {key: value for key, value in full.items() if value not in ("", [], None)})
        return address

    def lose(self, subject: str, fact: str) -> None:
        self.losses.append(Loss(subject, fact, text("SPDX 3.0 has no place for it")))

    def _creation(self) -> Json:
        document = self.document
        makers = [*((document.manufacturer,) if document.manufacturer else ()), *document.authors]
        return self._creation_info(CREATION, document.created, makers, document.tools)

    def _creation_info(self, name: str, created: str, makers: Iterable[Contact], tools: Iterable[Tool]) -> Json:
        used = list(dict.fromkeys(self._tool(tool) for tool in tools))
        created_by = list(dict.fromkeys(self._agent(maker) for maker in makers)) or [self._agent(Contact("unknown"))]
        creation = {
            "type": "CreationInfo",
            "@id": name,
            "specVersion": "3.0.1",
            "created": created or EPOCH,
            "createdBy": created_by,
        }
        return creation | ({"createdUsing": used} if used else {})

    def _tool(self, tool: Tool) -> str:
        name = f"{tool.name} {tool.version}".strip()
        return self.add(f"Tool-{short(tool.name + tool.version)}", {"type": "Tool", "name": name or "unknown"})

    def _agent(self, contact: Contact) -> str:
        return self.add(f"Agent-{short(repr(contact))}", agent_json(contact))

    def _collections(self) -> tuple[Json, Json]:
        """The document, and the SBOM in it, which lists every element."""
        document = self.document
        facts = document_facts(document, lifecycles=True, addresses=True)
        licence = next((claim.expression for claim in document.licenses if claim.expression), "CC0-1.0")
        data_license = self._license(LicenseClaim(licence))
        kept = [name for name in self.kept if not name.startswith("_:")]
        inside = [*(self.elements[name]["spdxId"] for name in sorted(self.elements)), *kept]
        sbom = {
            "type": "software_Sbom",
            "spdxId": self.names["SBOM"],
            "creationInfo": CREATION,
            "software_sbomType": [PHASES[phase] for phase in document.phases if phase in PHASES],
            "rootElement": [self.id(document.root.ref)] if document.root else [],
            "element": inside,
        }
        whole = {
            "type": "SpdxDocument",
            "spdxId": self.names["DOCUMENT"],
            "creationInfo": CREATION,
            "name": document.name or (document.root.name if document.root else "unnamed"),
            "dataLicense": data_license,
            "profileConformance": ["core", "software", "simpleLicensing", "extension"],
            "rootElement": [self.names["SBOM"]],
            "element": [self.names["SBOM"], *inside],
            "extension": extension((*document.properties, *facts)),
        }
        shown = [{key: value for key, value in each.items() if value != []} for each in (whole, sbom)]
        return shown[0], shown[1]

    def _part(self, part: Part) -> None:
        self.add(self._name(part.ref), part_json(part, self._agent))
        self._lose_details(part)
        self._licenses(part)
        if part.file_name:
            self.add(f"{self._name(part.ref)}-artifact", artifact_json(part))
            self._relate(self.id(part.ref), "hasDistributionArtifact", [f"{self.id(part.ref)}-artifact"])

    def _name(self, ref: str) -> str:
        return ref if _IRI.fullmatch(ref) else spdx_id(ref)

    def _lose_details(self, part: Part) -> None:
        for digest in part.hashes:
            if not writable(digest):
                self.lose(part.ref, f"hashes.{digest.algorithm}")
        for extra in part.extras:
            if extra.family is not Family.SPDX3:
                self._lose_extra(part.ref, extra)

    def _tree(self, root: Part) -> None:
        """A package contains its source tree: the one thing that every root is known to contain."""
        if directory := directory_json(root):
            self.add(f"{self._name(root.ref)}-tree", directory)
            self._relate(self.id(root.ref), "contains", [f"{self.id(root.ref)}-tree"])

    def _licenses(self, part: Part) -> None:
        for claim in part.licenses:
            concluded = claim.acknowledgement is Acknowledgement.CONCLUDED
            kind = "hasConcludedLicense" if concluded else "hasDeclaredLicense"
            self._relate(self.id(part.ref), kind, [self._license(claim)])

    def _license(self, claim: LicenseClaim) -> str:
        expression = expression_of(claim)
        custom = [
            {"type": "DictionaryEntry", "key": reference, "value": self.texts[reference]}
            for reference in sorted(set(references_in(expression)) & self.texts.keys())
        ]
        members = {
            "type": "simplelicensing_LicenseExpression",
            "simplelicensing_licenseExpression": expression,
            "simplelicensing_customIdToUri": custom,
        }
        return self.add(f"License-{short(expression)}", members)

    def _license_texts(self, parts: Iterable[Part]) -> None:
        for known in extracted(parts, self.document.texts):
            reference = str(known["licenseId"])
            addresses = known.get("seeAlsos")
            urls = addresses if isinstance(addresses, list) else []
            members = {
                "type": "simplelicensing_SimpleLicensingText",
                "name": known.get("name", ""),
                "simplelicensing_licenseText": known["extractedText"],
                "externalRef": [reference_json("license", url, "") for url in urls],
            }
            self.texts[reference] = self.add(f"Text-{reference}", members)

    def _relate(
        self, source: str, kind: str, targets: list[str], *, scope: str = "", completeness: str = "", comment: str = ""
    ) -> None:
        """One relationship, without the targets that a kept one tells already."""
        new = [target for target in targets if (source, kind, target) not in self.told]
        if not new:
            return
        members = {
            "type": "LifecycleScopedRelationship" if scope else "Relationship",
            "from": source,
            "relationshipType": kind,
            "to": new,
            "scope": scope,
            "completeness": completeness,
            "comment": comment,
        }
        ends = [end.removeprefix(self.space) for end in (source, *new)]
        self.add(f"Relationship-{short('|'.join((ends[0], kind, scope, comment, *ends[1:])))}", members)

    def _annotation(self, number: int, note: Note) -> None:
        creation = self._creation_of(note, number)
        for subject in note.subjects or [self.names["DOCUMENT"]]:
            members: Json = {
                "type": "Annotation",
                "annotationType": "other",
                "subject": self.id(subject),
                "statement": note.text,
            }
            self.add(f"Annotation-{number:05}-{short(self._name(subject) + note.text)}", members | creation)

    def _creation_of(self, note: Note, number: int) -> Json:
        """Creation data of its own, unless the document's maker made the remark when the document was made."""
        document = self.document
        ours = document.tools[0].name if document.tools else ""
        if note.created in ("", document.created) and note.annotator in ("", ours):
            return {}
        kind, _, name = note.annotator.partition(": ")
        is_agent = kind in ("Person", "Organization")
        makers = [Contact(name, organisation=kind == "Organization")] if is_agent else document.authors
        tools = () if is_agent or not note.annotator else (Tool(note.annotator),)
        made = self._creation_info(f"_:creation-of-note-{number}", note.created or document.created, makers, tools)
        self.kept[made["@id"]] = made
        return {"creationInfo": made["@id"]}

    def _lose_document_facts(self) -> None:
        document = self.document
        for phase in document.phases:
            if phase not in PHASES:
                self.lose("", f"metadata.lifecycles.{phase}")
        for extra in document.extras:
            if extra.family is not Family.SPDX3:
                self._lose_extra("", extra)

    def _lose_extra(self, subject: str, extra: Extra) -> None:
        self.losses.extend(losses_of_extra(extra, subject, text("SPDX 3.0 has no place for it")))
