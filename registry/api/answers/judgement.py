"""What is said about a release: verdicts, decisions, overruled licences, its audit trail."""

from __future__ import annotations

from msgspec import Struct

from licenses.policy_severity import Severity
from licenses.scenario import Scenario
from registry.api.answers.envelope import Moment
from registry.models import State
from registry.models.verdict import Outcome


class Violation(Struct, frozen=True):
    """One reason of a verdict."""

    rule: str
    severity: Severity
    decided: bool
    subject: str
    line: int | None
    expression: str
    reason: str
    remedy: str | None
    waived: str


class Verdict(Struct, frozen=True):
    """What a rule pack said about a release."""

    pack: str
    pack_version: str
    scenario: Scenario
    outbound: str
    outcome: Outcome
    judged_at: Moment
    violations: list[Violation]


class Event(Struct, frozen=True):
    """One entry of an audit trail."""

    at: Moment
    actor: str
    action: str
    before: str
    after: str
    reason: str | None


class Overrule(Struct, frozen=True):
    """A licence that a reviewer concluded against what was found."""

    subject: str  # path, purl or the project's name
    before: str
    concluded: str
    reason: str
    actor: str
    at: Moment


class JudgedAgain(Struct, frozen=True):
    """What the rule pack says now."""

    outcome: Outcome


class Decided(Struct, frozen=True):
    """The state that a decision led to."""

    state: State


class Granted(Struct, frozen=True):
    """The number of a waiver."""

    waiver: int


class Said(Struct, frozen=True):
    """What was written."""

    comment: str
