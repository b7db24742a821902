"""Find projects: by words, by a package they use, by a licence they contain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, literal, select
from sqlalchemy.orm import Session, aliased

from licenses.errors import InputUnreadable
from licenses.language import Text, text
from registry.models import LicenseSummary, Origin, Project, Release, State, Visit
from registry.pool import Pool
from registry.services.address import shown
from registry.services.pages import Page, decode, number, page_of
from registry.services.search import Query, is_there, matching


class NotFound(InputUnreadable):
    """The pool has nothing of that name."""


@dataclass(frozen=True, slots=True)
class ClassCount:
    """How many files of a release have licences of one class."""

    license_class: str
    files: int
    components: int


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """A release in a list."""

    project: str
    label: str
    commit: str
    state: State
    changed_at: datetime
    committed_at: datetime | None
    files: int
    components: int
    problems: int
    classes: tuple[ClassCount, ...]
    reason: Text | None  # why it is rejected or withdrawn


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """A project in a list, with its newest release."""

    name: str
    description: str
    cloneable: bool  # whether anything of it is published
    latest: ReleaseRow


@dataclass(frozen=True, slots=True)
class OriginRow:
    """A place that a project's code comes from."""

    key: str  # its part of the clone URL
    kind: str
    relation: str
    location: str
    visited_at: datetime | None
    found: str  # how the last visit ended; "" when there was none


@dataclass(frozen=True, slots=True)
class ProjectDetail:
    """A project with its origins and its releases, newest first."""

    name: str
    description: str
    homepage: str
    cloneable: bool
    origins: tuple[OriginRow, ...]
    releases: Page[ReleaseRow]


def find_projects(pool: Pool, query: Query, *, cursor: str = "", limit: int = 20) -> Page[ProjectRow]:
    """Projects that match everything asked, by name.

    Raises:
        BadUsage: the cursor is not one of ours.
    """
    after = decode(cursor)
    with pool.database.reading() as session:
        # first which projects, then what is to be told of them
        found = aliased(Project, matching(session, query, after, limit + 1).subquery())
        newest = select(func.max(Release.id)).where(Release.project_id == found.id).correlate(found).scalar_subquery()
        statement = select(found, Release, is_there(_published(found), found)).join(Release, Release.id == newest)
        rows = session.execute(statement.order_by(found.name_key)).all()
        classes = class_counts(session, [release.id for _, release, _ in rows])
        items = [
            ProjectRow(
                name=project.name,
                description=project.description,
                cloneable=published,
                latest=_row(project.name, release, classes.get(release.id, ())),
            )
            for project, release, published in rows
        ]
        return page_of(items, limit, [project.name_key for project, _, _ in rows])


def count_projects(pool: Pool) -> int:
    """How many projects the pool has."""
    with pool.database.reading() as session:
        return session.scalar(select(func.count()).select_from(Project)) or 0


def project(pool: Pool, name: str, *, cursor: str = "", limit: int = 20) -> ProjectDetail:
    """One project.

    Raises:
        NotFound: there is none of that name.
        BadUsage: the cursor is not one of ours.
    """
    before = number(cursor)
    with pool.database.reading() as session:
        found, cloneable = _named_and_cloneable(session, name)
        statement = select(Release).where(Release.project_id == found.id).order_by(Release.id.desc()).limit(limit + 1)
        releases = session.scalars(statement.where(Release.id < before) if before else statement).all()
        classes = class_counts(session, [release.id for release in releases])
        rows = [_row(found.name, release, classes.get(release.id, ())) for release in releases]
        return ProjectDetail(
            name=found.name,
            description=found.description,
            homepage=found.homepage,
            cloneable=cloneable,
            origins=_origins(session, found.id),
            releases=page_of(rows, limit, [str(release.id) for release in releases]),
        )


