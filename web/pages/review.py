"""What waits for a reviewer, and the forms by which they decide."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from licenses.errors import BadUsage
from licenses.language import text
from registry.api.blueprints import pool
from registry.models import State
from registry.services import overrules, projects, review, waivers
from registry.services.permissions import Permission, require
from web.rendering import render
from web.session import from_our_page, viewer

blueprint = Blueprint("reviewing", __name__)


@blueprint.get("/review")
def queue() -> str:
    """Releases in review, the longest waiting first."""
    rows = projects.releases_in(pool(), State.IN_REVIEW, cursor=request.args.get("cursor", "")[:500])
    return render("review.html", page=rows)


@blueprint.post("/projects/<name>/releases/<release_id>/decision")
def decide(name: str, release_id: str) -> AnyResponse:
    """Publish, reject, withdraw, comment, ask or answer, as the form says."""
    from_our_page()
    said, reason = request.form.get("decision", ""), request.form.get("reason", "")
    if said in set(review.Remark):
        needed = Permission.REVIEW if said == review.Remark.QUESTION else Permission.COMMENT
        who = require(pool(), viewer(), needed, name)
        review.ask(pool(), name, release_id, actor=who.login, question=reason, kind=review.Remark(said))
    elif said in set(review.Decision):
        decision = review.Decision(said)
        needed = Permission.WITHDRAW if decision is review.Decision.WITHDRAW else Permission.REVIEW
        who = require(pool(), viewer(), needed, name)
        review.decide(pool(), name, release_id, decision, actor=who.login, reason=reason)
    else:
        raise BadUsage(text("the form does not say what is decided"))
    return _back(name, release_id, "history")


@blueprint.post("/projects/<name>/releases/<release_id>/waivers")
def waive(name: str, release_id: str) -> AnyResponse:
    """Accept a violation of the project until a day."""
    from_our_page()
    who = require(pool(), viewer(), Permission.WAIVE, name)
    rule, subject, reason = (request.form.get(it, "") for it in ("rule", "subject", "reason"))
    if len(reason) > review.LONGEST_REASON:
        raise BadUsage(text("a reason of 1 to {most} characters is needed", most=review.LONGEST_REASON))
    waivers.waive(pool(), name, rule=rule, subject=subject, reason=reason, actor=who.login, until=_day())
    return _back(name, release_id, "verdict")


@blueprint.post("/projects/<name>/releases/<release_id>/overrules")
def overrule(name: str, release_id: str) -> AnyResponse:
    """Conclude another licence than what was found."""
    from_our_page()
    who = require(pool(), viewer(), Permission.REVIEW, name)
    subject, license_, reason = (request.form.get(it, "").strip() for it in ("subject", "license", "reason"))
    overrules.overrule(pool(), name, release_id, subject=subject, license=license_, reason=reason, actor=who.login)
    return _back(name, release_id, "overrules")


def _day() -> date:
    written = request.form.get("until", "")
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise BadUsage(
            text("this is not a day"), where=written[:20], hint=text("like this: {example}", example="2026-12-31")
        ) from None


def _back(name: str, release_id: str, part: str) -> AnyResponse:
    place = url_for("release.show", name=name, release_id=release_id)
    return Response(status=303, headers={"Location": f"{place}#{part}"})
