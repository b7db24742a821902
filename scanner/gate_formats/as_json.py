"""The whole verdict as JSON, for programs. Messages stand in both languages.

Its schema is verdict.schema.json beside this file: additions are compatible, anything else gets a new `format`.
"""

from __future__ import annotations

import json
from typing import Any

from msgspec.structs import asdict

from licenses.language import Text
from licenses.subject import Subject
from licenses.verdict import Lifted, Undecided, Violation
from licenses.waiver import Waiver
from scanner.gate_formats.interface import Judged

FORMAT = "trustpool-verdict-1"


def write(judged: Judged) -> str:
    """One object; equal verdicts give equal bytes."""
    verdict = judged.verdict
    document = {
        "format": FORMAT,
        "project": judged.name,
        "refused": verdict.refused,
        "pack": {"name": verdict.pack.name, "version": verdict.pack.version, "sha256": verdict.pack.sha256},
        "scenario": verdict.scenario.value,
        "outbound": verdict.outbound,
        "judged": verdict.judged,
        "compared": asdict(judged.compared) if judged.compared else None,
        "settings": judged.settings,
        "excluded": list(judged.excluded),
        "violations": [_violation(violation) for violation in verdict.violations],
        "undecided": [_question(question) for question in verdict.undecided],
        "choices": [{"subject": _subject(choice.subject), "chosen": choice.chosen} for choice in verdict.choices],
        "lifted": [_lifted(lifted) for lifted in verdict.lifted],
        "expired_waivers": [_waiver(waiver) for waiver in verdict.expired],
        "idle_waivers": [_waiver(waiver) for waiver in verdict.idle],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _violation(violation: Violation) -> dict[str, Any]:
    return {
        "rule": violation.rule,
        "severity": violation.severity.value,
        "license": violation.expression,
        "advisories": list(violation.advisories),
        "subject": _subject(violation.subject),
        "message": _both(violation.message),
        "remedy": _both(violation.remedy),
    }


def _question(question: Undecided) -> dict[str, Any]:
    return {
        "rule": question.rule,
        "severity": question.severity.value,
        "reason": _both(question.reason),
        "subjects": [_subject(subject) for subject in question.subjects],
    }


def _lifted(lifted: Lifted) -> dict[str, Any]:
    found = lifted.violation
    said = _violation(found) if isinstance(found, Violation) else _question(found)
    return {**said, "waiver": _waiver(lifted.waiver) if lifted.waiver else None}


def _waiver(waiver: Waiver) -> dict[str, Any]:
    return {
        "rule": waiver.rule,
        "subject": waiver.subject,
        "reason": waiver.reason,
        "author": waiver.author,
        "expires": waiver.expires.isoformat(),
        "origin": waiver.origin,
    }


def _subject(subject: Subject) -> dict[str, Any]:
    return {
        "kind": subject.kind.value,
        "identity": subject.identity,
        "expression": subject.expression,
        "use": subject.use.value,
        "relation": subject.relation.value,
        "direct": subject.direct,
        "path": subject.path,
        "first_line": subject.first_line,
        "last_line": subject.last_line,
    }


def _both(words: Text) -> dict[str, str]:
    return {"en": words.to("en"), "zh": words.to("zh")}
