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
from scanner.package import Evidence, Hash
from scanner.sbom.address import iri
from scanner.sbom.cyclonedx.nesting import DEEPEST
from scanner.sbom.cyclonedx.writer import component_json, cyclonedx
from scanner.sbom.document import (
    REQUIREMENT,
    Acknowledgement,
    Completeness,
    Composition,
    Contact,
    Document,
    Extra,
    Family,
    LicenseClaim,
    Note,
    Part,
    Property,
    Reference,
    Relation,
    RelationKind,
    Tool,
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

    def read(self) -> Document:
        bom = self.bom
        metadata = bom.one("metadata") or Members("metadata", {})
        subject = metadata.one("component")
        root = self._component(subject, _ROOT_REF, 0) if subject else None
        for member in bom.many("components"):
            self.parts.append(self._component(member, "", 0))
        edges, known = self._dependencies()
        document = Document(
            serial=self._serial(),
            root=root,
            parts=tuple(sorted(self.parts, key=lambda part: part.ref)),
            relations=(*self.contained, *edges),
            known_edges=known,
            name=root.name if root else "",
            revision=bom.whole("version") or 1,
            created=utc_seconds(metadata.text("timestamp")),
            tools=tuple(_tools(metadata)),
            authors=tuple(_individual(author) for author in metadata.many("authors")),
            supplier=_organisation(metadata.one("supplier")),
            manufacturer=_organisation(metadata.one("manufacturer") or metadata.one("manufacture")),
            phases=tuple(each.text("phase") for each in metadata.many("lifecycles") if each.text("phase")),
            licenses=tuple(_licenses(metadata)),
            compositions=tuple(_composition(each) for each in bom.many("compositions")),
            notes=tuple(_note(each) for each in bom.many("annotations")),
            properties=tuple(_properties(metadata)),
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
        part = replace(part, extras=tuple(_component_extras(member, part)))
        for inner in member.many("components"):
            within = self._component(inner, "", depth + 1)
            self.parts.append(within)
            self.contained.append(Relation(ref, within.ref, RelationKind.CONTAINS))
        return part

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
    yield from _differing(member.values, written, {"bom-ref", "components", "evidence"}, "")
    evidence = member.one("evidence")
    if evidence:
        yield from _differing(evidence.values, written.get("evidence", {}), set(), "evidence.")


def _differing(stated: dict[str, Any], written: dict[str, Any], skipped: set[str], prefix: str) -> tuple[Extra, ...]:
    """Members that the model does not hold whole. An empty string and an absent member say the same."""
    return tuple(
        Extra(Family.CYCLONEDX, prefix + name, msgspec.json.encode(value))
        for name, value in stated.items()
        if name not in skipped and value not in (None, "") and _with_iris(name, value) != written.get(name)
    )


def _with_iris(name: str, value: Any) -> Any:
    """References with addresses that the schema accepts: other tools write "${project.url}" and the like."""
    if name != "externalReferences":
        return value
    return [each | {"url": iri(each["url"])} if isinstance(each.get("url"), str) else each for each in value]


def _part(member: Members, ref: str) -> Part:
    evidence = member.one("evidence") or Members("evidence", {})
    return Part(
        ref=ref,
        name=member.text("name"),
        kind=member.text("type") or "library",
        group=member.text("group"),
        version=member.text("version"),
        requirement=member.text("versionRange") or _requirement(member),
        purl=member.text("purl"),
        cpe=member.text("cpe"),
        swhids=member.texts("swhid"),
        description=member.text("description"),
        scope=member.text("scope"),
        external=member.flag("isExternal"),
        hashes=tuple(_hashes(member)),
        licenses=tuple(_licenses(member)),
        observed=tuple(_licenses(evidence)),
        copyright=member.text("copyright"),
        observed_copyrights=tuple(each.text("text") for each in evidence.many("copyright")),
        supplier=_organisation(member.one("supplier")),
        manufacturer=_organisation(member.one("manufacturer")),
        authors=tuple(_individual(each) for each in member.many("authors")) or _author(member),
        publisher=member.text("publisher"),
        references=tuple(_reference(each) for each in member.many("externalReferences")),
        properties=tuple(_properties(member)),
        occurrences=tuple(Evidence(each.text("location"), each.whole("line")) for each in evidence.many("occurrences")),
    )


def _requirement(member: Members) -> str:
    """The range of an unpinned component, which our writer keeps as a property where the standard has no field."""
    return next((each.value for each in _properties(member) if each.name == REQUIREMENT), "")


def _author(member: Members) -> tuple[Contact, ...]:
    """The one string that 1.2 to 1.5 had."""
    return (Contact(member.text("author"), organisation=False),) if member.text("author") else ()


def _hashes(member: Members) -> Iterator[Hash]:
    for each in member.many("hashes"):
        yield Hash(each.text("alg"), each.text("content").lower())


def _licenses(member: Members) -> Iterator[LicenseClaim]:
    for choice in member.many("licenses"):
        held = choice.one("license")
        if held is None:
            yield LicenseClaim(choice.text("expression"), acknowledgement=_stance(choice))
        else:
            attached = held.one("text")
            yield LicenseClaim(
                expression=held.text("id"),
                name=held.text("name"),
                acknowledgement=_stance(held),
                text=attached.text("content") if attached and not attached.text("encoding") else "",
                url=held.text("url"),
            )


def _stance(member: Members) -> Acknowledgement:
    stated = member.text("acknowledgement")
    return Acknowledgement(stated) if stated in ("declared", "concluded") else Acknowledgement.UNSTATED


def _organisation(member: Members | None) -> Contact | None:
    if member is None:
        return None
    person = next(member.many("contact"), Members("", {}))
    return Contact(
        member.text("name"), email=person.text("email"), urls=member.texts("url"), phone=person.text("phone")
    )


def _individual(member: Members) -> Contact:
    return Contact(member.text("name"), member.text("email"), organisation=False, phone=member.text("phone"))


def _reference(member: Members) -> Reference:
    return Reference(member.text("type"), member.text("url"), member.text("comment"), tuple(_hashes(member)))


def _properties(member: Members) -> Iterator[Property]:
    for each in member.many("properties"):
        yield Property(each.text("name"), each.text("value"))


def _tools(metadata: Members) -> Iterator[Tool]:
    """A list up to 1.4; components and services since."""
    if isinstance(metadata.values.get("tools"), list):
        for each in metadata.many("tools"):
            yield Tool(each.text("name"), each.text("version"), each.text("vendor"))
    elif tools := metadata.one("tools"):
        for each in tools.many("components"):
            supplier = each.one("supplier")
            yield Tool(each.text("name"), each.text("version"), supplier.text("name") if supplier else "")


def _composition(member: Members) -> Composition:
    stated = member.text("aggregate")
    known = {level.value: level for level in Completeness}
    return Composition(
        known.get(stated, Completeness.NOT_SPECIFIED), member.texts("assemblies"), member.texts("dependencies")
    )


def _note(member: Members) -> Note:
    annotator = member.one("annotator") or Members("", {})
    makers = (annotator.one(kind) for kind in ("component", "organization", "individual", "service"))
    name = next((maker.text("name") for maker in makers if maker), "")
    return Note(member.texts("subjects"), member.text("text"), utc_seconds(member.text("timestamp")), name)
