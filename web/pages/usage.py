"""Who uses a package: releases across the pool, and the way by which each comes to it."""

from __future__ import annotations

from flask import Blueprint, current_app, request

from registry.services import usage
from web.rendering import render

blueprint = Blueprint("usage", __name__)


@blueprint.get("/usage")
def show() -> str:
    """Releases that have the package `purl`."""
    purl = request.args.get("purl", "").strip()[:500]
    page = None
    if purl:
        cursor = request.args.get("cursor", "")[:500]
        page = usage.who_uses(current_app.extensions["trustpool"], purl, cursor=cursor)
    return render("usage.html", purl=purl, page=page)
