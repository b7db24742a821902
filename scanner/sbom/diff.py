"""What changed between two SBOMs: a list of changes, each about one component."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from scanner.sbom.document import Acknowledgement, Document, Part
from scanner.sbom.identity import identity, version_key
from scanner.sbom.spdx2.licensing import expression_of


class ChangeKind(StrEnum):
    """Sorts of change, in the order in which they are shown."""

    ADDED = "added"
    REMOVED = "removed"
    UPGRADED = "upgraded"
    DOWNGRADED = "downgraded"
    RELICENSED = "relicensed"
    REHASHED = "rehashed"  # the same version with other content: look closely
    RESCOPED = "rescoped"


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one component. `before` and `after` are versions, licences, hashes or scopes by its kind."""

    kind: ChangeKind
    component: str  # purl without version, else group and name
    version: str  # in the newer document; of a removed component, in the older
    before: str
    after: str


def diff(older: Document, newer: Document) -> tuple[Change, ...]:
    """Every change, by kind and then by component."""
    before, after = _by_identity(older), _by_identity(newer)
    order = list(ChangeKind)
    found = [
        change
        for component in before.keys() | after.keys()
        for change in _changes(component, before.get(component, {}), after.get(component, {}))
    ]
    return tuple(sorted(found, key=lambda it: (order.index(it.kind), it.component, it.version, it.before, it.after)))


def _by_identity(document: Document) -> dict[str, dict[str, Part]]:
    """component → version → part. The root is no component of itself."""
    found: dict[str, dict[str, Part]] = {}
    for part in document.parts:
        found.setdefault(identity(part), {}).setdefault(part.version or part.requirement, part)
    return found


def _changes(component: str, before: dict[str, Part], after: dict[str, Part]) -> Iterator[Change]:
    gone = sorted(before.keys() - after.keys(), key=version_key)
    come = sorted(after.keys() - before.keys(), key=version_key)
    # with one version on each side, or the same number of them, each old one became a new one
    replaced = list(zip(gone, come, strict=True)) if len(gone) == len(come) else []
    if not replaced:
        yield from (Change(ChangeKind.ADDED, component, version, "", version) for version in come)
        yield from (Change(ChangeKind.REMOVED, component, version, version, "") for version in gone)
    for old, new in replaced:
        kind = ChangeKind.DOWNGRADED if version_key(new) < version_key(old) else ChangeKind.UPGRADED
        yield Change(kind, component, new, old, new)
    same = ((version, version) for version in before.keys() & after.keys())
    for old, new in (*replaced, *same):
        yield from _facts(component, before[old], after[new], same_version=old == new)


def _facts(component: str, before: Part, after: Part, *, same_version: bool) -> Iterator[Change]:
    version = after.version or after.requirement
    if _licenses(before) != _licenses(after):
        yield Change(ChangeKind.RELICENSED, component, version, _licenses(before), _licenses(after))
    if before.scope != after.scope and before.scope and after.scope:
        yield Change(ChangeKind.RESCOPED, component, version, before.scope, after.scope)
    if same_version:
        yield from _rehashed(component, version, before, after)


def _licenses(part: Part) -> str:
    concluded = [claim for claim in part.licenses if claim.acknowledgement is Acknowledgement.CONCLUDED]
    return " AND ".join(sorted({claim.name or expression_of(claim) for claim in concluded or part.licenses}))


def _rehashed(component: str, version: str, before: Part, after: Part) -> Iterable[Change]:
    """Only digests by the same algorithm can contradict each other; a set of several artifacts may grow."""
    for algorithm in sorted({each.algorithm for each in before.hashes} & {each.algorithm for each in after.hashes}):
        old = {each.value for each in before.hashes if each.algorithm == algorithm}
        new = {each.value for each in after.hashes if each.algorithm == algorithm}
        if not old & new:
            yield Change(ChangeKind.REHASHED, component, version, min(old), min(new))
