"""Who uses this? Of a package: which releases, in which version, directly or by which path. Of a file: which."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from sqlalchemy import select
from sqlalchemy.orm import Session

from licenses.errors import BadUsage
from licenses.language import text
from registry.models import Component, Dependency, File, Package, Project, Release, State
from registry.pool import Pool
from registry.services.pages import Page, number, page_of
from scanner.purl import version_of, without_version


@dataclass(frozen=True, slots=True)
class UseRow:
    """A release that has a package."""

    project: str
    label: str
    commit: str
    state: State
    purl: str  # as that release has it, with its version
    scope: str
    direct: bool
    path: tuple[str, ...]  # purls from the release's own package to this one; empty when no file states the way


@dataclass(frozen=True, slots=True)
class FileRow:
    """A release that contains a file."""

    project: str
    label: str
    commit: str
    state: State
    path: str


def who_uses(pool: Pool, purl: str, *, cursor: str = "", limit: int = 20) -> Page[UseRow]:
    """Releases that have a package, the newest first; with a version in the purl only those that have that one.

    Raises:
        BadUsage: this is no purl, or the cursor is not one of ours.
    """
    if not purl.startswith("pkg:"):
        raise BadUsage(text("this is not a package URL"), where=purl[:100], hint=text("like this: pkg:npm/lodash"))
    base, before = without_version(purl), number(cursor)
    statement = (
        select(Component, Release, Project.name)
        .join(Package, Package.id == Component.package_id)
        .join(Release, Release.id == Component.release_id)
        .join(Project, Project.id == Release.project_id)
        .where(Package.purl == base, Component.first_party.is_(False))
        .order_by(Component.id.desc())
        .limit(limit + 1)
    )
    if base != purl:
        statement = statement.where(Component.version == unquote(version_of(purl)), Component.purl == purl)
    if before:
        statement = statement.where(Component.id < before)
    with pool.database.reading() as session:
        rows = session.execute(statement).all()
        paths = _paths(session, {component.release_id: component.id for component, _, _ in rows})
        items = [
            UseRow(
                project=name,
                label=release.label,
                commit=release.commit,
                state=release.state,
                purl=component.purl,
                scope=component.scope.value,
                direct=component.direct,
                path=paths.get(component.id, ()),
            )
            for component, release, name in rows
        ]
        return page_of(items, limit, [str(component.id) for component, _, _ in rows])


def who_contains(pool: Pool, blob: str, *, cursor: str = "", limit: int = 20) -> Page[FileRow]:
    """Releases that contain a file with this content, the newest first.

    Raises:
        BadUsage: this is neither a git object id nor a SWHID of a content, or the cursor is not one of ours.
    """
    wanted, before = blob.removeprefix("swh:1:cnt:").lower(), number(cursor)
    if len(wanted) not in {40, 64} or set(wanted) - set("0123456789abcdef"):
        raise BadUsage(text("this is neither a git object id nor the SWHID of a content"), where=blob[:100])
    statement = (
        select(File.id, File.path, Release, Project.name)
        .join(Release, Release.id == File.release_id)
        .join(Project, Project.id == Release.project_id)
        .where(File.blob == wanted)
        .order_by(File.id.desc())
        .limit(limit + 1)
    )
    with pool.database.reading() as session:
        rows = session.execute(statement.where(File.id < before) if before else statement).all()
        items = [FileRow(name, release.label, release.commit, release.state, path) for _, path, release, name in rows]
        return page_of(items, limit, [str(file_id) for file_id, *_ in rows])


def _paths(session: Session, wanted: Mapping[int, int]) -> dict[int, tuple[str, ...]]:
    """For each release's wanted component, a shortest way to it from one of the release's own packages."""
    edges: dict[int, list[tuple[int, int]]] = {}
    statement = select(Dependency.release_id, Dependency.dependent_id, Dependency.dependency_id)
    for release_id, dependent, dependency in session.execute(statement.where(Dependency.release_id.in_(wanted))):
        edges.setdefault(release_id, []).append((dependent, dependency))
    own: dict[int, list[int]] = {}
    starts = select(Component.release_id, Component.id).where(Component.first_party, Component.release_id.in_(wanted))
    for release_id, component_id in session.execute(starts):
        own.setdefault(release_id, []).append(component_id)
    ways = {goal: shortest(edges.get(it, ()), own.get(it, ()), goal) for it, goal in wanted.items()}
    ids = {step for way in ways.values() for step in way}
    purls = dict(session.execute(select(Component.id, Component.purl).where(Component.id.in_(ids))).all())
    return {goal: tuple(purls[step] for step in way) for goal, way in ways.items()}


def shortest(edges: Iterable[tuple[int, int]], starts: Iterable[int], goal: int) -> tuple[int, ...]:
    """A shortest way along the edges from any start to the goal, both included; empty when there is none."""
    needs: dict[int, list[int]] = {}
    for dependent, dependency in edges:
        needs.setdefault(dependent, []).append(dependency)
    came: dict[int, int | None] = dict.fromkeys(starts)
    waiting = deque(came)
    while waiting and goal not in came:
        here = waiting.popleft()
        for there in needs.get(here, ()):
            if there not in came:
                came[there] = here
                waiting.append(there)
    way: list[int] = []
    step = goal if goal in came else None
    while step is not None:
        way.append(step)
        step = came[step]
    return tuple(reversed(way))
