"""Judge subjects by a rule pack: a pure function from values to a verdict.

Of an OR the alternative that breaks the fewest rules is chosen and said aloud. What cannot be decided, because a fact
is missing or an expression cannot be read, is neither a pass nor silence: when the rule would refuse, the gate refuses.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from msgspec import Struct
from msgspec.structs import replace

from licenses.classes import class_of
from licenses.expression import BadExpression, Expression, License, parse
from licenses.language import Text, text
from licenses.policy import Rule, RulePack
from licenses.policy_conditions import Setting
from licenses.policy_severity import Severity
from licenses.scenario import Scenario
from licenses.subject import Relation, Subject, SubjectKind
from licenses.verdict_choice import Finding, Outcome, judge_expression
from licenses.verdict_wording import worded
from licenses.waiver import Waiver


class PackIdentity(Struct, frozen=True):
    """Which pack judged, to the byte."""

    name: str
    version: str
    sha256: str


class Violation(Struct, frozen=True):
    """A rule that a subject breaks, and what would mend it."""

    rule: str
    severity: Severity
    subject: Subject
    expression: str  # the licence that breaks it, chosen from the subject's expression
    message: Text
    remedy: Text
    advisories: tuple[str, ...] = ()  # of a rule that asks for known vulnerabilities

    @property
    def cause(self) -> str:
        """What makes it the same violation at another time: its licence, or the vulnerabilities that were known."""
        return " ".join((self.expression, *self.advisories))


class Undecided(Struct, frozen=True):
    """A rule that could not be decided, why, and for which subjects."""

    rule: str
    severity: Severity  # the rule's: when it would refuse, the gate refuses
    reason: Text
    subjects: tuple[Subject, ...]


class Choice(Struct, frozen=True):
    """The alternative of an OR that was chosen, for each subject that offers one."""

    subject: Subject
    chosen: str


class Lifted(Struct, frozen=True):
    """A violation that does not count, and why."""

    violation: Violation | Undecided
    waiver: Waiver | None  # None: the baseline records it


class Verdict(Struct, frozen=True):
    """What a pack says of all subjects in a scenario."""

    pack: PackIdentity
    scenario: Scenario
    outbound: str  # the project's own expression; "" when it states none
    refused: bool
    violations: tuple[Violation, ...]  # gravest first
    undecided: tuple[Undecided, ...]
    choices: tuple[Choice, ...]
    judged: int  # number of subjects
    lifted: tuple[Lifted, ...] = ()  # by waivers and baselines
    expired: tuple[Waiver, ...] = ()  # would have lifted something, but their time is over
    idle: tuple[Waiver, ...] = ()  # lift nothing: to be removed


def evaluate(subjects: Iterable[Subject], pack: RulePack, scenario: Scenario | None = None) -> Verdict:
    """Judge `subjects` by `pack`; the first PROJECT among them says what the whole is passed on under."""
    subjects = tuple(subjects)
    scenario = scenario or pack.scenario
    outbound = next((subject.expression for subject in subjects if subject.kind is SubjectKind.PROJECT), "")
    court = _Court(pack, scenario, outbound)
    for subject in subjects:
        court.judge(subject)
    questions = (Undecided(*question, tuple(about)) for question, about in court.open.items())
    undecided = tuple(sorted(questions, key=_gravest_question_first))
    return Verdict(
        pack=PackIdentity(pack.name, pack.version, pack.sha256),
        scenario=scenario,
        outbound=outbound,
        refused=refuses(court.violations, undecided),
        violations=tuple(sorted(court.violations, key=_gravest_first)),
        undecided=undecided,
        choices=tuple(court.choices),
        judged=len(subjects),
    )


def refuses(violations: Iterable[Violation], undecided: Iterable[Undecided]) -> bool:
    """Whether any of them closes the gate."""
    gravest = Severity.REFUSE
    return any(one.severity is gravest for one in violations) or any(one.severity is gravest for one in undecided)


def _gravest_first(violation: Violation) -> tuple[int, str, str, str]:
    return violation.severity.rank, violation.subject.kind, violation.subject.identity, violation.rule


def _gravest_question_first(question: Undecided) -> tuple[int, str, str]:
    return question.severity.rank, question.rule, question.reason.english()


def count_findings(
    groups: Iterable[tuple[Subject, Sequence[str]]], pack: RulePack, scenario: Scenario, outbound: str
) -> int:
    """How many violations and open questions `evaluate` would find about these subjects.

    A group is one subject, or one file and the paths of all that differ from it in their path alone. `outbound` is what
    the project is passed on under.
    """
    court = _Court(pack, scenario, outbound)
    return sum(court.count(subject, paths) for subject, paths in groups)


@dataclass(slots=True)
class _Court:
    """One evaluation. Subjects that differ only in name share their answer: of 100,000 files few are unlike."""

    pack: RulePack
    scenario: Scenario
    outbound: str
    violations: list[Violation] = field(default_factory=list)
    open: dict[tuple[str, Severity, Text], list[Subject]] = field(default_factory=dict)
    choices: list[Choice] = field(default_factory=list)
    _known: dict[tuple[object, ...], Outcome] = field(default_factory=dict)
    _rules: tuple[Rule, ...] = ()
    _by_name: tuple[Rule, ...] = ()
    _settings: dict[Relation, Setting] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._rules = tuple(rule for rule in self.pack.rules if self.scenario in rule.scenarios)
        self._by_name = tuple(rule for rule in self._rules if _reads_identity(rule))
        self._settings = {relation: self._setting(relation) for relation in Relation}

    def judge(self, subject: Subject) -> None:
        outcome = self._outcome_of(subject)
        for finding in outcome.findings:
            self._record(subject, finding)
        if outcome.chosen:
            self.choices.append(Choice(subject, outcome.chosen))

    def count(self, subject: Subject, paths: Sequence[str]) -> int:
        """The findings about a subject, or about all that are as this one, but at these paths."""
        if not paths or not self._by_name:
            return len(self._outcome_of(subject).findings) * (len(paths) or 1)
        each = (replace(subject, identity=path, path=path) for path in paths)
        return sum(len(self._outcome_of(one).findings) for one in each)

    def _outcome_of(self, subject: Subject) -> Outcome:
        key = self._key(subject)
        outcome = self._known.get(key)
        if outcome is None:
            outcome = self._known[key] = self._outcome(subject)
        return outcome

    def _key(self, subject: Subject) -> tuple[object, ...]:
        names = (subject.identity, subject.path) if self._by_name and self._named(subject) else ()
        return (
            *(subject.kind, subject.expression, subject.declared, subject.detected, subject.use, subject.relation),
            *(subject.direct, subject.depth, subject.first_party, subject.license_text, subject.edited),
            subject.stated,
            *(subject.vulnerable, subject.copyright, subject.origin, subject.pinned, subject.hashed, subject.signed),
            *names,
        )

    def _named(self, subject: Subject) -> bool:
        """Whether a rule that reads names may concern it: only then must it be judged by itself."""
        return any(
            test(subject) is not False
            for rule in self._by_name
            for block in (rule.when, *rule.unless)
            for key, test in block.subject_tests
            if key in {"path", "purl"}
        )

    def _outcome(self, subject: Subject) -> Outcome:
        try:
            expression = parse(subject.expression) if subject.expression else None
        except BadExpression as bad:
            return Outcome(tuple(self._unreadable(bad)), "")
        return judge_expression(expression, subject, self._rules, self._settings[subject.relation])

    def _unreadable(self, bad: BadExpression) -> Iterable[Finding]:
        yield Finding(None, License("NOASSERTION"), Severity.REFUSE, bad.what)

    def _setting(self, relation: Relation) -> Setting:
        outbound = _readable(self.outbound)
        return Setting(outbound, class_of(outbound) if outbound else class_of(""), relation)

    def _record(self, subject: Subject, finding: Finding) -> None:
        if finding.reason is not None or finding.rule is None:
            name = finding.rule.id if finding.rule else "readable-expression"
            question = (name, finding.severity, finding.reason or text("nothing could be asked"))
            self.open.setdefault(question, []).append(subject)
            return
        message, remedy = worded(finding.rule, subject, finding.license, self.outbound, self.scenario)
        found = (finding.rule.id, finding.severity, subject, str(finding.license), message, remedy)
        asked = any(key == "vulnerable" for key, _ in finding.rule.when.stated)
        self.violations.append(Violation(*found, (subject.advisories or ()) if asked else ()))


def _readable(outbound: str) -> Expression | None:
    try:
        return parse(outbound) if outbound else None
    except BadExpression:
        return None


def _reads_identity(rule: Rule) -> bool:
    return rule.when.reads_identity or any(block.reads_identity for block in rule.unless)
