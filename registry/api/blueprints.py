"""A part of `/api/v1`: errors are problems there, whatever raised them."""

from __future__ import annotations

from flask import Blueprint, current_app
from werkzeug.exceptions import HTTPException

from licenses.errors import TrustpoolError
from registry.api import problems
from registry.pool import Pool

PREFIX = "/api/v1"


def part(name: str, under: str = "") -> Blueprint:
    """A blueprint below the API's prefix."""
    made = Blueprint(name, __name__, url_prefix=PREFIX + under)
    made.register_error_handler(TrustpoolError, problems.of_trustpool)
    made.register_error_handler(HTTPException, problems.of_http)
    return made


def pool() -> Pool:
    """The pool that this application serves."""
    found: Pool = current_app.extensions["trustpool"]
    return found
