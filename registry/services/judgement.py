"""A verdict becomes rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from licenses.subject import Subject
from licenses.verdict import Verdict
from registry.models import Outcome, Release, ReleaseVerdict, ReleaseViolation


def outcome_of(verdict: Verdict) -> Outcome:
    """What the verdict comes to."""
    return Outcome.REFUSED if verdict.refused else Outcome.ACCEPTED


def record_verdict(session: Session, release: Release, verdict: Verdict, at: datetime) -> None:
    """Store a verdict with all its reasons."""
    row = ReleaseVerdict(
        release_id=release.id,
        pack=verdict.pack.name,
        pack_version=verdict.pack.version,
        pack_sha256=verdict.pack.sha256,
        scenario=verdict.scenario.value,
        outbound=verdict.outbound,
        outcome=outcome_of(verdict),
        judged_at=at,
    )
    session.add(row)
    session.flush()
    if rows := [{"verdict_id": row.id, **reason} for reason in _reasons(verdict)]:
        session.execute(insert(ReleaseViolation), rows)


def _reasons(verdict: Verdict) -> Iterator[dict[str, object]]:
    """Violations, then what could not be decided; of each, what refuses comes first."""
    for found in verdict.violations:
        yield {
            "rule": found.rule,
            "severity": found.severity,
            "decided": True,
            "expression": found.expression,
            "reason": found.message,
            "remedy": found.remedy,
            **_subject(found.subject),
        }
    for question in sorted(verdict.undecided, key=lambda it: it.severity.rank):
        for subject in question.subjects:
            yield {
                "rule": question.rule,
                "severity": question.severity,
                "decided": False,
                "expression": subject.expression,
                "reason": question.reason,
                "remedy": None,
                **_subject(subject),
            }


def _subject(subject: Subject) -> dict[str, object]:
    return {"subject_kind": subject.kind, "subject": subject.identity, "line": subject.first_line}
