"""Projects, their origins and the visits there as answers."""

from __future__ import annotations

from registry.api import answers
from registry.api.addresses import clone_url, external, origin_clone_url
from registry.api.shapes.alike import alike, listed
from registry.api.shapes.release import release_row
from registry.services.projects import OriginRow, ProjectDetail, ProjectRow
from registry.services.visits import VisitRow


def project_row(row: ProjectRow) -> answers.ProjectRow:
    """A project in a list."""
    return alike(
        answers.ProjectRow,
        row,
        clone_url=clone_url(row.name),
        published=row.cloneable,
        url=external("api.one_project", name=row.name),
        latest_release=release_row(row.latest),
    )


def project_detail(detail: ProjectDetail) -> answers.Project:
    """One project."""
    return alike(
        answers.Project,
        detail,
        clone_url=clone_url(detail.name),
        published=detail.cloneable,
        origins=[origin(detail.name, it) for it in detail.origins],
        releases=listed(detail.releases, release_row),
    )


def origin(project: str, it: OriginRow) -> answers.OriginRow:
    """A place that the code comes from."""
    return alike(answers.OriginRow, it, clone_url=origin_clone_url(project, it.key))


def visit(it: VisitRow) -> answers.Visit:
    """One visit to an origin."""
    return alike(answers.Visit, it)
