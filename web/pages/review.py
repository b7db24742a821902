"""What waits for a reviewer, and the forms by which they decide."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from licenses.errors import BadUsage
from licenses.language import text
from registry.models import State
from registry.pool import Pool
from registry.services import projects, review
from registry.services.permissions import Permission, require
from web.rendering import render
from web.session import from_our_page, viewer

blueprint = Blueprint("reviewing", __name__)


@blueprint.get("/review")
def queue() -> str:
    """Releases in review, the longest waiting first."""
    rows = projects.releases_in(_pool(), State.IN_REVIEW, cursor=request.args.get("cursor", "")[:500])
    return render("review.html", page=rows)


@blueprint.post("/projects/<name>/releases/<release_id>/decision")
def decide(name: str, release_id: str) -> AnyResponse:
    """Publish, reject, withdraw or comment, as the form says."""
    from_our_page()
    said, reason = request.form.get("decision", ""), request.form.get("reason", "")
    if said == "comment":
        who = require(_pool(), viewer(), Permission.COMMENT, name)
        review.ask(_pool(), name, release_id, actor=who.login, question=reason)
    elif said in set(review.Decision):
        decision = review.Decision(said)
        needed = Permission.WITHDRAW if decision is review.Decision.WITHDRAW else Permission.REVIEW
        who = require(_pool(), viewer(), needed, name)
        review.decide(_pool(), name, release_id, decision, actor=who.login, reason=reason)
    else:
        raise BadUsage(text("the form does not say what is decided"))
    place = url_for("release.show", name=name, release_id=release_id)
    return Response(status=303, headers={"Location": f"{place}#history"})


def _pool() -> Pool:
    found: Pool = current_app.extensions["trustpool"]
    return found
