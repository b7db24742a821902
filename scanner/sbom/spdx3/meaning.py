"""What an element of SPDX 3 says, whatever it is called: two documents agree when their elements say the same.

Agents, tools, licences, their texts and creation data matter by what they say; packages and files also by their name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

Json = dict[str, Any]

NAMELESS = frozenset(
    {
        *("Agent", "Person", "Organization", "SoftwareAgent", "Tool", "CreationInfo"),
        *("simplelicensing_LicenseExpression", "simplelicensing_SimpleLicensingText"),
    }
)
RELATIONSHIPS = ("Relationship", "LifecycleScopedRelationship")
_DEEPEST = 4  # a relationship's licence's text's creation data


class Meanings:
    """The elements of one graph, asked for what they say."""

    def __init__(self, elements: Mapping[str, Json], creation: str, also_nameless: frozenset[str]) -> None:
        """`creation` names the document's own CreationInfo, which goes without saying."""
        self._elements = elements
        self._creation = creation
        self._nameless = also_nameless

    def of(self, element: Json) -> Iterator[bytes]:
        """What the element says: one statement, or one for each target of a relationship."""
        said = {key: value for key, value in element.items() if key != "spdxId"}
        if element.get("type") not in RELATIONSHIPS or not isinstance(element.get("to"), list):
            yield self._written(said, 0)
            return
        if said.get("completeness") == "noAssertion":
            del said["completeness"]
        for target in element["to"]:
            yield self._written(said | {"to": target}, 0)

    def value(self, value: Any) -> bytes:
        """One member's value."""
        return self._written(value, 0)

    def _written(self, value: Any, depth: int) -> bytes:
        return msgspec.json.encode(self._resolved(value, depth), order="sorted")

    def _resolved(self, value: Any, depth: int) -> Any:
        if isinstance(value, list):
            return [self._resolved(each, depth) for each in value]
        if isinstance(value, dict):
            return {
                key: self._resolved(each, depth)
                for key, each in value.items()
                if not (key == "creationInfo" and each == self._creation) and each not in ("", [])
            }
        if isinstance(value, str) and value in self._elements:
            referred = self._elements[value]
            if depth < _DEEPEST and (referred.get("type") in NAMELESS or value in self._nameless):
                return self._resolved({key: it for key, it in referred.items() if key != "spdxId"}, depth + 1)
        return value
