"""How to check what was downloaded, and the key to do it with."""

from __future__ import annotations

from flask import Blueprint, Response, current_app

from registry.services.signing import key_facts
from web.rendering import render

blueprint = Blueprint("verify", __name__)


@blueprint.get("/verify")
def how() -> str:
    """The public key and the commands."""
    return render("verify.html", key=key_facts(current_app.extensions["trustpool"]))


@blueprint.get("/key.pem")
def key() -> Response:
    """The pool's public key."""
    answer = Response(key_facts(current_app.extensions["trustpool"]).pem, mimetype="application/x-pem-file")
    answer.headers.set("Content-Disposition", "attachment", filename="trustpool-key.pem")
    return answer
