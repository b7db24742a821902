"""Waivers that the pool keeps: who accepted which violation of which project, why and until when."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from licenses.errors import BadUsage
from licenses.language import text
from licenses.waiver import Waiver as Judged
from registry.models import AuditEvent, Waiver
from registry.pool import Pool
from registry.services.projects import NotFound, named
from registry.services.workflow import Conflict

LONGEST = timedelta(days=366)


def waive(pool: Pool, project: str, *, rule: str, subject: str, reason: str, actor: str, until: date) -> int:
    """Accept a violation of a project until the end of a day (UTC); the waiver's number.

    It speaks for itself from the next verdict or decision on; nothing that was decided changes.

    Raises:
        NotFound: there is no such project.
        BadUsage: it has no reason, or covers everything.
        Conflict: its day is past or too far.
    """
    now = pool.now()
    end = datetime.combine(until, time.max, UTC).replace(microsecond=0)
    if not reason.strip() or not rule.strip():
        raise BadUsage(text("a waiver needs a rule and a reason"))
    if not re.sub(r"[*?/]", "", subject):
        raise BadUsage(text("this waiver would cover everything: name a path, a package or a project"), where=subject)
    if not now < end <= now + LONGEST:
        raise Conflict(text("a waiver ends on a day from today on, within a year"), where=until.isoformat())
    with pool.database.writing() as session:
        found = named(session, project)
        row = Waiver(
            project_id=found.id,
            rule=rule.strip(),
            subject=subject,
            reason=reason.strip(),
            actor=actor,
            created_at=now,
            expires_at=end,
        )
        session.add(row)
        session.add(AuditEvent(at=now, actor=actor, action="waiver.granted", after=f"{rule} {subject}"))
        session.flush()
        return row.id


def revoke(pool: Pool, project: str, number: int, *, actor: str) -> None:
    """End a waiver now.

    Raises:
        NotFound: the project has none of that number in force.
    """
    with pool.database.writing() as session:
        row = session.get(Waiver, number) if number < 2**63 else None
        if row is None or row.project_id != named(session, project).id or row.revoked_at is not None:
            raise NotFound(text("the project has no such waiver in force"), where=str(number)[:40])
        row.revoked_at = pool.now()
        session.add(AuditEvent(at=pool.now(), actor=actor, action="waiver.revoked", before=f"{row.rule} {row.subject}"))


def waivers_of(session: Session, project_id: int) -> tuple[Judged, ...]:
    """The project's waivers as a verdict takes them; expired ones are among them, to be named when they would help."""
    rows = session.scalars(
        select(Waiver).where(Waiver.project_id == project_id, Waiver.revoked_at.is_(None)).order_by(Waiver.id)
    )
    return tuple(
        Judged(
            rule=row.rule,
            subject=row.subject,
            reason=row.reason,
            author=row.actor,
            expires=row.expires_at.date(),
            origin=str(row.id),
        )
        for row in rows
    )
