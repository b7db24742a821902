"""What a document of SPDX 3 says beyond our model: every element and member that is not written again the same.

Each element is read, written again, and kept where the two say different things: nothing is lost by construction.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from scanner.sbom.document import Extra, Family
from scanner.sbom.spdx3.graph import Graph
from scanner.sbom.spdx3.meaning import NAMELESS, RELATIONSHIPS, Meanings
from scanner.sbom.spdx3.verbatim import DETAIL, GRAPH
from scanner.sbom.spdx3.words import CREATION

Json = dict[str, Any]

# members that only say which elements there are; they are counted again when the document is written
_LISTS = frozenset({"element", "type", "spdxId", "creationInfo"})
_LICENSES = ("hasDeclaredLicense", "hasConcludedLicense")


class Rest:
    """Compares what was stated with what would be written."""

    def __init__(self, graph: Graph, creation: str, written: Json, files: frozenset[str]) -> None:
        """`files` are the files, by IRI, that are no parts but facts of one."""
        self._stated = {name: each.values for name, each in graph.elements.items()}
        self._again = {_name(each): _as_read(each) for each in written["@graph"]}
        again_files = frozenset(name for name in self._again if name.endswith(("-artifact", "-tree")))
        self._creation = creation
        self._before = Meanings(self._stated, creation, files)
        self._after = Meanings(self._again, CREATION, again_files)

    def of_part(self, name: str) -> tuple[Extra, ...]:
        """Members of a package or file that are not written again."""
        return tuple(self._differing(self._stated[name], self._again[name], {"spdxId"}, ""))

    def of_collection(self, name: str, counterpart: str, prefix: str, skipped: frozenset[str]) -> tuple[Extra, ...]:
        """Members of the document, its SBOM or its creation data that are not written again."""
        known = set(skipped | _LISTS) - {"spdxId"} if prefix != "CreationInfo." else set(skipped | _LISTS)
        return tuple(self._differing(self._stated[name], self._again[counterpart], known, prefix))

    def elements(self, spoken_for: frozenset[str]) -> tuple[Extra, ...]:
        """Whole elements that are not written again, and those that they refer to."""
        said = {statement for each in self._again.values() for statement in self._after.of(each)}
        kept = {
            name: each
            for name, each in self._stated.items()
            if name not in spoken_for and not said.issuperset(self._before.of(each))
        }
        needed = dict(kept)
        waiting = list(kept.values())
        while waiting:
            for name in _references(waiting.pop()):
                if name in self._stated and name not in needed and name not in spoken_for:
                    needed[name] = self._stated[name]
                    waiting.append(needed[name])
        found: dict[str, list[Json]] = {GRAPH: [], DETAIL: []}
        for element in needed.values():
            key = DETAIL if self._is_held(element) else GRAPH
            own = element.get("creationInfo") == self._creation
            found[key].append(element | ({"creationInfo": CREATION} if own else {}))
        return tuple(
            Extra(Family.SPDX3, key, msgspec.json.encode(elements)) for key, elements in found.items() if elements
        )

    def _is_held(self, element: Json) -> bool:
        """Whether the model has what such an element is for: a relationship between parts, or a named thing."""
        kind = str(element.get("type"))
        if kind not in RELATIONSHIPS:
            return kind in NAMELESS or kind.startswith("expandedlicensing_")
        if element.get("relationshipType") in _LICENSES:
            return True
        ends = [element.get("from"), *_list(element.get("to"))]
        return all(isinstance(end, str) and end in self._again for end in ends)

    def _differing(self, stated: Json, again: Json, skipped: set[str], prefix: str) -> Iterator[Extra]:
        for member, value in stated.items():
            if member in skipped or value in (None, "", []):
                continue
            held = again.get(member)
            if isinstance(value, list) and isinstance(held, list):
                known = {self._after.value(each) for each in held}
                value = [each for each in value if self._before.value(each) not in known]
                same = not value
            else:
                same = self._before.value({member: value}) == self._after.value({member: held})
            if not same:
                yield Extra(Family.SPDX3, prefix + member, msgspec.json.encode(value))


def _name(element: Mapping[str, Any]) -> str:
    return str(element.get("spdxId", element.get("@id")))


def _as_read(element: Json) -> Json:
    return {("spdxId" if key == "@id" else key): value for key, value in element.items()}


def _references(value: Any) -> Iterator[str]:
    """Every text within an element: one that is an element's identifier refers to it."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            yield each
        elif isinstance(each, dict):
            waiting.extend(each.values())
        elif isinstance(each, list):
            waiting.extend(each)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
