"""`/api/v1/projects` and below."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request
from werkzeug.exceptions import HTTPException

from licenses.errors import TrustpoolError
from licenses.language import text
from registry.api import problems as errors
from registry.api import shapes
from registry.api.language import request_language
from registry.api.paging import paging
from registry.pool import Pool
from registry.services import contents, projects, releases
from registry.services.projects import NotFound
from registry.services.visits import visits_of

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")
blueprint.register_error_handler(TrustpoolError, errors.of_trustpool)
blueprint.register_error_handler(HTTPException, errors.of_http)


def pool() -> Pool:
    """The pool that this application serves."""
    found: Pool = current_app.extensions["trustpool"]
    return found


@blueprint.get("/projects")
def all_projects() -> Response:
    """Projects by name; `q`, `purl`, `license` and `class` narrow the list, `cursor` and `limit` page it."""
    asked = projects.read_query(
        request.args.get("q", "")[:500],
        purl=request.args.get("purl", "")[:500],
        license=request.args.get("license", "")[:200],
        license_class=request.args.get("class", "")[:50],
    )
    page = projects.find_projects(pool(), asked, **paging(20))
    return jsonify(shapes.listed(page, [shapes.project_row(it) for it in page.items]))


@blueprint.get("/projects/<name>")
def one_project(name: str) -> Response:
    """A project with its origins and releases."""
    return jsonify(shapes.project_detail(projects.project(pool(), name, **paging(20))))


@blueprint.get("/projects/<name>/visits")
def visits(name: str) -> Response:
    """The newest visits to the project's origins."""
    language = request_language()
    items = [shapes.visit(it, language) for it in visits_of(pool(), name)]
    return jsonify({"items": items, "next": None})


@blueprint.get("/projects/<name>/releases/<release_id>")
def one_release(name: str, release_id: str) -> Response:
    """A release, by commit, SWHID or label."""
    return jsonify(shapes.release_detail(releases.release(pool(), name, release_id), request_language()))


@blueprint.get("/projects/<name>/releases/<release_id>/components")
def components(name: str, release_id: str) -> Response:
    """The release's packages."""
    page = contents.components_of(pool(), _id(name, release_id), **paging(100))
    return jsonify(shapes.listed(page, [shapes.component(it) for it in page.items]))


@blueprint.get("/projects/<name>/releases/<release_id>/dependencies")
def dependencies(name: str, release_id: str) -> Response:
    """The release's dependency edges."""
    page = contents.dependencies_of(pool(), _id(name, release_id), **paging(100))
    return jsonify(shapes.listed(page, [shapes.edge(it) for it in page.items]))


@blueprint.get("/projects/<name>/releases/<release_id>/licenses")
def licenses(name: str, release_id: str) -> Response:
    """The release's licence expressions, with some of the files of each."""
    rows = contents.licenses_of(pool(), _id(name, release_id))
    items: list[dict[str, Any]] = [
        {
            "expression": it.expression,
            "class": it.license_class,
            "files": it.files,
            "components": it.components,
            "paths": list(it.paths),
        }
        for it in rows
    ]
    return jsonify({"items": items, "next": None})


@blueprint.get("/projects/<name>/releases/<release_id>/problems")
def problems(name: str, release_id: str) -> Response:
    """What the scan could not read as meant."""
    page = contents.problems_of(pool(), _id(name, release_id), **paging(100))
    language = request_language()
    return jsonify(shapes.listed(page, [shapes.problem(it, language) for it in page.items]))


@blueprint.get("/projects/<name>/releases/<release_id>/verdict")
def verdict(name: str, release_id: str) -> Response:
    """The newest verdict."""
    found = releases.release(pool(), name, release_id)
    if not found.verdicts:
        raise NotFound(text("the release was not judged yet"), where=found.label)
    return jsonify(shapes.verdict(found.verdicts[0], request_language()))


def _id(name: str, release_id: str) -> int:
    return releases.release(pool(), name, release_id).id
