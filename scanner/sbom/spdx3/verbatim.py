"""What only SPDX 3 can say: kept as the JSON that was read, and put back where it stood."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from scanner.sbom.document import Document, Extra, Family
from scanner.sbom.spdx3.meaning import RELATIONSHIPS

Json = dict[str, Any]

GRAPH = "@graph"  # key of the extra that holds whole elements
DETAIL = "@graph.detail"  # those of which the model holds the most


def verbatim(document: Document) -> dict[str, Json]:
    """The elements that were kept, by identifier."""
    kept: dict[str, Json] = {}
    for extra in document.extras:
        if extra.family is not Family.SPDX3 or extra.key not in (GRAPH, DETAIL):
            continue
        for element in msgspec.json.decode(extra.value):
            kept[element["spdxId"]] = _blank(element) if element["spdxId"].startswith("_:") else element
    return kept


NAMES = {"SpdxDocument.spdxId": "DOCUMENT", "software_Sbom.spdxId": "SBOM"}


def kept_names(document: Document) -> dict[str, str]:
    """The names that the document and its SBOM had where they were read."""
    named = ((extra.key, msgspec.json.decode(extra.value)) for extra in document.extras if extra.key in NAMES)
    return {NAMES[key]: name for key, name in named if isinstance(name, str)}


def _blank(element: Json) -> Json:
    """A node without an IRI goes by JSON-LD's own word for names."""
    return {("@id" if key == "spdxId" else key): value for key, value in element.items()}


def statements(kept: Mapping[str, Json]) -> frozenset[tuple[str, str, str]]:
    """Which relationships the kept elements tell: source, type, target."""
    return frozenset(each for element in kept.values() for each in _told(element))


def _told(element: Json) -> Iterator[tuple[str, str, str]]:
    ends = element.get("to")
    if element.get("type") in RELATIONSHIPS and isinstance(ends, list):
        source, kind = str(element.get("from")), str(element.get("relationshipType"))
        yield from ((source, kind, target) for target in ends if isinstance(target, str))


def place(extra: Extra, targets: Mapping[str, Json]) -> None:
    """Put a member back: after what is there when both are lists, else instead of it."""
    for prefix, target in targets.items():
        member = extra.key.removeprefix(prefix)
        if (prefix and member == extra.key) or extra.key in (GRAPH, DETAIL, *NAMES):
            continue
        value, held = msgspec.json.decode(extra.value), target.get(member)
        if isinstance(held, list) and isinstance(value, list):
            value = [*held, *(each for each in value if each not in held)]
        target[member] = value
