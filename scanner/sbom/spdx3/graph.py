"""SPDX 3 in JSON-LD → its elements by identifier, each flat: what stands inside another is taken out and referred to.

Read is the form of the specification's own context, without a JSON-LD processor and without fetching any context.
Specification: https://spdx.github.io/spdx-spec/v3.0.1/serializations/
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from licenses.errors import InputUnreadable
from licenses.language import text
from scanner.sbom.members import MOST_PARTS, Members
from scanner.sbom.spdx3.words import TERMS

Json = dict[str, Any]

DEEPEST = 32  # objects within one element
MOST_ELEMENTS = 8 * MOST_PARTS  # a part comes with agents, licences, files and relationships
_CONTEXT = re.compile(r"https://spdx\.(?:org|github\.io)/(?:[\w./-]*/)?3\.0(?:\.[01])?/[\w./-]*spdx-context\.jsonld")
_SPELLINGS = {"@id": "spdxId", "@type": "type"}
_VOCABULARIES = frozenset({"relationshipType", "completeness", "scope", "annotationType", "algorithm"})


@dataclass(frozen=True, slots=True)
class Graph:
    """Every element by its IRI, or by the name of its blank node, in the order of the file."""

    elements: Mapping[str, Members]

    def of_type(self, *kinds: str) -> tuple[Members, ...]:
        """The elements of some types."""
        return tuple(each for each in self.elements.values() if each.values.get("type") in kinds)


def read_graph(document: Members) -> Graph:
    """The elements of a document.

    Raises:
        InputUnreadable: another context than SPDX 3.0's, something that is no element, two different elements with one
            identifier, or too deep or too many of them.
    """
    stated = document.values.get("@context")
    contexts = stated if isinstance(stated, list) else [stated]
    if not any(isinstance(each, str) and _CONTEXT.fullmatch(each) for each in contexts):
        raise InputUnreadable(
            text("it is {version}, which cannot be read", version="JSON-LD"),
            hint=text("of JSON-LD, SPDX 3.0 with the specification's own context can be read"),
        )
    reading = _Reading({})
    if "@graph" in document.values:
        for member in document.many("@graph"):
            reading.take(member)
    else:
        reading.take(Members("", {key: value for key, value in document.values.items() if key != "@context"}))
    return Graph(reading.elements)


@dataclass(slots=True)
class _Reading:
    elements: dict[str, Members]
    unnamed: int = 0

    def take(self, member: Members) -> str:
        """An element as one of the graph; its identifier."""
        element = self._flat(member.values, member.place, 0)
        name = self._name(element, member.place)
        known = self.elements.get(name)
        if known is None:
            self.elements[name] = Members(name, element)
        elif known.values != element:
            raise InputUnreadable(text("two different elements have the identifier {name}", name=name))
        if len(self.elements) > MOST_ELEMENTS:
            raise InputUnreadable(text("it has too many components, or too deeply nested ones"))
        return name

    def _name(self, element: Json, place: str) -> str:
        Members(place, element).text("type")  # whose type is no text is refused before anything asks for it
        name = element.get("spdxId")
        if not isinstance(name, str) or not name:
            if element.get("type") != "CreationInfo":
                raise InputUnreadable(text("in this SBOM {place} has no identifier", place=place))
            self.unnamed += 1
            name = element["spdxId"] = f"_:unnamed-{self.unnamed}"
        return name

    def _flat(self, values: Json, place: str, depth: int) -> Json:
        if depth > DEEPEST:
            raise InputUnreadable(text("it has too many components, or too deeply nested ones"), where=place)
        found: Json = {}
        for key, value in values.items():
            name = _SPELLINGS.get(key, key)
            found[name] = _word(name, self._value(value, f"{place}.{key}", depth + 1))
        return found

    def _value(self, value: Any, place: str, depth: int) -> Any:
        if isinstance(value, list):
            if depth > DEEPEST:
                raise InputUnreadable(text("it has too many components, or too deeply nested ones"), where=place)
            return [self._value(each, place, depth + 1) for each in value]
        if not isinstance(value, dict):
            return value
        kind = value.get("type", value.get("@type"))
        # what has a name is an element of its own; so is a CreationInfo, which may be nameless
        if kind == "CreationInfo" or (kind and ("spdxId" in value or "@id" in value)):
            return self._hoisted(value, place, depth)
        return self._flat(value, place, depth)

    def _hoisted(self, value: Json, place: str, depth: int) -> str:
        flat = self._flat(value, place, depth)
        return self.take(Members(place, flat))


def _word(name: str, value: Any) -> Any:
    """Types and values of vocabularies by their short names, where a tool writes the whole IRI."""
    if not isinstance(value, str) or not value.startswith(TERMS):
        return value
    if name == "type":
        profile, _, word = value.removeprefix(TERMS).partition("/")
        return word if profile == "Core" else f"{profile[:1].lower()}{profile[1:]}_{word}"
    return value.rsplit("/", 1)[-1] if name in _VOCABULARIES else value
