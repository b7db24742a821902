"""Decisions, comments, waivers and the audit trail, for programs."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, Struct

from registry.api import answers, shapes
from registry.api.asked import VISIBLE, json_body, require_unchanged
from registry.api.authentication import allowed, known
from registry.api.blueprints import part, pool
from registry.api.documented import documented
from registry.api.paging import PAGE, paging
from registry.api.projects import seen_release
from registry.services import releases, review, waivers
from registry.services.permissions import Permission

blueprint = part("review")

Reason = Annotated[str, Meta(min_length=1, max_length=review.LONGEST_REASON, pattern=VISIBLE)]
Name = Annotated[str, Meta(min_length=1, max_length=200, pattern=VISIBLE)]
Subject = Annotated[str, Meta(min_length=1, max_length=4096, pattern=r"^[^\x00]*[^\x00*?/][^\x00]*$")]


class DecisionBody(Struct, forbid_unknown_fields=True):
    """What is decided about a release, and why."""

    decision: Literal["publish", "reject", "withdraw"]
    reason: Reason


class CommentBody(Struct, forbid_unknown_fields=True):
    """A comment, a question or an answer."""

    comment: Reason
    kind: review.Remark = review.Remark.COMMENT


class WaiverBody(Struct, forbid_unknown_fields=True):
    """What is accepted, why and until when."""

    rule: Name
    subject: Subject
    reason: Reason
    until: date


@blueprint.post("/projects/<name>/releases/<release_id>/decision")
@documented(answers.Decided, body=DecisionBody, errors=(400, 403, 404, 409, 412), needs_token=True)
def decide(name: str, release_id: str) -> answers.Decided:
    """Publish, reject or withdraw a release; with `If-Match`, only the one that was seen."""
    known(pool())
    asked = json_body(DecisionBody)
    decision = review.Decision(asked.decision)
    permission = Permission.WITHDRAW if decision is review.Decision.WITHDRAW else Permission.REVIEW
    who = allowed(pool(), permission, name)
    require_unchanged(seen_release(name, release_id))
    return answers.Decided(review.decide(pool(), name, release_id, decision, actor=who.login, reason=asked.reason))


@blueprint.post("/projects/<name>/releases/<release_id>/comments")
@documented(answers.Said, status=201, body=CommentBody, errors=(400, 403, 404), needs_token=True)
def comment(name: str, release_id: str) -> answers.Said:
    """Comment, ask the submitter, or answer. A question stays open until an answer follows."""
    known(pool())
    asked = json_body(CommentBody)
    who = allowed(pool(), Permission.REVIEW if asked.kind is review.Remark.QUESTION else Permission.COMMENT, name)
    review.ask(pool(), name, release_id, actor=who.login, question=asked.comment, kind=asked.kind)
    return answers.Said(asked.comment)


@blueprint.get("/projects/<name>/releases/<release_id>/events")
@documented(answers.Listed[answers.Event], query=PAGE, errors=(400, 404))
def events(name: str, release_id: str) -> answers.Listed[answers.Event]:
    """The release's audit trail, from the beginning."""
    found = releases.release(pool(), name, release_id)
    return shapes.listed(review.events_page(pool(), found.id, **paging(100)), shapes.event)


@blueprint.post("/projects/<name>/waivers")
@documented(answers.Granted, status=201, body=WaiverBody, errors=(400, 403, 404, 409), needs_token=True)
def waive(name: str) -> answers.Granted:
    """Accept a violation of the project until a day, within a year."""
    known(pool())
    asked = json_body(WaiverBody)
    who = allowed(pool(), Permission.WAIVE, name)
    number = waivers.waive(
        pool(), name, rule=asked.rule, subject=asked.subject, reason=asked.reason, actor=who.login, until=asked.until
    )
    return answers.Granted(number)


@blueprint.delete("/projects/<name>/waivers/<int:number>")
@documented(status=204, errors=(403, 404), needs_token=True)
def revoke(name: str, number: int) -> None:
    """End a waiver."""
    who = allowed(pool(), Permission.WAIVE, name)
    waivers.revoke(pool(), name, number, actor=who.login)
