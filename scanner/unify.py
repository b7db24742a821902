"""From what each file says to one component per package.

In order: an unversioned requirement is resolved to the version that a lockfile of its project holds, and edges with
it; packages with equal purls become one component with every occurrence as evidence; who needs it for what gives its
scope and whether it is direct. Everything is sorted, so equal facts give equal components, in whatever order files
were read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from operator import attrgetter
from urllib.parse import unquote

from msgspec.structs import replace

from scanner.declared import normalised
from scanner.inventory import Component
from scanner.package import Dependency, Evidence, Package, Scope
from scanner.purl import version_of, without_version
from scanner.purpose import purpose_of
from scanner.resolve import Resolver, comparable
from scanner.vers import vers

# The strongest need first.
STRENGTH = (Scope.RUNTIME, Scope.PROVIDED, Scope.OPTIONAL, Scope.BUILD, Scope.TEST, Scope.DEVELOPMENT)
_RANK = {scope: rank for rank, scope in enumerate(STRENGTH)}


@dataclass(frozen=True, slots=True)
class Known:
    """The components of a tree that is nearly the same."""

    components: Mapping[str, Component]  # by purl
    restated: Set[str]  # packages, as `comparable` names them, of which the files say something else now


def unified(
    packages: Iterable[Package], dependencies: Iterable[Dependency], known: Known | None = None
) -> tuple[tuple[Component, ...], tuple[Dependency, ...]]:
    """The components and edges, each sorted, that a tree's packages and dependencies amount to.

    What is `known` already is not put together again; the answer is the same without it.
    """
    stated = sorted(packages, key=_package_order)
    resolver = Resolver(stated)
    edges = _edges(resolver, dependencies)
    groups: dict[str, list[Package]] = defaultdict(list)
    for package in stated:
        groups[resolver.package(package)].append(package)
    first_party = {purl for purl, group in groups.items() if any(package.first_party for package in group)}
    direct = {edge.dependency for edge in edges if edge.dependent in first_party}
    scopes = _scopes(groups, edges, first_party)
    components = (_component(purl, groups[purl], scopes[purl], purl in direct, known) for purl in sorted(groups))
    return tuple(components), tuple(edge for edge in edges if edge.dependent in groups and edge.dependency in groups)


def _package_order(package: Package) -> tuple[str, bool, str, int, str]:
    """First-party statements first, so that a project's own words win over what others say of it."""
    return package.purl, not package.first_party, package.evidence.path, package.evidence.line or 0, package.requirement


def _edges(resolver: Resolver, dependencies: Iterable[Dependency]) -> list[Dependency]:
    """Edges between resolved purls, one for each pair, with the strongest scope."""
    found: dict[tuple[str, str], Dependency] = {}
    for stated in sorted(
        dependencies, key=lambda edge: (edge.dependent, edge.dependency, edge.evidence.path, edge.requirement)
    ):
        edge = resolver.edge(stated)
        if edge.dependent == edge.dependency:
            continue
        known = found.get((edge.dependent, edge.dependency))
        if known is None:
            found[edge.dependent, edge.dependency] = edge
        else:
            scope = min(known.scope, edge.scope, key=_RANK.__getitem__)
            found[edge.dependent, edge.dependency] = replace(
                known, scope=scope, requirement=known.requirement or edge.requirement
            )
    return [found[pair] for pair in sorted(found)]


def _scopes(groups: dict[str, list[Package]], edges: list[Dependency], first_party: set[str]) -> dict[str, Scope]:
    """Each package's scope: as a file states it, else the strongest way in which first-party packages reach it."""
    told = {
        purl: min(scopes, key=_RANK.__getitem__)
        for purl, group in groups.items()
        if (scopes := [package.scope for package in group if package.scope is not None])
    }
    needs: dict[str, list[Dependency]] = defaultdict(list)
    for edge in edges:
        needs[edge.dependent].append(edge)
    reached: dict[str, Scope] = {}
    for scope in STRENGTH:
        starts = [edge.dependency for purl in first_party for edge in needs[purl] if edge.scope == scope]
        starts += [purl for purl, known in told.items() if known == scope and purl not in first_party]
        _reach(starts, scope, needs, reached)
    return {
        purl: Scope.RUNTIME if purl in first_party else told.get(purl, reached.get(purl, Scope.RUNTIME))
        for purl in groups
    }


