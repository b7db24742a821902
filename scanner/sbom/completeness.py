"""How complete an inventory is, said per part: the honesty that most SBOMs lack.

A lockfile that states edges states all of them; a manifest states only what its author asked for.
"""

from __future__ import annotations

from scanner.inventory import Component, Inventory
from scanner.sbom.document import Completeness, Composition


def known_edges(inventory: Inventory) -> tuple[str, ...]:
    """Refs of the parts whose every dependency is listed."""
    closed = _files_that_state_all_edges(inventory)
    return tuple(component.purl for component in inventory.components if _is_closed(component, closed))


def compositions(inventory: Inventory, root: str, itself: Component | None) -> tuple[Composition, ...]:
    """What is complete, incomplete and unknown about one scan (CycloneDX 1.6 §compositions)."""
    closed = _files_that_state_all_edges(inventory)
    grouped: dict[Completeness, list[str]] = {}
    for component in inventory.components:
        if component is not itself:
            grouped.setdefault(_of_edges(component, closed), []).append(component.purl)
    of_root = _of_root(inventory, set(grouped))
    grouped.setdefault(of_root, []).insert(0, root)
    return tuple(
        Composition(level, assemblies=(root,) if level is of_root else (), dependencies=tuple(grouped[level]))
        for level in (Completeness.COMPLETE, Completeness.INCOMPLETE, Completeness.UNKNOWN)
        if level in grouped
    )


def _files_that_state_all_edges(inventory: Inventory) -> frozenset[str]:
    """Files that name a dependency of something third-party: only a resolved lockfile knows that."""
    own = {component.purl for component in inventory.components if component.first_party}
    return frozenset(edge.evidence.path for edge in inventory.dependencies if edge.dependent not in own)


def _is_closed(component: Component, closed: frozenset[str]) -> bool:
    pinned = bool(component.version) or component.first_party
    return pinned and any(seen.path in closed for seen in component.evidence)


def _of_edges(component: Component, closed: frozenset[str]) -> Completeness:
    if _is_closed(component, closed):
        return Completeness.COMPLETE
    if component.first_party or not component.version:
        return Completeness.INCOMPLETE
    return Completeness.UNKNOWN


def _of_root(inventory: Inventory, levels: set[Completeness]) -> Completeness:
    """The tree as a whole: a file that could not be read, or a part not resolved, leaves it incomplete."""
    if inventory.problems or Completeness.INCOMPLETE in levels:
        return Completeness.INCOMPLETE
    if levels == {Completeness.COMPLETE}:
        return Completeness.COMPLETE
    return Completeness.UNKNOWN
