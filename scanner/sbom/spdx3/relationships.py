"""Edges and completeness in SPDX 3.0.1: one relationship for all targets of one kind, and how complete the list is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scanner.sbom.document import Completeness, Document, RelationKind
from scanner.sbom.spdx2.words import spdx_id
from scanner.sbom.spdx3.words import EDGES, NOASSERTION, NONE, completeness_word

Relationship = dict[str, Any]  # the named arguments of the writer's `_relate`


def relationships(document: Document) -> Iterator[Relationship]:
    """Every relationship of the document, in a fixed order."""
    levels = {ref: each.aggregate for each in document.compositions for ref in each.dependencies}
    levels |= {ref: Completeness.COMPLETE for ref in document.known_edges if ref not in levels}
    grouped: dict[tuple[str, str, str, str], list[str]] = {}
    for relation in document.relations:
        kind, scope = _kind(relation.kind, relation.spdx_kind)
        comment = relation.comment or (relation.spdx_kind if kind == "other" else "")
        grouped.setdefault((relation.source, kind, scope, comment), []).append(spdx_id(relation.target))
    having = set()
    for (source, kind, scope, comment), targets in sorted(grouped.items()):
        is_edge = kind in ("dependsOn", "hasOptionalDependency", "hasProvidedDependency")
        level = completeness_word(levels.get(source, Completeness.UNKNOWN)) if is_edge else ""
        having.update([source] if is_edge else [])
        yield {
            "source": spdx_id(source),
            "kind": kind,
            "targets": sorted(set(targets)),
            "scope": scope,
            "completeness": level,
            "comment": comment,
        }
    yield from _leaves(levels, having)
    yield from _assemblies(document)


def _kind(kind: RelationKind, spdx_kind: str) -> tuple[str, str]:
    if kind is RelationKind.CONTAINS:
        return "contains", ""
    return EDGES.get(spdx_kind, ("dependsOn", "")) if kind is RelationKind.DEPENDS_ON else ("other", "")


def _leaves(levels: dict[str, Completeness], having: set[str]) -> Iterator[Relationship]:
    """Parts without edges: none that exist, or none that are known."""
    for ref in sorted(levels.keys() - having):
        complete = levels[ref] is Completeness.COMPLETE
        yield {
            "source": spdx_id(ref),
            "kind": "dependsOn",
            "targets": [NONE if complete else NOASSERTION],
            "completeness": completeness_word(levels[ref]),
        }


def _assemblies(document: Document) -> Iterator[Relationship]:
    for composition in document.compositions:
        for ref in composition.assemblies:
            yield {
                "source": spdx_id(ref),
                "kind": "contains",
                "targets": [NOASSERTION],
                "completeness": completeness_word(composition.aggregate),
            }