def _reach(starts: list[str], scope: Scope, needs: dict[str, list[Dependency]], reached: dict[str, Scope]) -> None:
    """Mark what `starts` need, and what that needs, with `scope`, unless something stronger reached it before."""
    waiting = starts
    while waiting:
        purl = waiting.pop()
        if purl not in reached:
            reached[purl] = scope
            waiting += [edge.dependency for edge in needs[purl] if edge.scope not in (Scope.DEVELOPMENT, Scope.TEST)]


def _component(purl: str, group: list[Package], scope: Scope, direct: bool, known: Known | None) -> Component:
    """The component of the statements about one purl; scope and directness follow from other packages, too."""
    needed, asked_for = _apart(scope, group), direct or any(package.direct for package in group)
    before = known.components.get(purl) if known and comparable(purl) not in known.restated else None
    if before is None:
        return _put_together(purl, group, needed, asked_for)
    same = before.scope is needed and before.direct is asked_for
    return before if same else replace(before, scope=needed, direct=asked_for)


def _put_together(purl: str, group: list[Package], scope: Scope, direct: bool) -> Component:
    declared_as = _first(group, "declared_license")
    return Component(
        purl=purl,
        name=display_name(purl),
        version=unquote(version_of(purl)),
        requirement="" if version_of(purl) else _requirement(purl, group),
        scope=scope,
        direct=direct,
        first_party=any(package.first_party for package in group),
        declared_license=normalised(declared_as),
        declared_as=declared_as,
        hashes=tuple(sorted({digest for package in group for digest in package.hashes})),
        download_url=_first(group, "download_url"),
        vcs_url=_repository(group),
        homepage=_first(group, "homepage"),
        description=_first(group, "description"),
        supplier=_first(group, "supplier"),
        authors=next((package.authors for package in group if package.authors), ()),
        copyright=_first(group, "copyright"),
        evidence=tuple(sorted({package.evidence for package in group}, key=_place)),
    )


def _requirement(purl: str, group: list[Package]) -> str:
    """What is asked for, in `vers` where that is understood; several that differ one after the other."""
    kind = purl.removeprefix("pkg:").partition("/")[0]
    asked = {package.requirement for package in group if package.requirement}
    return "; ".join(sorted({vers(kind, each) or each for each in asked}))


def _apart(scope: Scope, group: list[Package]) -> Scope:
    """A scope no stronger than its files: what only test fixtures or examples state is not what the project runs."""
    places = (purpose_of(package.evidence.path) for package in group)
    return max(scope, min(places, key=_RANK.__getitem__), key=_RANK.__getitem__)


def _place(evidence: Evidence) -> tuple[str, int]:
    return evidence.path, evidence.line or 0


def _first(group: list[Package], field: str) -> str:
    read = attrgetter(field)
    return next((value for package in group if (value := read(package))), "")


def _repository(group: list[Package]) -> str:
    """The repository as the first file states it that names a commit, else as the first that names it at all."""
    stated = [package.vcs_url for package in group if package.vcs_url]
    return next((url for url in stated if "#" in url), stated[0] if stated else "")


def display_name(purl: str) -> str:
    """A package's name as its ecosystem writes it: "@scope/name", "group:artifact", "github.com/owner/module"."""
    kind, _, path = without_version(purl).removeprefix("pkg:").partition("/")
    parts = [unquote(part) for part in path.split("/")]
    return (":" if kind == "maven" else "/").join(parts)
