"""The long lists of a release: its licences, packages, dependency edges and problems."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, selectinload

from registry.models import Component, Dependency, File, FileLicense, LicenseSummary
from registry.models.problem import ReleaseProblem
from registry.pool import Pool
from registry.services.pages import Page, number, page_of
from registry.services.release_rows import ComponentRow, EdgeRow, LicenseRow, ProblemRow


def licenses_page(pool: Pool, release_id: int, *, cursor: str = "", limit: int = 100) -> Page[LicenseRow]:
    """A release's licences, most files first, each with some of its files.

    Raises:
        BadUsage: the cursor is not one of ours.
    """
    start = number(cursor)
    rows = licenses_of(pool, release_id)[start : start + limit + 1]
    return page_of(rows, limit, [str(start + place + 1) for place in range(len(rows))])


def licenses_of(pool: Pool, release_id: int, *, paths: int = 20) -> tuple[LicenseRow, ...]:
    """A release's licences, most files first, each with at most `paths` of its files."""
    numbered = (
        select(
            FileLicense.expression,
            File.path,
            func.row_number().over(partition_by=FileLicense.expression, order_by=File.path).label("place"),
        )
        .join(File, File.id == FileLicense.file_id)
        .where(File.release_id == release_id)
        .group_by(FileLicense.expression, File.path)
        .subquery()
    )
    summary = (
        select(LicenseSummary)
        .where(LicenseSummary.release_id == release_id)
        .order_by(LicenseSummary.file_count.desc(), LicenseSummary.component_count.desc(), LicenseSummary.expression)
    )
    with pool.database.reading() as session:
        found: dict[str, list[str]] = {}
        chosen = select(numbered.c.expression, numbered.c.path).where(numbered.c.place <= paths)
        for expression, path in session.execute(chosen.order_by(numbered.c.expression, numbered.c.place)):
            found.setdefault(expression, []).append(path)
        return tuple(
            LicenseRow(
                it.license_class, it.expression, it.file_count, it.component_count, tuple(found.get(it.expression, ()))
            )
            for it in session.scalars(summary)
        )


def components_of(pool: Pool, release_id: int, *, cursor: str = "", limit: int = 100) -> Page[ComponentRow]:
    """A release's packages: its own first, then what it asks for directly, then the rest.

    Raises:
        BadUsage: the cursor is not one of ours.
    """
    start = number(cursor)
    order = (Component.first_party.desc(), Component.direct.desc(), Component.purl)
    statement = (
        select(Component).where(Component.release_id == release_id).order_by(*order).offset(start).limit(limit + 1)
    )
    with pool.database.reading() as session:
        found = session.scalars(statement.options(selectinload(Component.package))).all()
        rows = [
            ComponentRow(
                purl=it.purl,
                name=it.package.name,
                version=it.version,
                requirement=it.requirement,
                type=it.package.type,
                scope=it.scope.value,
                direct=it.direct,
                first_party=it.first_party,
                declared_license=it.declared_license,
                declared_as=it.declared_as,
                license_class=it.license_class,
                evidence=tuple((path, line) for path, line in it.evidence),
            )
            for it in found
        ]
    return page_of(rows, limit, [str(start + place + 1) for place in range(len(rows))])


def dependencies_of(pool: Pool, release_id: int, *, cursor: str = "", limit: int = 100) -> Page[EdgeRow]:
    """A release's dependency edges, by purls.

    Raises:
        BadUsage: the cursor is not one of ours.
    """
    start = number(cursor)
    dependent, dependency = aliased(Component), aliased(Component)
    statement = (
        select(dependent.purl, dependency.purl, Dependency.scope, Dependency.requirement)
        .join(dependent, dependent.id == Dependency.dependent_id)
        .join(dependency, dependency.id == Dependency.dependency_id)
        .where(Dependency.release_id == release_id)
        .order_by(dependent.purl, dependency.purl)
        .offset(start)
        .limit(limit + 1)
    )
    with pool.database.reading() as session:
        rows = [EdgeRow(a, b, scope.value, wanted) for a, b, scope, wanted in session.execute(statement)]
    return page_of(rows, limit, [str(start + place + 1) for place in range(len(rows))])


def problems_of(pool: Pool, release_id: int, *, cursor: str = "", limit: int = 100) -> Page[ProblemRow]:
    """A release's problems, in the order of its inventory.

    Raises:
        BadUsage: the cursor is not one of ours.
    """
    after = number(cursor)
    statement = (
        select(ReleaseProblem)
        .where(ReleaseProblem.release_id == release_id, ReleaseProblem.id > after)
        .order_by(ReleaseProblem.id)
        .limit(limit + 1)
    )
    with pool.database.reading() as session:
        found = session.scalars(statement).all()
        rows = [ProblemRow(it.code, it.path, it.line, it.message) for it in found]
    return page_of(rows, limit, [str(it.id) for it in found])
