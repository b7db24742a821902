"""Decisions, comments, waivers and the audit trail, for programs."""

from __future__ import annotations

from datetime import date
from typing import Literal, TypeVar

import msgspec
from flask import Blueprint, Response, current_app, jsonify, request
from werkzeug.exceptions import HTTPException

from licenses.errors import BadUsage, TrustpoolError
from licenses.language import text
from registry.api import problems, shapes
from registry.api.authentication import allowed
from registry.api.language import request_language
from registry.pool import Pool
from registry.services import releases, review, waivers
from registry.services.permissions import Permission

blueprint = Blueprint("review", __name__, url_prefix="/api/v1")
blueprint.register_error_handler(TrustpoolError, problems.of_trustpool)
blueprint.register_error_handler(HTTPException, problems.of_http)

T = TypeVar("T")


class DecisionBody(msgspec.Struct, forbid_unknown_fields=True):
    """What is decided about a release, and why."""

    decision: Literal["publish", "reject", "withdraw"]
    reason: str


class CommentBody(msgspec.Struct, forbid_unknown_fields=True):
    """A question or an answer."""

    comment: str


class WaiverBody(msgspec.Struct, forbid_unknown_fields=True):
    """What is accepted, why and until when."""

    rule: str
    subject: str
    reason: str
    until: date


@blueprint.post("/projects/<name>/releases/<release_id>/decision")
def decide(name: str, release_id: str) -> Response:
    """Publish, reject or withdraw a release."""
    asked = _body(DecisionBody)
    decision = review.Decision(asked.decision)
    permission = Permission.WITHDRAW if decision is review.Decision.WITHDRAW else Permission.REVIEW
    who = allowed(_pool(), permission, name)
    state = review.decide(_pool(), name, release_id, decision, actor=who.login, reason=asked.reason)
    return jsonify({"state": state.value})


@blueprint.post("/projects/<name>/releases/<release_id>/comments")
def comment(name: str, release_id: str) -> tuple[Response, int]:
    """Ask the submitter, or answer."""
    asked = _body(CommentBody)
    who = allowed(_pool(), Permission.COMMENT, name)
    review.ask(_pool(), name, release_id, actor=who.login, question=asked.comment)
    return jsonify({"comment": asked.comment}), 201


@blueprint.get("/projects/<name>/releases/<release_id>/events")
def events(name: str, release_id: str) -> Response:
    """The release's audit trail, from the beginning."""
    found = releases.release(_pool(), name, release_id)
    language = request_language()
    items = [shapes.event(it, language) for it in review.events_of(_pool(), found.id)]
    return jsonify({"items": items, "next": None})


@blueprint.post("/projects/<name>/waivers")
def waive(name: str) -> tuple[Response, int]:
    """Accept a violation until a day."""
    asked = _body(WaiverBody)
    who = allowed(_pool(), Permission.WAIVE, name)
    number = waivers.waive(
        _pool(), name, rule=asked.rule, subject=asked.subject, reason=asked.reason, actor=who.login, until=asked.until
    )
    return jsonify({"waiver": number}), 201


@blueprint.delete("/projects/<name>/waivers/<int:number>")
def revoke(name: str, number: int) -> tuple[str, int]:
    """End a waiver."""
    who = allowed(_pool(), Permission.WAIVE, name)
    waivers.revoke(_pool(), name, number, actor=who.login)
    return "", 204


def _pool() -> Pool:
    found: Pool = current_app.extensions["trustpool"]
    return found


def _body(shape: type[T]) -> T:
    """The request's JSON, checked.

    Raises:
        BadUsage: it is not JSON of that shape.
    """
    try:
        return msgspec.json.decode(request.get_data(cache=False), type=shape)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as wrong:
        raise BadUsage(text("the request's JSON does not have the expected form: {cause}", cause=str(wrong))) from wrong
