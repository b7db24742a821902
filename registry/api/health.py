"""`/healthz`: whether this process lives. `/readyz`: whether it can do its work: database, schema, folder."""

from __future__ import annotations

import os

from flask import Blueprint, Response, current_app, jsonify
from sqlalchemy.exc import SQLAlchemyError

from registry.pool import Pool
from registry.schema import is_current
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


@blueprint.get("/readyz")
def readyz() -> tuple[Response, int]:
    """200 when every part is ready, else 503; says which."""
    pool: Pool = current_app.extensions["trustpool"]
    try:
        schema = is_current(pool.database)
        answers = True
    except SQLAlchemyError:
        current_app.logger.exception("the database does not answer")
        schema = answers = False
    writable = os.access(pool.home.git, os.R_OK | os.W_OK | os.X_OK)
    parts = {"database": answers, "schema": schema, "folder": writable, "documents": pool.documents.is_ready()}
    ready = all(parts.values())
    words = {name: "ok" if good else "unavailable" for name, good in parts.items()}
    return jsonify({"status": "ok" if ready else "unavailable", "parts": words}), 200 if ready else 503
