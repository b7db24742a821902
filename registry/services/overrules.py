"""A reviewer concludes another licence than what was found: recorded, shown, judged anew, and attested."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from licenses.errors import BadUsage
from licenses.expression import BadExpression, parse
from licenses.language import text
from licenses.policy import load_pack
from licenses.verdict import Verdict, evaluate
from licenses.waiver_applied import apply_waivers
from registry.models import (
    AuditEvent,
    Component,
    DocumentKind,
    File,
    FileLicense,
    LicenseOverrule,
    Outcome,
    Release,
    ReleaseDocument,
    ReleaseVerdict,
    State,
)
from registry.pool import Pool
from registry.services.judgement import outcome_of, record_verdict
from registry.services.pages import Page, number, page_of
from registry.services.projects import NotFound, named
from registry.services.releases import find_release
from registry.services.review import reason_given
from registry.services.signing import sign_again
from registry.services.subjects import subjects_of
from registry.services.submission import NewDocument
from registry.services.waivers import waivers_of
from registry.services.workflow import Conflict

OPEN = (State.IN_REVIEW, State.REJECTED)  # what was published was published as it was found
LONGEST_EXPRESSION = 1000  # characters


@dataclass(frozen=True, slots=True)
class OverruleRow:
    """One such decision."""

    id: int
    subject: str
    before: str
    concluded: str
    reason: str
    actor: str
    at: datetime


def overrule(
    pool: Pool,
    project: str,
    wanted: str,
    *,
    subject: str,
    license: str,  # noqa: A002
    reason: str,
    actor: str,
) -> Outcome:
    """Conclude a licence for a file, a package or the project itself; what the rule pack says now.

    Raises:
        NotFound: there is no such release, or no such subject in it.
        BadUsage: this is no licence expression, or the reason is missing or too long.
        Conflict: the release is not under review, or its rule pack is not here any more.
    """
    said, concluded = reason_given(reason).to("en"), _expression(license)
    with pool.database.writing() as session:
        release = find_release(session, named(session, project), wanted)
        if release.state not in OPEN:
            raise Conflict(text("only what is in review or rejected can be overruled"), where=release.label)
        before = _found(session, release, subject)
        row = LicenseOverrule(
            release_id=release.id,
            subject=subject,
            before=before,
            concluded=concluded,
            reason=said,
            actor=actor,
            at=pool.now(),
        )
        session.add(row)
        event = AuditEvent(
            at=pool.now(),
            actor=actor,
            action="release.overruled",
            release_id=release.id,
            before=f"{subject}: {before}",
            after=f"{subject}: {concluded}",
            reason=reason_given(reason),
        )
        session.add(event)
        session.flush()
        return _judge_again(pool, session, release)


def overrules_page(pool: Pool, release_id: int, *, cursor: str = "", limit: int = 100) -> Page[OverruleRow]:
    """A release's overruled licences, from the first.

    Raises:
        BadUsage: the cursor is not one of ours.
    """
    statement = (
        select(LicenseOverrule)
        .where(LicenseOverrule.release_id == release_id, LicenseOverrule.id > number(cursor))
        .order_by(LicenseOverrule.id)
        .limit(limit + 1)
    )
    with pool.database.reading() as session:
        rows = [_row(it) for it in session.scalars(statement)]
    return page_of(rows, limit, [str(it.id) for it in rows])


def _row(it: LicenseOverrule) -> OverruleRow:
    return OverruleRow(it.id, it.subject, it.before, it.concluded, it.reason, it.actor, it.at)


def _expression(written: str) -> str:
    if len(written) > LONGEST_EXPRESSION:
        raise BadUsage(text("this is not a licence expression"), where=written[:100])
    try:
        parse(written)
    except BadExpression as wrong:
        hint = text("like this: {example}", example="Apache-2.0 OR MIT")
        raise BadUsage(text("this is not a licence expression"), where=written[:100], hint=hint) from wrong
    return written.strip()


def _found(session: Session, release: Release, subject: str) -> str:
    """What holds for the subject so far.

    Raises:
        NotFound: the release has no such file or package, and it is not the project.
    """
    overruled = _concluded(session, release.id)
    if subject in overruled:
        return overruled[subject]
    if subject == release.project.name:
        return _newest(session, release.id).outbound
    component = session.scalars(
        select(Component.declared_license).where(Component.release_id == release.id, Component.purl == subject)
    ).first()
    if component is not None:
        return component
    file_id = session.scalars(select(File.id).where(File.release_id == release.id, File.path == subject)).first()
    if file_id is None:
        raise NotFound(text("the release has no such file or package"), where=subject[:200])
    stated = session.scalars(select(FileLicense.expression).where(FileLicense.file_id == file_id))
    return " AND ".join(sorted(set(stated)))


def _concluded(session: Session, release_id: int) -> dict[str, str]:
    """What holds by decision: the last one of each subject."""
    rows = select(LicenseOverrule).where(LicenseOverrule.release_id == release_id).order_by(LicenseOverrule.id)
    return {it.subject: it.concluded for it in session.scalars(rows)}


def _newest(session: Session, release_id: int) -> ReleaseVerdict:
    found = select(ReleaseVerdict).where(ReleaseVerdict.release_id == release_id).order_by(ReleaseVerdict.id.desc())
    return session.scalars(found.limit(1)).one()


def _judge_again(pool: Pool, session: Session, release: Release) -> Outcome:
    verdict = _verdict(session, release)
    verdict = apply_waivers(verdict, waivers_of(session, release.project_id), pool.now().date())
    count = session.scalar(select(func.count()).where(LicenseOverrule.release_id == release.id)) or 0
    record_verdict(session, release, verdict, pool.now(), overrules=count)
    _keep_document(pool, session, release)
    sign_again(pool, session, release)
    return outcome_of(verdict)


def _verdict(session: Session, release: Release) -> Verdict:
    before = _newest(session, release.id)
    try:
        pack = load_pack(before.pack)
    except BadUsage as gone:
        raise Conflict(text("the rule pack {pack} is not here any more", pack=before.pack)) from gone
    return evaluate(subjects_of(session, release, _concluded(session, release.id)), pack, before.scenario)


def _keep_document(pool: Pool, session: Session, release: Release) -> None:
    """All decisions as one document, whose sha256 the attestation names."""
    rows = select(LicenseOverrule).where(LicenseOverrule.release_id == release.id).order_by(LicenseOverrule.id)
    said = {
        "commit": release.commit,
        "conclusions": [
            {
                "subject": it.subject,
                "found": it.before,
                "concluded": it.concluded,
                "reason": it.reason,
                "reviewer": it.actor,
                "at": it.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            }
            for it in session.scalars(rows)
        ],
    }
    content = json.dumps(said, ensure_ascii=False, indent=1).encode() + b"\n"
    digest = NewDocument(DocumentKind.CONCLUSIONS, "application/json", content).keep(pool, session)
    known = session.get(ReleaseDocument, (release.id, DocumentKind.CONCLUSIONS))
    if known:
        known.sha256 = digest
    else:
        session.add(ReleaseDocument(release_id=release.id, kind=DocumentKind.CONCLUSIONS, sha256=digest))
    session.flush()
