"""Questions across the pool: who uses a package, who contains a file, what changed between two releases."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, Response, current_app, jsonify, request
from werkzeug.exceptions import HTTPException

from licenses.errors import TrustpoolError
from registry.api import problems, shapes
from registry.api.paging import paging
from registry.pool import Pool
from registry.services import usage
from registry.services.compare import compare as compare_releases

blueprint = Blueprint("questions", __name__, url_prefix="/api/v1")
blueprint.register_error_handler(TrustpoolError, problems.of_trustpool)
blueprint.register_error_handler(HTTPException, problems.of_http)


@blueprint.get("/usage")
def uses() -> Response:
    """Releases that have the package `purl`, with or without version, the newest first, and the way to it."""
    page = usage.who_uses(_pool(), request.args.get("purl", "")[:500], **paging(20))
    return jsonify(shapes.listed(page, [{**asdict(it), "state": it.state.value} for it in page.items]))


@blueprint.get("/files/<blob>")
def containing(blob: str) -> Response:
    """Releases that contain a file with this git object id or SWHID."""
    page = usage.who_contains(_pool(), blob, **paging(20))
    return jsonify(shapes.listed(page, [{**asdict(it), "state": it.state.value} for it in page.items]))


@blueprint.get("/projects/<name>/releases/<before>/compare/<after>")
def compare(name: str, before: str, after: str) -> Response:
    """What the later release has differently."""
    return jsonify(asdict(compare_releases(_pool(), name, before, after)))


def _pool() -> Pool:
    found: Pool = current_app.extensions["trustpool"]
    return found
