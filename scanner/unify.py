"""From what each file says to one component per package.

In order: an unversioned requirement is resolved to the version that a lockfile of its project holds, and edges with
it; packages with equal purls become one component with every occurrence as evidence; who needs it for what gives its
scope and whether it is direct. Everything is sorted, so equal facts give equal components, in whatever order files
were read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from urllib.parse import unquote

from msgspec import Struct
from msgspec.structs import replace

from scanner.declared import normalised
from scanner.inventory import Component
from scanner.package import Dependency, Evidence, Package, Scope
from scanner.purl import version_of, without_version
from scanner.purpose import purpose_of
from scanner.resolve import Resolver
from scanner.vers import vers

# The strongest need first.
STRENGTH = (Scope.RUNTIME, Scope.PROVIDED, Scope.OPTIONAL, Scope.BUILD, Scope.TEST, Scope.DEVELOPMENT)
_RANK = {scope: rank for rank, scope in enumerate(STRENGTH)}


class Draft(Struct, frozen=True):
    """A package as the files state it, before it is known who needs it."""

    component: Component  # its scope and directness are not settled
    told: Scope | None  # the strongest scope that a file states
    asked: bool  # a file says that the project itself asks for it
    place: Scope  # the strongest scope that the folders of its files allow


@dataclass(frozen=True, slots=True)
class United:
    """One draft a package, and the edges between resolved purls."""

    drafts: Mapping[str, Draft]  # by purl, sorted
    edges: list[Dependency]  # sorted, one a pair; an end may be a package that no file states


def unified(
    packages: Iterable[Package], dependencies: Iterable[Dependency]
) -> tuple[tuple[Component, ...], tuple[Dependency, ...]]:
    """The components and edges, each sorted, that a tree's packages and dependencies amount to."""
    return weighed(united(packages, dependencies))


def united(packages: Iterable[Package], dependencies: Iterable[Dependency]) -> United:
    """What belongs together, put together.

    What becomes of a package and of the edges at it depends on the statements about packages of its name, and of the
    names at the other ends of its edges; on no others.
    """
    stated = sorted(packages, key=_package_order)
    resolver = Resolver(stated)
    edges = _edges(resolver, dependencies)
    groups: dict[str, list[Package]] = defaultdict(list)
    for package in stated:
        groups[resolver.package(package)].append(package)
    return United({purl: _draft(purl, groups[purl]) for purl in sorted(groups)}, edges)


def weighed(found: United) -> tuple[tuple[Component, ...], tuple[Dependency, ...]]:
    """The components with their scopes, and the edges between them: who needs a package decides how much it counts."""
    drafts = found.drafts
    first_party = {purl for purl, draft in drafts.items() if draft.component.first_party}
    direct = {edge.dependency for edge in found.edges if edge.dependent in first_party}
    scopes = _scopes(drafts, found.edges, first_party)
    components = (_settled(draft, scopes[purl], purl in direct) for purl, draft in drafts.items())
    edges = (edge for edge in found.edges if edge.dependent in drafts and edge.dependency in drafts)
    return tuple(components), tuple(edges)


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


def _scopes(drafts: Mapping[str, Draft], edges: list[Dependency], first_party: set[str]) -> dict[str, Scope]:
    """Each package's scope: as a file states it, else the strongest way in which first-party packages reach it."""
    told = {purl: draft.told for purl, draft in drafts.items() if draft.told is not None}
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
        for purl in drafts
    }


def _reach(starts: list[str], scope: Scope, needs: dict[str, list[Dependency]], reached: dict[str, Scope]) -> None:
    """Mark what `starts` need, and what that needs, with `scope`, unless something stronger reached it before."""
    waiting = starts
    while waiting:
        purl = waiting.pop()
        if purl not in reached:
            reached[purl] = scope
            waiting += [edge.dependency for edge in needs[purl] if edge.scope not in (Scope.DEVELOPMENT, Scope.TEST)]


def _settled(draft: Draft, scope: Scope, direct: bool) -> Component:
    """The component; what only test fixtures or examples state is not what the project runs."""
    scope, direct = max(scope, draft.place, key=_RANK.__getitem__), direct or draft.asked
    before = draft.component
    same = before.scope is scope and before.direct is direct
    return before if same else replace(before, scope=scope, direct=direct)


def _draft(purl: str, group: list[Package]) -> Draft:
    stated = [package.scope for package in group if package.scope is not None]
    return Draft(
        component=_put_together(purl, group),
        told=min(stated, key=_RANK.__getitem__) if stated else None,
        asked=any(package.direct for package in group),
        place=min((purpose_of(package.evidence.path) for package in group), key=_RANK.__getitem__),
    )


def _put_together(purl: str, group: list[Package]) -> Component:
    declared_as = _first(group, "declared_license")
    return Component(
        purl=purl,
        name=display_name(purl),
        version=unquote(version_of(purl)),
        requirement="" if version_of(purl) else _requirement(purl, group),
        scope=Scope.RUNTIME,
        direct=False,
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
