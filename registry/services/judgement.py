"""A verdict becomes rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from licenses.policy_severity import Severity
from licenses.subject import Subject
from licenses.verdict import Undecided, Verdict, Violation
from registry.models import Outcome, Release, ReleaseVerdict, ReleaseViolation


def outcome_of(verdict: Verdict) -> Outcome:
    """What the verdict comes to."""
    return Outcome.REFUSED if verdict.refused else Outcome.ACCEPTED


def record_verdict(session: Session, release: Release, verdict: Verdict, at: datetime, *, overrules: int = 0) -> None:
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
        overrules=overrules,
    )
    session.add(row)
    session.flush()
    if rows := [{"verdict_id": row.id, **reason} for reason in _reasons(verdict)]:
        session.execute(insert(ReleaseViolation), rows)


def _reasons(verdict: Verdict) -> Iterator[dict[str, object]]:
    """Violations, then what could not be decided, then what waivers of the pool lift; the gravest of each first."""
    for violation in verdict.violations:
        yield from _rows(violation, None)
    for question in sorted(verdict.undecided, key=lambda it: it.severity.rank):
        yield from _rows(question, None)
    for lifted in verdict.lifted:
        # a waiver of the pool has its number as its origin
        if lifted.waiver is not None and lifted.waiver.origin.isdecimal():
            yield from _rows(lifted.violation, int(lifted.waiver.origin))


def _rows(found: Violation | Undecided, waiver_id: int | None) -> Iterator[dict[str, object]]:
    if isinstance(found, Violation):
        yield _row(found.rule, found.severity, found.subject, waiver_id) | {
            "decided": True,
            "expression": found.expression,
            "reason": found.message,
            "remedy": found.remedy,
        }
        return
    for subject in found.subjects:
        yield _row(found.rule, found.severity, subject, waiver_id) | {
            "decided": False,
            "expression": subject.expression,
            "reason": found.reason,
            "remedy": None,
        }


def _row(rule: str, severity: Severity, subject: Subject, waiver_id: int | None) -> dict[str, object]:
    return {
        "rule": rule,
        "severity": severity,
        "subject_kind": subject.kind,
        "subject": subject.identity,
        "line": subject.first_line,
        "waiver_id": waiver_id,
    }
