"""The first page: all projects, and the search."""

from __future__ import annotations

from flask import Blueprint, current_app, request

from licenses.classes import LicenseClass
from registry.services import projects
from registry.services.search import read_query
from web.rendering import render

blueprint = Blueprint("projects", __name__)


@blueprint.get("/")
def index() -> str:
    """Projects by name, narrowed by `q` and `class`."""
    pool = current_app.extensions["trustpool"]
    words = request.args.get("q", "").strip()[:500]
    license_class = request.args.get("class", "")[:50]
    query = read_query(words, license_class=license_class)
    return render(
        "projects.html",
        page=projects.find_projects(pool, query, cursor=request.args.get("cursor", "")[:500]),
        total=projects.count_projects(pool),
        words=words,
        license_class=license_class,
        classes=list(LicenseClass),
    )
