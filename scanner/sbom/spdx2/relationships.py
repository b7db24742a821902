"""Edges and completeness in SPDX 2.3 (§11): NONE says that there are none, NOASSERTION that nobody knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scanner.sbom.document import Completeness, Composition, Document, Relation, RelationKind
from scanner.sbom.spdx2.words import DOCUMENT_ID, NOASSERTION, NONE, spdx_id

Json = dict[str, str]

_PLAIN = {RelationKind.DEPENDS_ON: "DEPENDS_ON", RelationKind.CONTAINS: "CONTAINS", RelationKind.OTHER: "OTHER"}


def relationships(document: Document) -> list[Json]:
    """Every relationship of the document, each once, in a fixed order."""
    described = [_edge(DOCUMENT_ID, "DESCRIBES", spdx_id(document.root.ref))] if document.root else []
    edges = [edge for relation in document.relations for edge in _relationship(relation)]
    return _unique([*described, *edges, *_without_dependencies(document), *_unknown(document)])


def _relationship(relation: Relation) -> Iterator[Json]:
    """A finer word for a dependency comes beside DEPENDS_ON, which is all that most readers look for."""
    source, target = spdx_id(relation.source), spdx_id(relation.target)
    kind = relation.spdx_kind or _PLAIN[relation.kind]
    if relation.kind is RelationKind.DEPENDS_ON and kind.endswith("_DEPENDENCY_OF"):
        yield _edge(source, "DEPENDS_ON", target)
    if kind.endswith("DEPENDENCY_OF") or kind == "CONTAINED_BY":
        source, target = target, source
    if kind != kind.upper():
        yield _edge(source, "OTHER", target, relation.comment or kind)
    else:
        yield _edge(source, kind, target, relation.comment)


def _without_dependencies(document: Document) -> Iterator[Json]:
    having = {relation.source for relation in document.relations if relation.kind is RelationKind.DEPENDS_ON}
    for ref in document.known_edges:
        if ref not in having:
            yield _edge(spdx_id(ref), "DEPENDS_ON", NONE)


def _unknown(document: Document) -> Iterator[Json]:
    for composition in document.compositions:
        if composition.aggregate is not Completeness.COMPLETE:
            yield from _statements(composition)


def _statements(composition: Composition) -> Iterator[Json]:
    for ref in composition.assemblies:
        yield _edge(spdx_id(ref), "CONTAINS", NOASSERTION, composition.aggregate.value)
    for ref in composition.dependencies:
        yield _edge(spdx_id(ref), "DEPENDS_ON", NOASSERTION, composition.aggregate.value)


def _edge(source: str, kind: str, target: str, comment: str = "") -> Json:
    edge = {"spdxElementId": source, "relationshipType": kind, "relatedSpdxElement": target}
    return edge | {"comment": comment} if comment else edge


def _unique(edges: Iterable[Json]) -> list[Json]:
    return list({tuple(edge.values()): edge for edge in edges}.values())
