"""An organisation's usage agreement: to read, and for members to accept."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from registry.api.blueprints import pool
from registry.api.language import request_language
from registry.services import agreements
from registry.services.permissions import is_member, require_known, require_member
from web.rendering import render
from web.session import from_our_page, viewer

blueprint = Blueprint("agreement", __name__, url_prefix="/organisations/<name>/agreement")


@blueprint.get("")
def show(name: str) -> str:
    """The version in force, in the reader's language."""
    who = viewer()
    found = agreements.agreement_of(pool(), name, who.id if who else None)
    may = who is not None and is_member(pool(), who, name)
    return render("agreement.html", agreement=found, words=found.text(request_language()), may=may)


@blueprint.post("")
def accept(name: str) -> AnyResponse:
    """Accept it."""
    from_our_page()
    who = require_known(viewer())
    require_member(pool(), who, name)
    version = request.form.get("version", "")[:100]
    agreements.accept(pool(), name, version, user_id=who.id, login=who.login, language=request_language())
    return Response(status=303, headers={"Location": url_for("agreement.show", name=name)})
