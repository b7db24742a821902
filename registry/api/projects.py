"""`/api/v1/projects` and below."""

from __future__ import annotations

from licenses.language import text
from registry.api import answers, shapes
from registry.api.asked import query, word
from registry.api.blueprints import part, pool
from registry.api.documented import documented
from registry.api.paging import PAGE, paging
from registry.services import contents, projects, releases
from registry.services.projects import NotFound
from registry.services.review import open_question
from registry.services.search import read_query
from registry.services.visits import visits_of

blueprint = part("api")

WORDS = word("q", "Words; one that begins with pkg: is a package URL.", most=500)
PURL = word("purl", "A package that some release uses, with or without version.", most=500)
LICENSE = word("license", "An SPDX licence id that occurs in some release.", most=200)
CLASS = word("class", "A class of licences that occurs in some release.", most=50)


@blueprint.get("/projects")
@documented(answers.Listed[answers.ProjectRow], query=(WORDS, PURL, LICENSE, CLASS, *PAGE), errors=(400,))
def all_projects() -> answers.Listed[answers.ProjectRow]:
    """Projects by name, narrowed by all that is asked."""
    asked = read_query(query(WORDS), purl=query(PURL), license=query(LICENSE), license_class=query(CLASS))
    return shapes.listed(projects.find_projects(pool(), asked, **paging(20)), shapes.project_row)


@blueprint.get("/projects/<name>")
@documented(answers.Project, query=PAGE, errors=(400, 404))
def one_project(name: str) -> answers.Project:
    """A project with its origins and its releases, the newest first."""
    return shapes.project_detail(projects.project(pool(), name, **paging(20)))


@blueprint.get("/projects/<name>/visits")
@documented(answers.Listed[answers.Visit], query=PAGE, errors=(400, 404))
def visits(name: str) -> answers.Listed[answers.Visit]:
    """Visits to the project's origins, the newest first."""
    return shapes.listed(visits_of(pool(), name, **paging(50)), shapes.visit)


@blueprint.get("/projects/<name>/releases/<release_id>")
@documented(answers.Release, errors=(404,))
def one_release(name: str, release_id: str) -> answers.Release:
    """A release, by commit, the beginning of a commit, SWHID or label."""
    return seen_release(name, release_id)


def seen_release(name: str, release_id: str) -> answers.Release:
    """A release as whoever asks now sees it."""
    found = releases.release(pool(), name, release_id)
    return shapes.release_detail(found, open_question(pool(), found.id))


@blueprint.get("/projects/<name>/releases/<release_id>/components")
@documented(answers.Listed[answers.Component], query=PAGE, errors=(400, 404))
def components(name: str, release_id: str) -> answers.Listed[answers.Component]:
    """The release's packages: its own first, then direct ones, then the rest."""
    return shapes.listed(contents.components_of(pool(), _id(name, release_id), **paging(100)), shapes.component)


@blueprint.get("/projects/<name>/releases/<release_id>/dependencies")
@documented(answers.Listed[answers.Edge], query=PAGE, errors=(400, 404))
def dependencies(name: str, release_id: str) -> answers.Listed[answers.Edge]:
    """The release's dependency edges."""
    return shapes.listed(contents.dependencies_of(pool(), _id(name, release_id), **paging(100)), shapes.edge)


@blueprint.get("/projects/<name>/releases/<release_id>/licenses")
@documented(answers.Listed[answers.License], query=PAGE, errors=(400, 404))
def licenses(name: str, release_id: str) -> answers.Listed[answers.License]:
    """The release's licence expressions, most files first, each with some of its files."""
    return shapes.listed(contents.licenses_page(pool(), _id(name, release_id), **paging(100)), shapes.license_row)


@blueprint.get("/projects/<name>/releases/<release_id>/problems")
@documented(answers.Listed[answers.ScanProblem], query=PAGE, errors=(400, 404))
def problems(name: str, release_id: str) -> answers.Listed[answers.ScanProblem]:
    """What the scan could not read as meant."""
    return shapes.listed(contents.problems_of(pool(), _id(name, release_id), **paging(100)), shapes.problem)


@blueprint.get("/projects/<name>/releases/<release_id>/verdict")
@documented(answers.Verdict, errors=(404,))
def verdict(name: str, release_id: str) -> answers.Verdict:
    """The newest verdict."""
    found = releases.release(pool(), name, release_id)
    if not found.verdicts:
        raise NotFound(text("the release was not judged yet"), where=found.label)
    return shapes.verdict(found.verdicts[0])


def _id(name: str, release_id: str) -> int:
    return releases.release(pool(), name, release_id).id
