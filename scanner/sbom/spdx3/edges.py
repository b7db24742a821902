"""Relationships of SPDX 3 → edges, licences, what is described, and what is said about completeness."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from scanner.sbom.document import Acknowledgement, Completeness, Composition, Relation, RelationKind
from scanner.sbom.members import Members
from scanner.sbom.spdx3.graph import Graph
from scanner.sbom.spdx3.meaning import RELATIONSHIPS
from scanner.sbom.spdx3.words import EDGE_WORDS, KINDS_OF_EDGES, NOASSERTION, NONE, RELATION_TYPES, RELATION_WORDS

_STANCES = {
    "hasDeclaredLicense": Acknowledgement.DECLARED,
    "hasConcludedLicense": Acknowledgement.CONCLUDED,
}
_LEVELS = {
    "complete": Completeness.COMPLETE,
    "incomplete": Completeness.INCOMPLETE,
    "noAssertion": Completeness.UNKNOWN,
}
_NONE = frozenset({NONE, "NoneElement"})
_NOBODY_KNOWS = frozenset({NOASSERTION, "NoAssertionElement"})


@dataclass(slots=True)
class Edges:
    """All that the relationships of one document say about its parts; ends are IRIs."""

    relations: dict[Relation, None] = field(default_factory=dict)
    licenses: dict[str, list[tuple[str, Acknowledgement]]] = field(default_factory=dict)
    described: list[str] = field(default_factory=list)
    dependencies: dict[str, Completeness] = field(default_factory=dict)
    assemblies: dict[str, Completeness] = field(default_factory=dict)

    def known(self) -> tuple[str, ...]:
        """Parts whose every dependency is listed."""
        return tuple(ref for ref, level in self.dependencies.items() if level is Completeness.COMPLETE)

    def compositions(self) -> tuple[Composition, ...]:
        """One statement a level."""
        stated = (self.assemblies, self.dependencies)
        return tuple(
            Composition(level, *(tuple(ref for ref, its in each.items() if its is level) for each in stated))
            for level in dict.fromkeys((*self.assemblies.values(), *self.dependencies.values()))
        )


def read_edges(graph: Graph, parts: Collection[str], document: str) -> Edges:
    """Sort out every relationship; those with ends that are no parts are left to be kept as they are."""
    found = Edges()
    for each in graph.of_type(*RELATIONSHIPS):
        source, kind = each.text("from"), each.text("relationshipType")
        for target in each.texts("to"):
            if kind in _STANCES:
                found.licenses.setdefault(source, []).append((target, _STANCES[kind]))
            elif kind == "describes" and source == document:
                found.described.append(target)
            elif source in parts and target in parts:
                found.relations[_relation(source, target, each)] = None
        if source in parts:
            _completeness(each, found, parts)
    return found


def _relation(source: str, target: str, stated: Members) -> Relation:
    kind, scope, comment = (stated.text(name) for name in ("relationshipType", "scope", "comment"))
    if kind == "contains":
        return Relation(source, target, RelationKind.CONTAINS, comment=comment)
    if kind in KINDS_OF_EDGES:
        return Relation(source, target, spdx_kind=EDGE_WORDS.get((kind, scope), ""), comment=comment)
    if kind in RELATION_WORDS:
        word, is_reversed = RELATION_WORDS[kind]
        ends = (target, source) if is_reversed else (source, target)
        return Relation(*ends, RelationKind.OTHER, spdx_kind=word, comment=comment)
    return Relation(source, target, RelationKind.OTHER, kind if kind in RELATION_TYPES else "", comment)


def _completeness(stated: Members, found: Edges, parts: Collection[str]) -> None:
    """A level is of the whole list; of several statements about one list the most careful one stands."""
    kind, targets = stated.text("relationshipType"), stated.texts("to")
    nobody = all(target in _NOBODY_KNOWS for target in targets)
    level = _LEVELS.get(stated.text("completeness"), Completeness.UNKNOWN if nobody else None)
    if level is None or kind not in (*KINDS_OF_EDGES, "contains"):
        return
    if kind == "contains" and nobody:
        _careful(found.assemblies, stated.text("from"), level)
    elif kind != "contains" and all(target in parts or target in _NONE or nobody for target in targets):
        _careful(found.dependencies, stated.text("from"), level)


def _careful(levels: dict[str, Completeness], ref: str, level: Completeness) -> None:
    order = (Completeness.COMPLETE, Completeness.UNKNOWN, Completeness.INCOMPLETE)
    levels[ref] = max(levels.get(ref, level), level, key=order.index)
