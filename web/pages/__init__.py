"""One module a page. A view parses the address, asks one service and renders."""

from __future__ import annotations

from flask import Blueprint, Response

from licenses.errors import TrustpoolError
from registry.api.problems import DEFECT, TITLES
from web.rendering import render


def blueprints() -> tuple[Blueprint, ...]:
    """All pages."""
    from web.pages import agreement, jobs, login, oidc, project, projects, release, review, usage, verify

    return (
        projects.blueprint,
        project.blueprint,
        release.blueprint,
        verify.blueprint,
        login.blueprint,
        oidc.blueprint,
        review.blueprint,
        usage.blueprint,
        agreement.blueprint,
        jobs.blueprint,
    )


def error_page(status: int, error: TrustpoolError | None = None) -> Response:
    """What happened, where, and what to do next."""
    title = error.what if error and status < 500 else TITLES.get(status, DEFECT)
    where = error.where if error else ""
    hint = error.hint if error else None
    return Response(render("error.html", status=int(status), title=title, where=where, hint=hint), int(status))
