"""A release's way through the pool: the one place that changes its state, and writes the audit event with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from licenses.errors import BadUsage
from licenses.language import Text, text
from registry.models import AuditEvent, Release, State
from registry.services.announce import announce

# state -> what may follow
TRANSITIONS: Mapping[State, frozenset[State]] = {
    State.SUBMITTED: frozenset({State.SCANNING, State.REJECTED}),
    State.SCANNING: frozenset({State.SCANNED, State.SUBMITTED, State.REJECTED}),  # back when a worker died
    State.SCANNED: frozenset({State.IN_REVIEW}),
    State.IN_REVIEW: frozenset({State.PUBLISHED, State.REJECTED}),
    State.PUBLISHED: frozenset({State.WITHDRAWN}),
    State.REJECTED: frozenset({State.IN_REVIEW}),  # reconsidered: another pack, a waiver, a reviewer's decision
    State.WITHDRAWN: frozenset(),
}


class Conflict(BadUsage):
    """It can be asked for, but not as things stand now."""


class BadTransition(Conflict):
    """The release cannot go where it was sent."""


def transition(
    session: Session, release: Release, to: State, *, actor: str, at: datetime, reason: Text | None = None
) -> None:
    """Move a release on and record who did it and why, within the session's transaction.

    Raises:
        BadTransition: `to` may not follow the release's state, or a refusal comes without its reason.
    """
    before = release.state
    if to not in TRANSITIONS[before]:
        raise BadTransition(
            text("a release that is {before} cannot become {after}", before=before.value, after=to.value),
            where=release.label,
        )
    if to in {State.REJECTED, State.WITHDRAWN} and reason is None:
        raise BadTransition(text("rejecting or withdrawing a release needs a reason"), where=release.label)
    release.state = to
    release.reason = reason
    release.changed_at = at
    _note(session, release, before.value, actor, at, reason)


def submitted(session: Session, release: Release, *, actor: str, at: datetime) -> None:
    """Add a new release, in its first state, with its first audit event."""
    session.add(release)
    session.flush()
    _note(session, release, "", actor, at, None)


def _note(session: Session, release: Release, before: str, actor: str, at: datetime, reason: Text | None) -> None:
    """The audit event, and who wants to hear of it."""
    event = AuditEvent(
        at=at,
        actor=actor,
        action=f"release.{release.state.value.replace(' ', '-')}",
        release_id=release.id,
        before=before,
        after=release.state.value,
        reason=reason,
    )
    session.add(event)
    session.flush()
    announce(session, release, event)
