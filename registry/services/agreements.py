"""The usage agreement of an organisation: published version by version, accepted by each member before they submit."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from licenses.agreement import VERSION, usage_agreement
from licenses.errors import BadUsage
from licenses.language import Language, text
from registry.models import Acceptance, Agreement, AuditEvent
from registry.pool import Pool
from registry.services.accounts import Taken
from registry.services.organisations import organisation_named
from registry.services.permissions import NotAllowed
from registry.services.projects import NotFound
from registry.services.workflow import Conflict

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
LONGEST = 200_000  # characters


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """The version that is in force."""

    organisation: str
    version: str
    english: str  # Markdown
    chinese: str
    published_at: datetime
    accepted_at: datetime | None  # by whoever asks

    def text(self, language: Language) -> str:
        """Its words in a language."""
        return self.chinese if language == "zh" else self.english


def publish_agreement(
    pool: Pool, organisation: str, *, version: str = "", texts: dict[Language, str] | None = None, actor: str
) -> str:
    """Put a new version into force, by default the template with the organisation's title; its version.

    Members must accept it before they submit again.

    Raises:
        NotFound: there is no such organisation.
        BadUsage: the version cannot be one, or a text is empty or too long.
        Taken: the organisation had this version before: its words must not change.
    """
    now = pool.now()
    with pool.database.writing() as session:
        found = organisation_named(session, organisation)
        said = texts or {each: usage_agreement(found.title, each, now.date()).text for each in ("en", "zh")}
        name = version or f"{VERSION}-{now.date().isoformat()}"
        if not NAME.fullmatch(name) or not all(0 < len(said.get(each, "").strip()) <= LONGEST for each in ("en", "zh")):
            raise BadUsage(text("an agreement needs a version and its words in both languages"), where=name[:50])
        if session.scalars(
            select(Agreement.id).where(Agreement.organisation_id == found.id, Agreement.version == name)
        ).first():
            raise Taken(text("the organisation has this version of its agreement already"), where=name)
        session.add(
            Agreement(organisation_id=found.id, version=name, english=said["en"], chinese=said["zh"], published_at=now)
        )
        after = f"{found.name} {name}"
        session.add(AuditEvent(at=now, actor=actor, action="agreement.published", after=after))
    return name


def agreement_of(pool: Pool, organisation: str, user_id: int | None = None) -> AgreementRow:
    """The version in force, and whether this user accepted it.

    Raises:
        NotFound: there is no such organisation, or it has no agreement.
    """
    with pool.database.reading() as session:
        found = organisation_named(session, organisation)
        current = _current(session, found.id)
        if current is None:
            raise NotFound(text("the organisation has no usage agreement"), where=found.name)
        accepted = session.get(Acceptance, (current.id, user_id)) if user_id else None
        return AgreementRow(
            found.name,
            current.version,
            current.english,
            current.chinese,
            current.published_at,
            accepted.at if accepted else None,
        )


def accept(pool: Pool, organisation: str, version: str, *, user_id: int, login: str, language: Language) -> None:
    """Somebody accepts the version in force, as they saw it; again changes nothing.

    Raises:
        NotFound: there is no such organisation, or it has no agreement.
        Conflict: another version is in force by now.
    """
    with pool.database.writing() as session:
        found = organisation_named(session, organisation)
        current = _current(session, found.id)
        if current is None:
            raise NotFound(text("the organisation has no usage agreement"), where=found.name)
        if current.version != version:
            raise Conflict(
                text("the version {version} is in force now: read it first", version=current.version), where=version
            )
        if session.get(Acceptance, (current.id, user_id)):
            return
        seen = current.chinese if language == "zh" else current.english
        digest = hashlib.sha256(seen.encode()).hexdigest()
        session.add(Acceptance(agreement_id=current.id, user_id=user_id, at=pool.now(), sha256=digest))
        after = f"{found.name} {version} sha256:{digest}"
        session.add(AuditEvent(at=pool.now(), actor=login, action="agreement.accepted", after=after))


def require_accepted(session: Session, organisation_id: int | None, user_id: int) -> None:
    """Go on only when the user accepted what is in force in the organisation; where nothing is, there is nothing to.

    Raises:
        NotAllowed: they did not.
    """
    current = _current(session, organisation_id) if organisation_id else None
    if current and session.get(Acceptance, (current.id, user_id)) is None:
        raise NotAllowed(
            text("the usage agreement {version} must be accepted first", version=current.version),
            hint=text("read it and accept it on the organisation's page, or with: trustpool agree ORGANISATION"),
        )


def _current(session: Session, organisation_id: int) -> Agreement | None:
    newest = select(Agreement).where(Agreement.organisation_id == organisation_id).order_by(Agreement.id.desc())
    return session.scalars(newest.limit(1)).first()
