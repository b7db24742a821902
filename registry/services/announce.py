"""An event of an organisation's release goes to the organisation's webhooks: one delivery each, made with the event."""

from __future__ import annotations

import json

from sqlalchemy import select
from sqlalchemy.orm import Session

from licenses.language import LANGUAGES
from registry.models import AuditEvent, Delivery, JobKind, Release, Webhook
from registry.services.enqueue import enqueue


def announce(session: Session, release: Release, event: AuditEvent) -> None:
    """Ask for the deliveries within the session's transaction."""
    organisation = release.project.organisation
    if organisation is None:
        return
    hooks = select(Webhook).where(Webhook.organisation_id == organisation.id, Webhook.ended_at.is_(None))
    for hook in session.scalars(hooks.order_by(Webhook.id)).all():
        body = _body(release, event, organisation.name)
        delivery = Delivery(webhook_id=hook.id, event_id=event.id, body=body, created_at=event.at)
        session.add(delivery)
        session.flush()
        enqueue(
            session,
            JobKind.DELIVER,
            f"deliver:{delivery.id}",
            arguments={"subject": hook.url, "delivery": delivery.id},
            actor=event.actor,
            at=event.at,
            project_id=release.project_id,
        )


def _body(release: Release, event: AuditEvent, organisation: str) -> str:
    reason = {language: event.reason.to(language) for language in LANGUAGES} if event.reason else None
    said = {
        "type": event.action,
        "timestamp": event.at.isoformat(),
        "data": {
            "organisation": organisation,
            "project": release.project.name,
            "label": release.label,
            "commit": release.commit,
            "before": event.before,
            "after": event.after,
            "actor": event.actor,
            "reason": reason,
        },
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))
