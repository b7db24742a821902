"""`/healthz`: whether the pool can answer."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, jsonify
from sqlalchemy.exc import SQLAlchemyError

from registry.pool import Pool
from registry.services.projects import count_projects

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> tuple[Response, int]:
    """200 when the database answers, else 503."""
    pool: Pool = current_app.extensions["trustpool"]
    try:
        count_projects(pool)
    except SQLAlchemyError:
        current_app.logger.exception("the database does not answer")
        return jsonify({"status": "unavailable"}), 503
    return jsonify({"status": "ok"}), 200
