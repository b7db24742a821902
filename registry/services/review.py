"""Decisions about releases: a reviewer publishes or rejects, a maintainer withdraws, anyone concerned asks.

Who may do so is asked before (registry.services.permissions); here it is written down who did.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from licenses.errors import BadUsage
from licenses.language import Text, text
from licenses.policy_severity import Severity
from registry.models import AuditEvent, Publication, Release, ReleaseVerdict, ReleaseViolation, State
from registry.pool import Pool
from registry.services.archives import recorded
from registry.services.pages import Page, number, page_of
from registry.services.projects import named
from registry.services.refs import show_published
from registry.services.releases import find_release
from registry.services.signing import sign_again
from registry.services.waivers import waivers_of
from registry.services.workflow import BadTransition, Conflict, transition

LONGEST_REASON = 2000  # characters


class Decision(StrEnum):
    """What a reviewer can say."""

    PUBLISH = "publish"
    REJECT = "reject"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True)
class EventRow:
    """One entry of the audit trail."""

    at: datetime
    actor: str
    action: str
    before: str
    after: str
    reason: Text | None


def decide(pool: Pool, project: str, wanted: str, decision: Decision, *, actor: str, reason: str) -> State:
    """Move a release on; its new state.

    Publishing needs every refusing violation to be waived, and signs the attestation anew.

    Raises:
        NotFound: there is no such release.
        BadUsage: the reason is missing or too long.
        Conflict: violations that nobody waived still refuse it.
        BadTransition: the release is not in a state from which this can follow.
    """
    said = reason_given(reason)
    if decision is Decision.PUBLISH:
        recorded(pool, project, wanted)  # before the transaction, which need not wait for it
    with pool.database.writing() as session:
        release = find_release(session, named(session, project), wanted)
        if decision is Decision.PUBLISH and not release.analyser:
            raise BadTransition(text("the release was not scanned yet"), where=release.label)
        if release.state is State.REJECTED and decision is Decision.PUBLISH:
            transition(session, release, State.IN_REVIEW, actor=actor, at=pool.now(), reason=said)
        match decision:
            case Decision.PUBLISH:
                _apply_waivers(pool, session, release)
                session.add(Publication(release_id=release.id, published_at=pool.now()))
                transition(session, release, State.PUBLISHED, actor=actor, at=pool.now(), reason=said)
                sign_again(pool, session, release)
            case Decision.REJECT:
                transition(session, release, State.REJECTED, actor=actor, at=pool.now(), reason=said)
            case Decision.WITHDRAW:
                transition(session, release, State.WITHDRAWN, actor=actor, at=pool.now(), reason=said)
        project_id, state = release.project_id, release.state
    show_published(pool, project_id)
    return state


class Remark(StrEnum):
    """What is written about a release: a question waits for an answer."""

    COMMENT = "comment"
    QUESTION = "question"
    ANSWER = "answer"


def ask(pool: Pool, project: str, wanted: str, *, actor: str, question: str, kind: Remark = Remark.COMMENT) -> None:
    """Write a comment, a question or an answer about a release into its audit trail.

    Raises:
        NotFound: there is no such release.
        BadUsage: it is empty or too long.
    """
    said = reason_given(question)
    with pool.database.writing() as session:
        release = find_release(session, named(session, project), wanted)
        session.add(
            AuditEvent(at=pool.now(), actor=actor, action=f"release.{kind}", release_id=release.id, reason=said)
        )


def open_question(pool: Pool, release_id: int) -> Text | None:
    """The last question about a release that nobody answered yet."""
    asked = (AuditEvent.action == "release.question") | (AuditEvent.action == "release.answer")
    last = select(AuditEvent).where(AuditEvent.release_id == release_id, asked).order_by(AuditEvent.id.desc()).limit(1)
    with pool.database.reading() as session:
        found = session.scalars(last).first()
        return found.reason if found and found.action == "release.question" else None


def events_page(pool: Pool, release_id: int, *, cursor: str = "", limit: int = 100) -> Page[EventRow]:
    """A release's audit trail, from the beginning.

    Raises:
        BadUsage: the cursor is not one of ours.
    """
    start = number(cursor)
    rows = events_of(pool, release_id)[start : start + limit + 1]
    return page_of(rows, limit, [str(start + place + 1) for place in range(len(rows))])


def events_of(pool: Pool, release_id: int) -> tuple[EventRow, ...]:
    """A release's audit trail, from the beginning."""
    statement = select(AuditEvent).where(AuditEvent.release_id == release_id).order_by(AuditEvent.id)
    with pool.database.reading() as session:
        return tuple(
            EventRow(it.at, it.actor, it.action, it.before, it.after, it.reason) for it in session.scalars(statement)
        )


def reason_given(written: str) -> Text:
    """What a person wrote, in their own language, as a sentence that is never translated."""
    words = written.strip()
    if not words or len(words) > LONGEST_REASON:
        raise BadUsage(text("a reason of 1 to {most} characters is needed", most=LONGEST_REASON))
    return Text("{said}", (("said", words),))


def _apply_waivers(pool: Pool, session: Session, release: Release) -> None:
    """Note which waiver lifts each refusing violation of the newest verdict.

    Raises:
        Conflict: some are not lifted.
    """
    newest = select(ReleaseVerdict.id).where(ReleaseVerdict.release_id == release.id).order_by(ReleaseVerdict.id.desc())
    verdict_id = session.scalars(newest.limit(1)).first()
    statement = select(ReleaseViolation).where(
        ReleaseViolation.verdict_id == verdict_id, ReleaseViolation.severity == Severity.REFUSE
    )
    today = pool.now().date()
    in_force = [it for it in waivers_of(session, release.project_id) if it.holds_on(today)]
    for violation in session.scalars(statement):
        lifting = [it for it in in_force if it.covers(violation.rule, violation.subject, violation.expression)]
        if not lifting:
            raise Conflict(
                text("the rule {rule} still refuses {subject}", rule=violation.rule, subject=violation.subject),
                where=release.label,
                hint=text("grant a waiver for it first, with its reason and its last day"),
            )
        violation.waiver_id = int(lifting[0].origin)
