"""Packages and files of SPDX 3 → parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scanner.package import Hash
from scanner.sbom.document import (
    REQUIREMENT,
    Acknowledgement,
    Contact,
    LicenseClaim,
    Part,
    Property,
    Reference,
)
from scanner.sbom.members import Members
from scanner.sbom.reference_hashes import FACT, with_hashes
from scanner.sbom.spdx2.facts import SILENT, occurrences
from scanner.sbom.spdx2.words import ANY_VERSION, PART_FACTS
from scanner.sbom.spdx3.agents import contact_of
from scanner.sbom.spdx3.edges import Edges
from scanner.sbom.spdx3.graph import Graph
from scanner.sbom.spdx3.licensing import claim_of
from scanner.sbom.spdx3.words import HASHES, KINDS, REFERENCE_KINDS

PACKAGES = ("software_Package", "ai_AIPackage", "dataset_DatasetPackage")
FILES = ("software_File",)
_KINDS_OF_TYPES = {"ai_AIPackage": "machine-learning-model", "dataset_DatasetPackage": "data", "software_File": "file"}


def part_of(element: Members, ref: str, graph: Graph, edges: Edges) -> Part:
    """The part that a package or file is."""
    facts = _Facts(element)
    identifiers = _Identifiers(element)
    makers = [contact for name in element.texts("originatedBy") if (contact := _agent(graph, name))]
    first = makers[0] if makers and makers[0].organisation else None
    requirement = next((each.value for each in facts.properties if each.name == REQUIREMENT), "")
    version = element.text("software_packageVersion")
    written = element.text("software_copyrightText")
    copyright_text = "" if written in SILENT else written
    is_evidence = facts.one("copyright-from") == "evidence"
    return Part(
        ref=ref,
        name=element.text("name"),
        kind=facts.one("type") or _kind(element),
        group=facts.one("group"),
        version="" if version in (*SILENT, ANY_VERSION, requirement) else version,
        requirement=requirement,
        purl=element.text("software_packageUrl") or identifiers.first("packageUrl"),
        cpe=identifiers.first("cpe23") or identifiers.first("cpe22"),
        swhids=tuple(identifiers.all("swhid")),
        description=element.text("description"),
        scope=facts.one("scope"),
        external=facts.one("external") == "true",
        hashes=tuple(_hashes(element)),
        licenses=tuple(_licenses(element, graph, edges)),
        observed=tuple(LicenseClaim(each) for each in facts.all("evidence.license")),
        copyright="" if is_evidence else copyright_text,
        observed_copyrights=tuple(copyright_text.split("\n") if is_evidence else facts.all("evidence.copyright")),
        supplier=_agent(graph, element.text("suppliedBy")),
        manufacturer=first,
        authors=tuple(each for each in makers if each is not first),
        publisher=facts.one("publisher"),
        references=with_hashes(_references(element), facts.all(FACT)),
        properties=facts.properties,
        occurrences=tuple(occurrences(element.text("software_sourceInfo"))),
    )


def properties_of(element: Members) -> Iterator[Property]:
    """The CycloneDX properties that an element carries in its extension."""
    for each in element.many("extension"):
        if each.text("type") == "extension_CdxPropertiesExtension":
            for entry in each.many("extension_cdxProperty"):
                yield Property(entry.text("extension_cdxPropName"), entry.text("extension_cdxPropValue"))


class _Facts:
    """An element's properties, and among them those that stand for members of CycloneDX components."""

    def __init__(self, element: Members) -> None:
        stated = tuple(properties_of(element))
        self.properties = tuple(each for each in stated if not each.name.startswith(PART_FACTS))
        self._facts = [each for each in stated if each.name.startswith(PART_FACTS)]

    def all(self, name: str) -> list[str]:
        return [each.value for each in self._facts if each.name == PART_FACTS + name]

    def one(self, name: str) -> str:
        return next(iter(self.all(name)), "")


@dataclass(frozen=True, slots=True)
class _Identifiers:
    """The external identifiers of one element by their type."""

    element: Members

    def all(self, kind: str) -> Iterator[str]:
        for each in self.element.many("externalIdentifier"):
            if each.text("externalIdentifierType") == kind:
                yield each.text("identifier")

    def first(self, kind: str) -> str:
        return next(self.all(kind), "")


def _kind(element: Members) -> str:
    purpose = element.text("software_primaryPurpose")
    return _KINDS_OF_TYPES.get(element.text("type"), "") or KINDS.get(purpose, "")


def _agent(graph: Graph, name: str) -> Contact | None:
    agent = graph.elements.get(name)
    return contact_of(agent) if agent else None


def _hashes(element: Members) -> Iterable[Hash]:
    for each in element.many("verifiedUsing"):
        if each.text("type") == "Hash" and each.text("algorithm") in HASHES:
            yield Hash(HASHES[each.text("algorithm")], each.text("hashValue").lower())


def _licenses(element: Members, graph: Graph, edges: Edges) -> Iterator[LicenseClaim]:
    stated = edges.licenses.get(element.place, ())
    for wanted in (Acknowledgement.DECLARED, Acknowledgement.CONCLUDED):
        for name, stance in stated:
            claim = claim_of(graph, name, stance) if stance is wanted else None
            if claim:
                yield claim


def _references(element: Members) -> Iterator[Reference]:
    for kind, name in (("distribution", "software_downloadLocation"), ("website", "software_homePage")):
        if element.text(name) not in SILENT:
            yield Reference(kind, element.text(name))
    for each in element.many("externalRef"):
        kind, comment = REFERENCE_KINDS.get(each.text("externalRefType"), "other"), each.text("comment")
        for locator in each.texts("locator"):
            yield Reference(kind, locator, comment)
