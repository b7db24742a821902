"""Verdicts, decisions and agreements as answers."""

from __future__ import annotations

from registry.api import answers
from registry.api.language import request_language
from registry.api.shapes.alike import alike
from registry.services.agreements import AgreementRow
from registry.services.overrules import OverruleRow
from registry.services.release_rows import VerdictRow
from registry.services.review import EventRow


def verdict(it: VerdictRow) -> answers.Verdict:
    """One verdict with its reasons."""
    return alike(answers.Verdict, it, violations=[alike(answers.Violation, each) for each in it.violations])


def event(it: EventRow) -> answers.Event:
    """One entry of an audit trail."""
    return alike(answers.Event, it)


def overrule(it: OverruleRow) -> answers.Overrule:
    """A licence that a reviewer concluded."""
    return alike(answers.Overrule, it)


def agreement(it: AgreementRow) -> answers.Agreement:
    """The version in force."""
    return alike(answers.Agreement, it, text=it.text(request_language()))
