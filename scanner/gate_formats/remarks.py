"""What the verdict says about each subject, in the reader's language: the lines of every form but JSON."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from licenses.language import Language, say
from licenses.policy_severity import Severity
from licenses.subject import Subject
from licenses.verdict import Undecided, Violation
from licenses.waiver import Waiver
from scanner.gate_formats.interface import Judged, place


@dataclass(frozen=True, slots=True)
class Remark:
    """A violation or an open question about one subject, in the reader's language."""

    rule: str
    severity: Severity
    subject: Subject
    license: str
    message: str
    remedy: str
    decided: bool
    lifted: str = ""  # why it does not count; "" when it does


def remarks(judged: Judged) -> tuple[Remark, ...]:
    """Everything that the verdict says about subjects, what is lifted included: gravest first."""
    found = [*_violations(judged), *_questions(judged), *_lifted(judged)]
    return tuple(sorted(found, key=_gravest_first))


def _gravest_first(remark: Remark) -> tuple[bool, int, bool, str, str, str]:
    rank = remark.severity.rank
    return bool(remark.lifted), rank, not remark.decided, place(remark.subject), remark.subject.identity, remark.rule


def fingerprint(remark: Remark) -> str:
    """What makes it the same finding in another run: rule, subject and licence, not its line or wording."""
    return hashlib.sha256("\0".join((remark.rule, remark.subject.identity, remark.license)).encode()).hexdigest()


def idle(judged: Judged) -> Iterator[str]:
    """A sentence for each waiver that lifts nothing any more."""
    for waiver in judged.verdict.idle:
        words = _named(waiver)
        yield say("a waiver lifts nothing any more and can be removed: {waiver}", judged.language, waiver=words)


def expired(waiver: Waiver, language: Language) -> str:
    """The sentence about a waiver whose time is over."""
    day = waiver.expires.isoformat()
    return say(
        "A WAIVER HAS EXPIRED on {day}; the gate is closed until it is renewed or removed: {waiver}",
        language,
        day=day,
        waiver=_named(waiver),
    )


def _named(waiver: Waiver) -> str:
    return f"{waiver.rule} / {waiver.subject} ({waiver.author}){', ' + waiver.origin if waiver.origin else ''}"


def _violations(judged: Judged) -> Iterator[Remark]:
    """A remark for each violation."""
    for violation in judged.verdict.violations:
        yield _violation(violation, judged.language)


def _questions(judged: Judged) -> Iterator[Remark]:
    """A remark for each subject of each open question."""
    for question in judged.verdict.undecided:
        yield from _question(question, judged.language)


def _lifted(judged: Judged) -> Iterator[Remark]:
    """A remark for each violation that a waiver or the baseline lifts."""
    for lifted in judged.verdict.lifted:
        reason = lifting(lifted.waiver, judged.language)
        if isinstance(lifted.violation, Undecided):
            yield from _question(lifted.violation, judged.language, reason)
        else:
            yield _violation(lifted.violation, judged.language, reason)


def lifting(waiver: Waiver | None, language: Language) -> str:
    """Why something does not count."""
    if waiver is None:
        return say("recorded in the baseline", language)
    return say(
        "waived by {author} until {day}: {reason}",
        language,
        author=waiver.author,
        day=waiver.expires.isoformat(),
        reason=waiver.reason,
    )


def _violation(violation: Violation, language: Language, lifted: str = "") -> Remark:
    return Remark(
        rule=violation.rule,
        severity=violation.severity,
        subject=violation.subject,
        license=violation.expression,
        message=violation.message.to(language),
        remedy=violation.remedy.to(language),
        decided=True,
        lifted=lifted,
    )


def _question(question: Undecided, language: Language, lifted: str = "") -> Iterator[Remark]:
    reason = question.reason.to(language)
    for subject in question.subjects:
        yield Remark(
            rule=question.rule,
            severity=question.severity,
            subject=subject,
            license=subject.expression,
            message=say("{subject}: not decided: {reason}", language, subject=subject.identity, reason=reason),
            remedy=say("Supply the fact, or ask for a waiver.", language),
            decided=False,
            lifted=lifted,
        )
