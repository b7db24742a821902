"""SBOM document → CycloneDX, as the JSON of ECMA-424 in the order of its schema.

Written here and not through cyclonedx-python-lib's model, which has no place for compositions, annotations or version
ranges and needs 75 s of CPU for 10,000 components (docs/decisions); its strict validator judges what is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec.structs import replace

from licenses.language import Text, text
from scanner.package import Hash
from scanner.sbom.address import iri, valid_hash
from scanner.sbom.artifact import file_properties
from scanner.sbom.cyclonedx.nesting import nesting
from scanner.sbom.cyclonedx.pieces import (
    annotator_json,
    composition_json,
    details_json,
    individual_json,
    license_choices,
    occurrence_json,
    organisation_json,
    property_list,
    tool_json,
    without_empty,
)
from scanner.sbom.cyclonedx.relationships import finer_words
from scanner.sbom.cyclonedx.versions import (
    GREW_IN_1_7,
    HASHES_SINCE_1_7,
    PART_KINDS,
    REFERENCE_KINDS,
    REFERENCE_KINDS_SINCE_1_7,
    VERSION_LENGTH,
    Version,
    allows,
)
from scanner.sbom.document import (
    Document,
    Extra,
    Family,
    LicenseClaim,
    Note,
    Part,
    Reference,
    RelationKind,
)
from scanner.sbom.loss import Loss, losses_of_extra
from scanner.sbom.spdx2.licensing import references_in

Json = dict[str, Any]


def cyclonedx(document: Document, version: Version) -> tuple[Json, tuple[Loss, ...]]:
    """The document as CycloneDX JSON of that version, and what it could not hold."""
    return _Writer(document, version).write()


def component_json(part: Part, version: Version) -> Json:
    """One part on its own, without what is inside it."""
    alone = Document(serial="", root=None, parts=())
    return _Writer(alone, version)._component(part)


class _Writer:
    """Holds the version and collects the losses while one document is written."""

    def __init__(self, document: Document, version: Version) -> None:
        self.document = document
        self.version = version
        self.losses: list[Loss] = []
        self.inside: dict[str, list[Part]] = {}
        self.words = finer_words(document)
        self.texts = {each.reference: each for each in document.texts}

    def write(self) -> tuple[Json, tuple[Loss, ...]]:
        document = self.document
        number = ".".join(map(str, self.version))
        nested = self._nest()
        metadata = self._metadata()
        parts = [self._component(part) for part in document.parts if part.ref not in nested]
        bom = {
            "$schema": f"http://cyclonedx.org/schema/bom-{number}.schema.json",
            "bomFormat": "CycloneDX",
            "specVersion": number,
            "serialNumber": document.serial if document.serial.startswith("urn:uuid:") else "",
            "version": document.revision,
            "metadata": metadata,
            "components": parts,
            "dependencies": self._dependencies(nested),
            "compositions": [composition_json(each) for each in document.compositions],
            "annotations": [self._annotation(note) for note in document.notes],
        }
        self._place_extras(bom, "bom", document.extras, "")
        return without_empty(bom, keep=("version", "components")), tuple(self.losses)

    def lose(self, subject: str, fact: str) -> None:
        self.losses.append(Loss(subject, fact, self._reason()))

    def _reason(self) -> Text:
        return text("CycloneDX {version} has no place for it", version=".".join(map(str, self.version)))

    def _is_older(self) -> bool:
        """Whether the document was read from a newer CycloneDX than is written."""
        read_from = re.match(r"CycloneDX (\d+)\.(\d+)", self.document.origin)
        return read_from is not None and tuple(map(int, read_from.groups())) > self.version

    def _metadata(self) -> Json:
        document = self.document
        metadata = {
            "timestamp": document.created,
            "lifecycles": [{"phase": phase} for phase in document.phases],
            "tools": {"components": [tool_json(tool) for tool in document.tools]} if document.tools else None,
            "manufacturer": organisation_json(document.manufacturer),
            "authors": [individual_json(author) for author in document.authors],
            "component": self._component(document.root) if document.root else None,
            "supplier": organisation_json(document.supplier),
            "licenses": license_choices(document.licenses, self.version),
            "properties": property_list(document.properties),
        }
        own = [extra for extra in document.extras if extra.key.startswith("metadata.")]
        self._place_extras(metadata, "metadata", own, "")
        return without_empty(metadata)

    def _component(self, part: Part) -> Json:
        range_allowed = allows(self.version, "component", "versionRange")
        ranged = part.requirement.startswith("vers:") and "; " not in part.requirement  # one range, not several
        is_range = range_allowed and part.external and not part.version and ranged
        if len(part.version) > VERSION_LENGTH:
            self.lose(part.ref, "version")
        if part.external and not range_allowed:
            self.lose(part.ref, "isExternal")
        component = {
            "type": part.kind if part.kind in PART_KINDS else "library",
            "bom-ref": part.ref,
            "supplier": organisation_json(part.supplier),
            "manufacturer": organisation_json(part.manufacturer),
            "authors": [individual_json(author) for author in part.authors],
            "publisher": part.publisher,
            "group": part.group,
            "name": part.name,
            "version": part.version if len(part.version) <= VERSION_LENGTH else "",
            "versionRange": part.requirement if is_range else "",
            "isExternal": True if part.external and range_allowed else None,
            "description": part.description,
            "scope": part.scope,
            "hashes": self._hashes(part.hashes, part.ref),
            "licenses": self._licenses(part),
            "copyright": part.copyright,
            "cpe": part.cpe,
            "purl": part.purl,
            "swhid": list(part.swhids),
            "externalReferences": self._references(part),
            "components": [self._component(inner) for inner in self.inside.get(part.ref, ())],
            "evidence": self._evidence(part),
            "properties": property_list(
                (*part.properties, *file_properties(part.file_name), *self.words.get(part.ref, ()))
            ),
        }
        self._place_extras(component, "component", part.extras, part.ref)
        return without_empty(component, keep=("name",))

    def _licenses(self, part: Part) -> list[Json]:
        """The claims, with the texts that the document holds for their LicenseRefs; 1.6 has room for fewer."""
        claims = tuple(self._with_text(claim) for claim in part.licenses)
        choices = license_choices(claims, self.version)
        for claim, choice in zip(claims, choices, strict=False):
            references = [name for name in references_in(claim.expression) if name in self.texts and not claim.text]
            if "expression" in choice and references and self.version >= (1, 7):
                choice["expressionDetails"] = [details_json(self.texts[name]) for name in references]
            else:
                for name in references:
                    self.lose(part.ref, f"licenses.text {name}")
        return choices

    def _with_text(self, claim: LicenseClaim) -> LicenseClaim:
        known = self.texts.get(claim.expression)
        if known is None or claim.text or self.version >= (1, 7):
            return claim
        return replace(claim, text=known.text, url=claim.url or known.url)

    def _hashes(self, hashes: Iterable[Hash], subject: str) -> list[Json]:
        written = []
        for digest in hashes:
            known = self.version >= (1, 7) or digest.algorithm not in HASHES_SINCE_1_7
            if known and valid_hash(digest):
                written.append({"alg": digest.algorithm, "content": digest.value})
            else:
                self.lose(subject, f"hashes.{digest.algorithm}")
        return written

    def _references(self, part: Part) -> list[Json]:
        return [self._reference(reference, part.ref) for reference in part.references]

    def _reference(self, reference: Reference, subject: str) -> Json:
        newer = self.version < (1, 7) and reference.kind in REFERENCE_KINDS_SINCE_1_7
        known = reference.kind in REFERENCE_KINDS and not newer
        written = {
            "url": iri(reference.url),
            "comment": reference.comment,
            "type": reference.kind if known else "other",
            "hashes": self._hashes(reference.hashes, subject),
        }
        if not known:
            self.lose(subject, f"externalReferences.{reference.kind}")
        return without_empty(written, keep=("url",))

    def _evidence(self, part: Part) -> Json:
        evidence: Json = {
            "occurrences": [occurrence_json(seen) for seen in part.occurrences],
            "licenses": license_choices(part.observed, self.version),
            "copyright": [{"text": statement} for statement in part.observed_copyrights],
        }
        for extra in part.extras:
            member = extra.key.removeprefix("evidence.")
            if member != extra.key:
                if self._holds(extra, "evidence", member, rewritten=bool(evidence.get(member))):
                    evidence[member] = msgspec.json.decode(extra.value)
                else:
                    self.lose(part.ref, extra.key)
        return without_empty(evidence)

    def _dependencies(self, nested: frozenset[str]) -> list[Json]:
        """One entry a part whose dependencies are known; an empty list says that it has none."""
        edges: dict[str, dict[str, list[str]]] = {ref: {} for ref in self.document.known_edges}
        for relation in self.document.relations:
            if relation.kind is RelationKind.DEPENDS_ON:
                edges.setdefault(relation.source, {}).setdefault("dependsOn", []).append(relation.target)
            elif relation.spdx_kind == "provides":
                edges.setdefault(relation.source, {}).setdefault("provides", []).append(relation.target)
            elif relation.kind is RelationKind.CONTAINS and relation.target not in nested:
                self.lose(relation.source, f"relationship {relation.spdx_kind or relation.kind} {relation.target}")
        return [
            {"ref": ref, "dependsOn": sorted(set(ends.get("dependsOn", ())))}
            | ({"provides": sorted(set(ends["provides"]))} if "provides" in ends else {})
            for ref, ends in sorted(edges.items())
        ]

    def _annotation(self, note: Note) -> Json:
        return {
            "subjects": sorted(set(note.subjects)),
            "annotator": annotator_json(note.annotator),
            "timestamp": note.created or self.document.created or "1970-01-01T00:00:00Z",
            "text": note.text,
        }

    def _nest(self) -> frozenset[str]:
        """Put parts inside others; their references."""
        known = {part.ref: part for part in self.document.parts}
        outer = nesting(self.document)
        for inner, container in outer.items():
            self.inside.setdefault(container, []).append(known[inner])
        return frozenset(outer)

    def _place_extras(self, target: Json, place: str, extras: Iterable[Extra], subject: str) -> None:
        prefix = "metadata." if place == "metadata" else ""
        for extra in extras:
            member = extra.key.removeprefix(prefix)
            if extra.key.startswith("evidence.") or (place == "bom" and extra.key.startswith("metadata.")):
                continue  # placed where evidence and metadata are written
            if extra.family is not Family.CYCLONEDX:
                self.losses.extend(losses_of_extra(extra, subject, self._reason()))
            elif self._holds(extra, place, member, rewritten=bool(target.get(member))):
                target[member] = msgspec.json.decode(extra.value)
            else:
                self.lose(subject, extra.key)

    def _holds(self, extra: Extra, place: str, member: str, *, rewritten: bool) -> bool:
        """Whether a member may stand as another tool wrote it: not with what only a newer version knows, and not with
        a signature, which would be over another document."""
        if extra.family is not Family.CYCLONEDX or member == "signature":
            return False
        newer = rewritten and member in GREW_IN_1_7 and self._is_older()
        return allows(self.version, place, member) and not newer