def releases_in(pool: Pool, state: State, *, cursor: str = "", limit: int = 20) -> Page[ReleaseRow]:
    """Releases in a state, from the oldest.

    Raises:
        BadUsage: the cursor is not one of ours.
    """
    statement = (
        select(Project.name, Release)
        .join(Project, Project.id == Release.project_id)
        .where(Release.state == state, Release.id > number(cursor))
        .order_by(Release.id)
        .limit(limit + 1)
    )
    with pool.database.reading() as session:
        rows = session.execute(statement).all()
        classes = class_counts(session, [release.id for _, release in rows])
        items = [_row(name, release, classes.get(release.id, ())) for name, release in rows]
        return page_of(items, limit, [str(release.id) for _, release in rows])


def _published(of: type[Project]) -> Select[int]:
    """What is published of each project that a statement is about."""
    return select(literal(1)).where(Release.project_id == of.id, Release.state == State.PUBLISHED)


def _origins(session: Session, project_id: int) -> tuple[OriginRow, ...]:
    last = select(func.max(Visit.id)).where(Visit.origin_id == Origin.id).correlate(Origin).scalar_subquery()
    statement = select(Origin, Visit).outerjoin(Visit, Visit.id == last).where(Origin.project_id == project_id)
    return tuple(_origin(it, visit) for it, visit in session.execute(statement.order_by(Origin.id)))


def _origin(it: Origin, last: Visit | None) -> OriginRow:
    at, found = (last.at, last.found.value) if last else (None, "")
    return OriginRow(it.key, it.kind.value, it.relation.value, shown(it.location), at, found)


def storage_of(pool: Pool, name: str, origin: str = "") -> tuple[int, str]:
    """The id and the storage name of a project; with an origin's key, only when it has that origin.

    Raises:
        NotFound: there is no such project or origin.
    """
    with pool.database.reading() as session:
        found = named(session, name)
        if origin and origin not in [it.key for it in found.origins]:
            raise NotFound(text("the project has no such origin"), where=origin[:100])
        return found.id, found.store


def _named_and_cloneable(session: Session, name: str) -> tuple[Project, bool]:
    statement = select(Project, is_there(_published(Project), Project)).where(Project.name_key == name.casefold())
    found = session.execute(statement).one_or_none()
    if found is None:
        raise _unknown(name)
    return found.Project, found[1]


def named(session: Session, name: str) -> Project:
    """The project of that name, however its letters' case.

    Raises:
        NotFound: there is none.
    """
    found = session.scalars(select(Project).where(Project.name_key == name.casefold())).one_or_none()
    if found is None:
        raise _unknown(name)
    return found


def _unknown(name: str) -> NotFound:
    return NotFound(text("the pool has no project of this name"), where=name[:100])


def class_counts(session: Session, release_ids: list[int]) -> dict[int, tuple[ClassCount, ...]]:
    """For each release, its licence classes, most files first."""
    files, components = func.sum(LicenseSummary.file_count), func.sum(LicenseSummary.component_count)
    statement = (
        select(LicenseSummary.release_id, LicenseSummary.license_class, files, components)
        .where(LicenseSummary.release_id.in_(release_ids))
        .group_by(LicenseSummary.release_id, LicenseSummary.license_class)
        .order_by(files.desc(), components.desc(), LicenseSummary.license_class)
    )
    counted: dict[int, tuple[ClassCount, ...]] = {}
    for release_id, name, in_files, in_components in session.execute(statement):
        counted[release_id] = (*counted.get(release_id, ()), ClassCount(name, int(in_files), int(in_components)))
    return counted


def _row(name: str, release: Release, classes: tuple[ClassCount, ...]) -> ReleaseRow:
    return ReleaseRow(
        project=name,
        label=release.label,
        commit=release.commit,
        state=release.state,
        changed_at=release.changed_at,
        committed_at=release.committed_at,
        files=release.file_count,
        components=release.component_count,
        problems=release.problem_count,
        classes=classes,
        reason=release.reason,
    )
