"""Edges and completeness in SPDX 3.0.1: one relationship for all targets of one kind, and how complete the list is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from scanner.sbom.document import Completeness, Document, Relation, RelationKind
from scanner.sbom.spdx3.words import (
    EDGES,
    KINDS_OF_EDGES,
    NOASSERTION,
    NONE,
    RELATION_TYPES,
    RELATIONS,
    completeness_word,
)

Relationship = dict[str, Any]  # the named arguments of the writer's `_relate`
Name = Callable[[str], str]  # reference → IRI


def relationships(document: Document, name: Name) -> Iterator[Relationship]:
    """Every relationship of the document, in a fixed order."""
    levels = {ref: each.aggregate for each in document.compositions for ref in each.dependencies}
    levels |= {ref: Completeness.COMPLETE for ref in document.known_edges if ref not in levels}
    grouped: dict[tuple[str, str, str, str], list[str]] = {}
    for relation in document.relations:
        kind, scope, is_reversed = _kind(relation, is_own=not document.origin)
        ends = (relation.target, relation.source) if is_reversed else (relation.source, relation.target)
        comment = relation.comment or (relation.spdx_kind if kind == "other" else "")
        grouped.setdefault((ends[0], kind, scope, comment), []).append(name(ends[1]))
    having = set()
    for (source, kind, scope, comment), targets in sorted(grouped.items()):
        is_edge = kind in KINDS_OF_EDGES
        level = completeness_word(levels[source]) if is_edge and source in levels else ""
        having.update([source] if is_edge else [])
        yield {
            "source": name(source),
            "kind": kind,
            "targets": sorted(set(targets)),
            "scope": scope,
            "completeness": level,
            "comment": comment,
        }
    yield from _leaves(levels, having, name)
    yield from _assemblies(document, name)


def _kind(relation: Relation, *, is_own: bool) -> tuple[str, str, bool]:
    """Type, life-cycle scope, and whether SPDX 3 says it from the other end."""
    if relation.kind is RelationKind.CONTAINS:
        return "contains", "", False
    if relation.kind is RelationKind.DEPENDS_ON:
        # an edge that nothing is said of is one at run time in our own documents; of others' it is not known
        plain = ("dependsOn", "runtime" if is_own else "")
        return (*(EDGES.get(relation.spdx_kind, plain) if relation.spdx_kind else plain), False)
    if relation.spdx_kind in RELATIONS:
        word, is_reversed = RELATIONS[relation.spdx_kind]
        return word, "", is_reversed
    return relation.spdx_kind if relation.spdx_kind in RELATION_TYPES else "other", "", False


def _leaves(levels: dict[str, Completeness], having: set[str], name: Name) -> Iterator[Relationship]:
    """Parts without edges: none that exist, or none that are known."""
    for ref in sorted(levels.keys() - having):
        complete = levels[ref] is Completeness.COMPLETE
        yield {
            "source": name(ref),
            "kind": "dependsOn",
            "targets": [NONE if complete else NOASSERTION],
            "completeness": completeness_word(levels[ref]),
        }


def _assemblies(document: Document, name: Name) -> Iterator[Relationship]:
    for composition in document.compositions:
        for ref in composition.assemblies:
            yield {
                "source": name(ref),
                "kind": "contains",
                "targets": [NOASSERTION],
                "completeness": completeness_word(composition.aggregate),
            }
