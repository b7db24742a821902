"""CycloneDX JSON, 1.2 to 1.7, of any tool → SBOM document.

Lossless by construction: each member is read into the model, written again, and kept as an `Extra` in its own JSON
where the two differ, so that a document that stays CycloneDX says all that it said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import msgspec
from msgspec.structs import replace

from licenses.errors import InputUnreadable
from licenses.language import text
from scanner.package import Evidence
from scanner.sbom.address import iri
from scanner.sbom.artifact import FILE_NAME, file_properties
from scanner.sbom.cyclonedx.nesting import DEEPEST
from scanner.sbom.cyclonedx.objects import (
    composition,
    hashes_of,
    individual,
    licenses_of,
    note,
    organisation,
    properties_of,
    reference,
    tools_of,
)
from scanner.sbom.cyclonedx.relationships import NAME as WORD
from scanner.sbom.cyclonedx.relationships import read_words, with_words
from scanner.sbom.cyclonedx.writer import component_json, cyclonedx
from scanner.sbom.document import (
    REQUIREMENT,
    Contact,
    Document,
    Extra,
    Family,
    LicenseText,
    Part,
    Relation,
    RelationKind,
)
from scanner.sbom.members import MOST_PARTS, Members
from scanner.sbom.times import utc_seconds

VERSIONS = ("1.2", "1.3", "1.4", "1.5", "1.6", "1.7")
NEWEST = (1, 7)
_SERIAL = re.compile(r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_FORMAT = frozenset({"$schema", "bomFormat", "specVersion"})
_ROOT_REF = "root"


def read_cyclonedx(bom: Members, form: str = "JSON") -> Document:
    """The document that a CycloneDX file states.

    Raises:
        InputUnreadable: a version that we do not know, a member of the wrong type, or too many or too deep components.
    """
    version = bom.text("specVersion")
    if version not in VERSIONS:
        raise InputUnreadable(
            text("it is CycloneDX {version}, which cannot be read", version=version or "?"),
            hint=text("the versions that can be read: {names}", names=", ".join(VERSIONS)),
        )
    return _Reader(bom, f"CycloneDX {version} {form}").read()


class _Reader:
    """Gives every component a reference of its own while one document is read."""

    def __init__(self, bom: Members, origin: str) -> None:
        self.bom = bom
        self.origin = origin
        self.refs: set[str] = set()
        self.repeated: dict[str, int] = {}
        self.parts: list[Part] = []
        self.contained: list[Relation] = []
        self.finer: list[Relation] = []
        self.texts: dict[str, LicenseText] = {}

    def read(self) -> Document:
        bom = self.bom
        metadata = bom.one("metadata") or Members("metadata", {})
        subject = metadata.one("component")
        root = self._component(subject, _ROOT_REF, 0) if subject else None
        for member in bom.many("components"):
            self.parts.append(self._component(member, "", 0))
        edges, known = self._dependencies()
        edges = with_words(edges, self.finer, frozenset(self.refs))
        document = Document(
            serial=self._serial(),
            root=root,
            parts=tuple(sorted(self.parts, key=lambda part: part.ref)),
            relations=(*self.contained, *edges),
            known_edges=known,
            name=root.name if root else "",
            revision=bom.whole("version") or 1,
            created=utc_seconds(metadata.text("timestamp")),
            tools=tuple(tools_of(metadata)),
            authors=tuple(individual(author) for author in metadata.many("authors")),
            supplier=organisation(metadata.one("supplier")),
            manufacturer=organisation(metadata.one("manufacturer") or metadata.one("manufacture")),
            phases=tuple(each.text("phase") for each in metadata.many("lifecycles") if each.text("phase")),
            licenses=tuple(licenses_of(metadata)),
            texts=tuple(self.texts[name] for name in sorted(self.texts)),
            repeated=tuple(self.repeated),
            compositions=tuple(composition(each) for each in bom.many("compositions")),
            notes=tuple(note(each) for each in bom.many("annotations")),
            properties=tuple(properties_of(metadata)),
            origin=self.origin,
        )
        return replace(document, extras=self._extras(document, metadata))

    def _serial(self) -> str:
        stated = self.bom.text("serialNumber").lower()
        content = msgspec.json.encode(self.bom.values, order="sorted")
        return stated if _SERIAL.fullmatch(stated) else uuid5(NAMESPACE_URL, content.decode()).urn

    def _component(self, member: Members, fallback: str, depth: int) -> Part:
        if len(self.parts) > MOST_PARTS or depth > DEEPEST:
            raise InputUnreadable(text("it has too many components, or too deeply nested ones"), where=member.place)
        ref = self._ref(member.text("bom-ref") or fallback or member.text("purl") or member.place)
        part = _part(member, ref)
        self.finer.extend(read_words(ref, properties_of(member)))
        self._texts(member)
        part = replace(part, extras=tuple(_component_extras(member, part)))
        for inner in member.many("components"):
            within = self._component(inner, "", depth + 1)
            self.parts.append(within)
            self.contained.append(Relation(ref, within.ref, RelationKind.CONTAINS))
        return part

    def _texts(self, member: Members) -> None:
        for choice in member.many("licenses"):
            for each in choice.many("expressionDetails"):
                name, attached = each.text("licenseIdentifier"), each.one("text")
                wording = attached.text("content") if attached and not attached.text("encoding") else ""
                self.texts.setdefault(name, LicenseText(name, wording, url=each.text("url")))

    def _ref(self, wanted: str) -> str:
        """bom-ref must be unique (§component.bom-ref); not every tool keeps to it."""
        ref = wanted
        while ref in self.refs:
            self.repeated[wanted] = self.repeated.get(wanted, 1) + 1
            ref = f"{wanted}#{self.repeated[wanted]}"
        self.refs.add(ref)
        return ref

    def _dependencies(self) -> tuple[list[Relation], tuple[str, ...]]:
        edges: list[Relation] = []
        known: list[str] = []
        for node in self.bom.many("dependencies"):
            ref = node.text("ref")
            known.append(ref)
            edges.extend(Relation(ref, target) for target in node.texts("dependsOn"))
            edges.extend(
                Relation(ref, target, RelationKind.OTHER, spdx_kind="provides") for target in node.texts("provides")
            )
        return edges, tuple(known)

    def _extras(self, document: Document, metadata: Members) -> tuple[Extra, ...]:
        written, _ = cyclonedx(replace(document, parts=(), root=None, relations=(), known_edges=()), NEWEST)
        again = written.get("metadata", {})
        told_elsewhere = {*_FORMAT, "metadata", "components", "dependencies", "serialNumber", "version"}
        own = _differing(self.bom.values, written, told_elsewhere, "")
        return (*own, *_differing(metadata.values, again, {"component"}, "metadata."))


def _component_extras(member: Members, part: Part) -> Iterator[Extra]:
    written = component_json(part, NEWEST)
    yield from _differing(_without_words(member.values), written, {"bom-ref", "components", "evidence"}, "")
    evidence = member.one("evidence")
    if evidence:
        yield from _differing(evidence.values, written.get("evidence", {}), set(), "evidence.")


def _differing(stated: dict[str, Any], written: dict[str, Any], skipped: set[str], prefix: str) -> tuple[Extra, ...]:
    """Members that the model does not hold whole. An empty string and an absent member say the same."""
    return tuple(
        Extra(Family.CYCLONEDX, prefix + name, msgspec.json.encode(value))
        for name, value in stated.items()
        if name not in skipped and value not in (None, "") and _with_iris(name, value) != written.get(name)
        if not (name == "licenses" and all(map(_is_held, value)))
    )


_OF_LICENSES = frozenset({"id", "name", "acknowledgement", "url", "text"})
_OF_EXPRESSIONS = frozenset({"expression", "acknowledgement", "expressionDetails"})


def _is_held(choice: dict[str, Any]) -> bool:
    """Whether a licence says nothing that the model does not hold, however it is put."""
    held = choice.get("license")
    if held is None:
        details = choice.get("expressionDetails", [])
        return choice.keys() <= _OF_EXPRESSIONS and all(_is_plain(each.get("text", {})) for each in details)
    return held.keys() <= _OF_LICENSES and _is_plain(held.get("text", {})) and not ("id" in held and "name" in held)


def _is_plain(attached: dict[str, Any]) -> bool:
    return attached.keys() <= {"content"}


def _with_iris(name: str, value: Any) -> Any:
    """References with addresses that the schema accepts: other tools write "${project.url}" and the like."""
    if name != "externalReferences":
        return value
    return [each | {"url": iri(each["url"])} if isinstance(each.get("url"), str) else each for each in value]


def _without_words(stated: dict[str, Any]) -> dict[str, Any]:
    """A component without the properties that stand for relationships."""
    if not isinstance(stated.get("properties"), list):
        return stated
    others = [each for each in stated["properties"] if each.get("name") != WORD]
    return {**stated, "properties": others or None}


def _part(member: Members, ref: str) -> Part:
    evidence = member.one("evidence") or Members("evidence", {})
    properties = tuple(properties_of(member))
    file_name = next((each.value for each in properties if each.name == FILE_NAME), "")
    return Part(
        ref=ref,
        name=member.text("name"),
        kind=member.text("type") or "library",
        group=member.text("group"),
        version=member.text("version"),
        file_name=file_name,
        requirement=member.text("versionRange") or _requirement(member),
        purl=member.text("purl"),
        cpe=member.text("cpe"),
        swhids=member.texts("swhid"),
        description=member.text("description"),
        scope=member.text("scope"),
        external=member.flag("isExternal"),
        hashes=tuple(hashes_of(member)),
        licenses=tuple(licenses_of(member)),
        observed=tuple(licenses_of(evidence)),
        copyright=member.text("copyright"),
        observed_copyrights=tuple(each.text("text") for each in evidence.many("copyright")),
        supplier=organisation(member.one("supplier")),
        manufacturer=organisation(member.one("manufacturer")),
        authors=tuple(individual(each) for each in member.many("authors")) or _author(member),
        publisher=member.text("publisher"),
        references=tuple(reference(each) for each in member.many("externalReferences")),
        properties=tuple(each for each in properties if each.name != WORD and each not in file_properties(file_name)),
        occurrences=tuple(Evidence(each.text("location"), each.whole("line")) for each in evidence.many("occurrences")),
    )


def _requirement(member: Members) -> str:
    """The range of an unpinned component, which our writer keeps as a property where the standard has no field."""
    return next((each.value for each in properties_of(member) if each.name == REQUIREMENT), "")


def _author(member: Members) -> tuple[Contact, ...]:
    """The one string that 1.2 to 1.5 had."""
    return (Contact(member.text("author"), organisation=False),) if member.text("author") else ()
