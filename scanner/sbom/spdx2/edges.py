"""Relationships of SPDX 2 (§11) → edges, containment, what is described, and what is said about completeness."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from msgspec.structs import replace

from scanner.sbom.document import Completeness, Composition, Relation, RelationKind
from scanner.sbom.members import Members
from scanner.sbom.spdx2.words import DOCUMENT_ID, NOASSERTION, NONE


@dataclass(frozen=True, slots=True)
class Edges:
    """All that the relationships of one document say."""

    relations: tuple[Relation, ...]
    described: tuple[str, ...]
    known: tuple[str, ...]
    compositions: tuple[Composition, ...]
    unresolved: tuple[dict[str, Any], ...]  # with elements that are not packages or files of this document


@dataclass(slots=True)
class _Gathering:
    """Relationships sorted out so far."""

    relations: dict[tuple[str, str, RelationKind], Relation] = field(default_factory=dict)
    described: dict[str, None] = field(default_factory=dict)
    known: dict[str, None] = field(default_factory=dict)
    levels: dict[tuple[str, Completeness], list[str]] = field(default_factory=dict)
    unresolved: list[dict[str, Any]] = field(default_factory=list)


def read_edges(spdx: Members, refs: Collection[str]) -> Edges:
    """Every relationship of the document; edges both ways round come out the same."""
    gathered = _Gathering()
    gathered.described.update(dict.fromkeys(ref for ref in spdx.texts("documentDescribes") if ref in refs))
    for member in spdx.many("relationships"):
        _sort_out(member, refs, gathered)
    for package in spdx.many("packages"):
        for file in package.texts("hasFiles"):
            if file in refs:
                _add(gathered, Relation(package.text("SPDXID"), file, RelationKind.CONTAINS))
    for ends in list(gathered.relations.values()):
        if ends.kind is RelationKind.DEPENDS_ON:
            gathered.known.pop(ends.source, None)
    return Edges(
        tuple(gathered.relations.values()),
        tuple(gathered.described),
        tuple(gathered.known),
        _compositions(gathered),
        tuple(gathered.unresolved),
    )


def _sort_out(member: Members, refs: Collection[str], gathered: _Gathering) -> None:
    source, target = member.text("spdxElementId"), member.text("relatedSpdxElement")
    kind, comment = member.text("relationshipType"), member.text("comment")
    if kind == "DESCRIBED_BY":
        source, target, kind = target, source, "DESCRIBES"
    if kind == "DESCRIBES" and source == DOCUMENT_ID and target in refs:
        gathered.described[target] = None
    elif source in refs and target in refs:
        _add(gathered, _relation(source, target, kind, comment))
    elif source in refs and target == NONE and kind == "DEPENDS_ON":
        gathered.known[source] = None
    elif source in refs and target == NOASSERTION and kind in ("DEPENDS_ON", "CONTAINS"):
        known = {level.value: level for level in Completeness}
        gathered.levels.setdefault((kind, known.get(comment, Completeness.UNKNOWN)), []).append(source)
    else:
        gathered.unresolved.append(member.values)


def _relation(source: str, target: str, kind: str, comment: str) -> Relation:
    if kind == "DEPENDS_ON":
        return Relation(source, target, comment=comment)
    if kind.endswith("DEPENDENCY_OF"):
        return Relation(target, source, spdx_kind=kind, comment=comment)
    if kind == "CONTAINS":
        return Relation(source, target, RelationKind.CONTAINS, comment=comment)
    if kind == "CONTAINED_BY":
        return Relation(target, source, RelationKind.CONTAINS, comment=comment)
    return Relation(source, target, RelationKind.OTHER, spdx_kind=kind, comment=comment)


def _add(gathered: _Gathering, relation: Relation) -> None:
    """A plain DEPENDS_ON and a finer word for the same edge are one; different words without kin stay apart."""
    key = (relation.source, relation.target, relation.kind)
    held = gathered.relations.get(key)
    if held is None or (relation.spdx_kind and not held.spdx_kind):
        gathered.relations[key] = relation if held is None else replace(held, spdx_kind=relation.spdx_kind)
    elif relation.kind is RelationKind.OTHER and relation.spdx_kind != held.spdx_kind:
        gathered.unresolved.append(
            {
                "spdxElementId": relation.source,
                "relationshipType": relation.spdx_kind,
                "relatedSpdxElement": relation.target,
            }
        )


def _compositions(gathered: _Gathering) -> tuple[Composition, ...]:
    levels = dict.fromkeys(level for _, level in gathered.levels)
    return tuple(
        Composition(
            level,
            assemblies=tuple(gathered.levels.get(("CONTAINS", level), ())),
            dependencies=tuple(gathered.levels.get(("DEPENDS_ON", level), ())),
        )
        for level in levels
    )
