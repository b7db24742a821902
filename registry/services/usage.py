"""Who uses this? Of a package: which releases, in which version, directly or by which path. Of a file: which."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from sqlalchemy import ColumnElement, Select, case, false, literal, select, true
from sqlalchemy.orm import Session

from licenses.errors import BadUsage
from licenses.language import text
from registry.models import Component, Dependency, File, Package, Project, Release, State
from registry.pool import Pool
from registry.services.pages import Page, number, page_of
from scanner.purl import version_of, without_version

LONGEST = 1_000  # steps of a way


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
    with pool.database.reading() as session:
        # asked first: how common it is decides how it is best read, and that a database knows of a value, not of a join
        package = session.scalar(select(Package.id).where(Package.purl == base))
        if package is None:
            return page_of([], limit, [])
        version = unquote(version_of(purl)) if base != purl else None
        statement = _newest(package, version).where(Component.first_party.is_(False)).limit(limit + 1)
        if version is not None:
            # as a value: that nearly all rows of the version have this very purl, no database guesses
            statement = statement.where(case((Component.purl == purl, true()), else_=false()))
        if before:
            statement = statement.where(Component.id < before)
        rows = session.execute(statement).all()
        paths = _paths(session, [component.id for component, _, _ in rows])
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


def _newest(package: int, version: str | None) -> Select[Component, Release, str]:
    """What has a package, the newest first, in the order of one of the two indexes made for this.

    Written as ranges, in that index's own order: a database that may choose another order would walk through everything
    from the newest on, for ever when only old releases have the package.
    """
    order: list[ColumnElement[Any]] = [Component.package_id.desc(), Component.id.desc()]
    wanted = [Component.package_id.between(package, package)]
    if version is not None:
        order.insert(1, Component.version.desc())
        wanted.append(Component.version.between(version, version))
    return (
        select(Component, Release, Project.name)
        .join(Release, Release.id == Component.release_id)
        .join(Project, Project.id == Release.project_id)
        .where(*wanted)
        .order_by(*order)
    )


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


def _paths(session: Session, goals: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """For each wanted component, a shortest way to it from one of its release's own packages, if there is one.

    Steps are looked up as values: a join lets a database that guesses a way to be long read the whole tables.
    """
    first = select(Component.id.label("goal"), Component.id.label("step"), literal(0).label("back"))
    way = first.where(Component.id.in_(goals)).cte("way", recursive=True)
    before = select(Dependency.dependent_id).where(Dependency.dependency_id == way.c.step, Dependency.shortest).limit(1)
    one_back = select(way.c.goal, before.correlate(way).scalar_subquery(), way.c.back + 1)
    way = way.union_all(one_back.where(way.c.step.is_not(None), way.c.back < LONGEST))
    purl = select(Component.purl).where(Component.id == way.c.step).limit(1).correlate(way).scalar_subquery()
    steps = select(way.c.goal, purl).where(way.c.step.is_not(None)).order_by(way.c.goal, way.c.back.desc())
    found: dict[int, tuple[str, ...]] = {}
    for goal, step in session.execute(steps):
        found[goal] = (*found.get(goal, ()), step)
    return {goal: steps for goal, steps in found.items() if len(steps) > 1}
