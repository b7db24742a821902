"""One project: where its code comes from and its releases."""

from __future__ import annotations

from flask import Blueprint, current_app, request

from registry.services import projects
from web.rendering import render

blueprint = Blueprint("project", __name__)


@blueprint.get("/projects/<name>")
def show(name: str) -> str:
    """The project and a page of its releases."""
    pool = current_app.extensions["trustpool"]
    return render("project.html", project=projects.project(pool, name, cursor=request.args.get("cursor", "")[:500]))
