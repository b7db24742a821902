"""Which components stand inside which: CycloneDX nests where other standards draw "contains" edges."""

from __future__ import annotations

from scanner.sbom.document import Document, RelationKind

DEEPEST = 64  # components within components; what is deeper stands at the top again


def nesting(document: Document) -> dict[str, str]:
    """Inner part → its container, in linear time. A part inside two, or inside itself, keeps the first that holds."""
    refs = {part.ref for part in document.parts}
    containers = refs | ({document.root.ref} if document.root else set())
    outer: dict[str, str] = {}
    top: dict[str, str] = {}  # towards each part's outermost container, shortened as it is walked
    for relation in document.relations:
        inner, container = relation.target, relation.source
        if relation.kind is not RelationKind.CONTAINS or relation.spdx_kind or inner in outer:
            continue
        if inner in refs and container in containers and _outermost(top, container) != inner:
            outer[inner] = top[inner] = container
    return _not_too_deep(outer)


def _outermost(top: dict[str, str], ref: str) -> str:
    walked = []
    while ref in top:
        walked.append(ref)
        ref = top[ref]
    top.update(dict.fromkeys(walked, ref))
    return ref


def _not_too_deep(outer: dict[str, str]) -> dict[str, str]:
    inside: dict[str, list[str]] = {}
    for inner, container in outer.items():
        inside.setdefault(container, []).append(inner)
    waiting = [(ref, 0) for ref in inside if ref not in outer]
    while waiting:
        ref, depth = waiting.pop()
        for inner in inside.get(ref, ()):
            if depth + 1 > DEEPEST:
                del outer[inner]
                waiting.append((inner, 0))
            else:
                waiting.append((inner, depth + 1))
    return outer
