"""Which rules one subject breaks, and which alternative of its expression breaks the fewest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from licenses.classes import accompanies, class_of
from licenses.expression import AllOf, Expression, License, licenses_in
from licenses.language import Text
from licenses.policy import Rule
from licenses.policy_conditions import NOTHING_STATED, Condition, Setting, all_hold
from licenses.policy_severity import Severity
from licenses.subject import Subject
from licenses.unknown_facts import not_known


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that a licence breaks, or that cannot be decided for it."""

    rule: Rule | None  # None: no rule could be asked
    license: License
    severity: Severity
    reason: Text | None = None  # why it cannot be decided; None when it is broken


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that is found about one subject."""

    findings: tuple[Finding, ...]
    chosen: str  # the alternative that was chosen; "" when there was no choice


def judge_expression(
    expression: Expression | None, subject: Subject, rules: tuple[Rule, ...], setting: Setting
) -> Outcome:
    """The findings for the best alternative of `expression`; None stands for no licence at all."""
    judged = _Judged(rules, subject, setting)
    chosen = judged.best(expression if expression is not None else NOTHING_STATED)
    findings = tuple(judged.findings(chosen))
    offered = expression is not None and chosen != expression
    return Outcome(findings, str(chosen) if offered else "")


class _Judged:
    """One subject's rules, sorted into those that are decided without its licence and those that are not."""

    def __init__(self, rules: tuple[Rule, ...], subject: Subject, setting: Setting) -> None:
        self.subject = subject
        self.setting = setting
        self.rules = tuple(rule for rule in rules if _subject_part(rule.when, subject) is not False)
        self.seen: dict[License, tuple[Finding, ...]] = {}

    def best(self, expression: Expression) -> Expression:
        """The expression with every OR replaced by its best alternative; the first of equals."""
        if isinstance(expression, License):
            return expression
        parts = [self.best(part) for part in expression.parts]
        if isinstance(expression, AllOf):
            return AllOf(tuple(parts))
        return min(parts, key=self._cost)

    def findings(self, chosen: Expression) -> Iterator[Finding]:
        """What the licences of an expression without OR break, one finding a topic."""
        topics: set[str] = set()
        found = [finding for license_ in _bearing(chosen) for finding in self.of(license_)]
        for finding in sorted(found, key=self._order):
            topic = (finding.rule.topic or finding.rule.id) if finding.rule else ""
            if topic not in topics:
                topics.add(topic)
                yield finding

    def of(self, license_: License) -> tuple[Finding, ...]:
        """What one licence breaks."""
        if license_ not in self.seen:
            self.seen[license_] = tuple(finding for rule in self.rules for finding in self._ask(rule, license_))
        return self.seen[license_]

    def _ask(self, rule: Rule, license_: License) -> Iterator[Finding]:
        applies = all_hold(
            [self._holds(rule.when, license_), *(_negated(self._holds(b, license_)) for b in rule.unless)]
        )
        if applies is True:
            yield Finding(rule, license_, rule.severity)
        elif applies is None:
            yield Finding(rule, license_, rule.severity, self._reason(rule, license_))

    def _holds(self, block: Condition, license_: License) -> bool | None:
        if (by_subject := _subject_part(block, self.subject)) is False:
            return False
        return all_hold([by_subject, *(test(license_, self.setting) for _, test in block.license_tests)])

    def _reason(self, rule: Rule, license_: License) -> Text:
        blocks = (rule.when, *rule.unless)
        tests: list[tuple[str, Callable[[], bool | None]]] = [
            *((key, lambda t=test: t(self.subject)) for block in blocks for key, test in block.subject_tests),
            *((key, lambda t=test: t(license_, self.setting)) for block in blocks for key, test in block.license_tests),
        ]
        return not_known(key for key, ask in tests if ask() is None)

    def _cost(self, expression: Expression) -> tuple[int, int, int, int]:
        weights = [finding.severity.rank for license_ in licenses_in(expression) for finding in self.of(license_)]
        return weights.count(0), weights.count(1), weights.count(2), class_of(expression).strictness

    @staticmethod
    def _order(finding: Finding) -> tuple[bool, int]:
        return finding.reason is not None, finding.severity.rank


def _bearing(expression: Expression) -> list[License]:
    """The licences of an AND without the notices that only accompany them."""
    licenses = list(dict.fromkeys(licenses_in(expression)))
    return [license_ for license_ in licenses if not accompanies(license_)] or licenses


def _subject_part(block: Condition, subject: Subject) -> bool | None:
    return all_hold(test(subject) for _, test in block.subject_tests)


def _negated(answer: bool | None) -> bool | None:
    return None if answer is None else not answer
