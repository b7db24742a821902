"""Webhooks of an organisation: added, listed, ended; and what they were told.

Signed as the Standard Webhooks say (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md).
"""

from __future__ import annotations

import base64
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from licenses.errors import BadUsage
from licenses.language import Text, text
from registry.models import AuditEvent, Delivery, Webhook
from registry.pool import Pool
from registry.services.organisations import organisation_named
from registry.services.outgoing import checked_url
from registry.services.pages import Page, number, page_of
from registry.services.projects import NotFound

SECRET_PREFIX = "whsec_"  # noqa: S105  the specification's
LONGEST_URL = 2000  # characters


@dataclass(frozen=True, slots=True)
class HookRow:
    """A webhook, without its secret."""

    id: int
    url: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """One event for one webhook, and how far that is."""

    id: int
    url: str
    event: str
    created_at: datetime
    delivered_at: datetime | None
    tries: int
    status: int | None  # HTTP, of the last try that was answered
    problem: Text | None


def add_webhook(pool: Pool, organisation: str, url: str, *, actor: str) -> str:
    """Tell an address of the organisation's events from now on; the secret that signs them, shown only now.

    Raises:
        NotFound: there is no such organisation.
        BadUsage: it cannot be an address, may not be called, or hears already.
    """
    checked_url(url[: LONGEST_URL + 1], private=pool.settings.webhooks.private_addresses)
    if len(url) > LONGEST_URL:
        raise BadUsage(text("the address is too long"), where=url[:80])
    secret = SECRET_PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()
    with pool.database.writing() as session:
        owner = organisation_named(session, organisation)
        known = select(Webhook).where(Webhook.organisation_id == owner.id, Webhook.url == url)
        hook = session.scalars(known).one_or_none()
        if hook is None:
            session.add(Webhook(organisation_id=owner.id, url=url, secret=secret, created_at=pool.now()))
        elif hook.ended_at is None:
            raise BadUsage(text("this address is told already"), where=url)
        else:
            hook.secret, hook.ended_at = secret, None
        _audit(pool, session, actor, "webhook.added", f"{owner.name} {url}")
    return secret


def end_webhook(pool: Pool, organisation: str, url: str, *, actor: str) -> None:
    """Tell an address nothing any more.

    Raises:
        NotFound: there is no such organisation or webhook.
    """
    with pool.database.writing() as session:
        owner = organisation_named(session, organisation)
        known = select(Webhook).where(
            Webhook.organisation_id == owner.id, Webhook.url == url, Webhook.ended_at.is_(None)
        )
        hook = session.scalars(known).one_or_none()
        if hook is None:
            raise NotFound(text("the organisation tells no such address"), where=url[:200])
        hook.ended_at = pool.now()
        _audit(pool, session, actor, "webhook.ended", f"{owner.name} {url}")


def webhooks_of(pool: Pool, organisation: str) -> tuple[HookRow, ...]:
    """The addresses that are told.

    Raises:
        NotFound: there is no such organisation.
    """
    with pool.database.reading() as session:
        owner = organisation_named(session, organisation)
        hooks = select(Webhook).where(Webhook.organisation_id == owner.id, Webhook.ended_at.is_(None))
        return tuple(HookRow(it.id, it.url, it.created_at) for it in session.scalars(hooks.order_by(Webhook.id)))


def deliveries_of(pool: Pool, organisation: str, *, cursor: str = "", limit: int = 50) -> Page[DeliveryRow]:
    """What the organisation's webhooks were told, the newest first.

    Raises:
        NotFound: there is no such organisation.
        BadUsage: the cursor is not one of ours.
    """
    with pool.database.reading() as session:
        owner = organisation_named(session, organisation)
        statement = (
            select(Delivery, Webhook.url, AuditEvent.action)
            .join(Webhook, Webhook.id == Delivery.webhook_id)
            .join(AuditEvent, AuditEvent.id == Delivery.event_id)
            .where(Webhook.organisation_id == owner.id)
            .order_by(Delivery.id.desc())
            .limit(limit + 1)
        )
        if before := number(cursor):
            statement = statement.where(Delivery.id < before)
        rows = [
            DeliveryRow(it.id, url, action, it.created_at, it.delivered_at, it.tries, it.status, it.problem)
            for it, url, action in session.execute(statement)
        ]
        return page_of(rows, limit, [str(it.id) for it in rows])


def signed_headers(secret: str, message_id: str, at: datetime, body: bytes) -> Mapping[str, str]:
    """The headers by which a receiver knows that a message is ours, new and whole."""
    timestamp = str(int(at.timestamp()))
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    signature = hmac.digest(key, b".".join([message_id.encode(), timestamp.encode(), body]), "sha256")
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": f"v1,{base64.b64encode(signature).decode()}",
    }


def _audit(pool: Pool, session: Session, actor: str, action: str, after: str) -> None:
    session.add(AuditEvent(at=pool.now(), actor=actor, action=action, after=after))
