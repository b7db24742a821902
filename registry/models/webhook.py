"""Webhooks: who wants to hear what happens in an organisation, and what they were told."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from licenses.language import Text
from registry.models.base import Base
from registry.models.organisation import Organisation


class Webhook(Base):
    """An address that an organisation's events are sent to."""

    __tablename__ = "webhook"
    __table_args__ = (
        # An address hears of an event once.
        UniqueConstraint("organisation_id", "url"),
        CheckConstraint("length(secret) >= 32", name="secret_is_long"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    url: Mapped[str]
    secret: Mapped[str]  # shared with the receiver, who checks signatures with it; kept readable, since we sign with it
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]  # the row stays for its deliveries

    organisation: Mapped[Organisation] = relationship()


class Delivery(Base):
    """One event for one webhook."""

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        # An event is told once, however often the transaction that made it is tried.
        UniqueConstraint("webhook_id", "event_id"),
        Index("ix_webhook_delivery_webhook_id_id", "webhook_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    webhook_id: Mapped[int] = mapped_column(ForeignKey("webhook.id"))
    event_id: Mapped[int] = mapped_column(ForeignKey("audit_event.id", ondelete="CASCADE"))
    body: Mapped[str]  # JSON, the bytes that are signed and sent
    created_at: Mapped[datetime]
    delivered_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    status: Mapped[int | None]  # HTTP status of the last try that was answered
    problem: Mapped[Text | None]  # why the last try failed

    webhook: Mapped[Webhook] = relationship()
