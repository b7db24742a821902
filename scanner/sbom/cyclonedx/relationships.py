"""Relationships that CycloneDX's graph has no word for, as properties of the component that they start from.

Its graph says what depends on what and what provides what; SPDX's finer words (a dependency of the tests, a static
link) travel beside it, so that a document can go there and back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec
from msgspec.structs import replace

from scanner.sbom.document import Document, Property, Relation, RelationKind

NAME = "spdx:relationship"
_OWN_WORD = "provides"  # CycloneDX 1.6's own


def finer_words(document: Document) -> dict[str, list[Property]]:
    """The properties by the reference that they stand at.

    Our own scans have none: there each component says what it is needed for.
    """
    found: dict[str, list[Property]] = {}
    for each in document.relations if document.origin else ():
        told = each.kind is RelationKind.DEPENDS_ON and not each.spdx_kind and not each.comment
        if not told and each.kind is not RelationKind.CONTAINS and each.spdx_kind != _OWN_WORD:
            word = each.spdx_kind or each.kind.value
            stated = {"type": word, "to": each.target} | ({"comment": each.comment} if each.comment else {})
            found.setdefault(each.source, []).append(Property(NAME, msgspec.json.encode(stated).decode()))
    return found


def read_words(source: str, properties: Iterable[Property]) -> Iterator[Relation]:
    """The relations again; a property that is no such JSON is passed over."""
    for each in properties:
        if each.name != NAME:
            continue
        try:
            stated = msgspec.json.decode(each.value, type=dict[str, str])
        except (msgspec.MsgspecError, RecursionError):
            continue
        word = stated.get("type", "")
        is_edge = word.endswith("DEPENDENCY_OF") or word in ("DEPENDS_ON", RelationKind.DEPENDS_ON.value)
        kind = RelationKind.DEPENDS_ON if is_edge else RelationKind.OTHER
        plain = "" if word in (RelationKind.DEPENDS_ON.value, RelationKind.OTHER.value) else word
        yield Relation(source, stated.get("to", ""), kind, plain, stated.get("comment", ""))


def with_words(edges: Iterable[Relation], finer: Iterable[Relation], refs: frozenset[str]) -> list[Relation]:
    """The graph's edges with their finer words, and the other relationships between components."""
    found = {(each.source, each.target, each.kind): each for each in edges}
    for each in finer:
        key = (each.source, each.target, each.kind)
        if key in found and each.kind is RelationKind.DEPENDS_ON:
            found[key] = replace(found[key], spdx_kind=each.spdx_kind, comment=each.comment)
        elif each.target in refs and each.kind is RelationKind.OTHER:
            found[key] = each
    return list(found.values())
