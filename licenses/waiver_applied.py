"""Apply waivers and baselines to a verdict. The day is passed in: nothing here reads a clock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec.structs import replace

from licenses.subject import Subject
from licenses.verdict import Lifted, Undecided, Verdict, Violation, refuses
from licenses.waiver import Waiver
from licenses.waiver_baseline import Baseline


def apply_waivers(verdict: Verdict, waivers: Sequence[Waiver], today: date) -> Verdict:
    """The verdict with the waived violations set aside.

    A waiver whose time is over lifts nothing and is named in `expired`; one that covers nothing is named in `idle`.
    """
    mine = [waiver for waiver in waivers if _concerns(waiver, verdict)]
    used: set[Waiver] = set()
    lifted: list[Lifted] = []
    violations = []
    for violation in verdict.violations:
        waiver = _for(violation.rule, violation.subject.identity, violation.expression, mine, used, today)
        if waiver is None:
            violations.append(violation)
        else:
            lifted.append(Lifted(violation, waiver))
    undecided = []
    for question in verdict.undecided:
        rest, waived = _split(question, mine, used, today)
        undecided += rest
        lifted += waived
    return replace(
        verdict,
        violations=tuple(violations),
        undecided=tuple(undecided),
        refused=refuses(violations, undecided),
        lifted=(*verdict.lifted, *lifted),
        expired=tuple(waiver for waiver in mine if waiver in used and not waiver.holds_on(today)),
        idle=tuple(waiver for waiver in mine if waiver not in used),
    )


def _concerns(waiver: Waiver, verdict: Verdict) -> bool:
    return waiver.pack in {"", verdict.pack.name} and verdict.scenario in waiver.scenarios


def _for(
    rule: str, identity: str, expression: str, waivers: Sequence[Waiver], used: set[Waiver], today: date
) -> Waiver | None:
    """The waiver in force for a violation; every waiver that covers it counts as used, expired or not."""
    covering = [waiver for waiver in waivers if waiver.covers(rule, identity, expression)]
    used.update(covering)
    return next((waiver for waiver in covering if waiver.holds_on(today)), None)


def _split(
    question: Undecided, waivers: Sequence[Waiver], used: set[Waiver], today: date
) -> tuple[list[Undecided], list[Lifted]]:
    """An open question without the subjects for which it is waived."""
    rest, waived = [], []
    for subject in question.subjects:
        waiver = _for(question.rule, subject.identity, subject.expression, waivers, used, today)
        if waiver is None:
            rest.append(subject)
        else:
            waived.append(Lifted(replace(question, subjects=(subject,)), waiver))
    return ([replace(question, subjects=tuple(rest))] if rest else []), waived


def apply_baseline(verdict: Verdict, baseline: Baseline) -> Verdict:
    """The verdict without what was there when the baseline was taken: only what is new counts."""
    old: list[Violation] = []
    new: list[Violation] = []
    for violation in verdict.violations:
        known = baseline.knows(violation.rule, violation.subject.identity, violation.cause)
        (old if known else new).append(violation)
    asked: list[Undecided] = []
    open_: list[Undecided] = []
    for question in verdict.undecided:
        before, rest = _asked_before(question, baseline)
        asked += before
        open_ += rest
    return replace(
        verdict,
        violations=tuple(new),
        undecided=tuple(open_),
        refused=refuses(new, open_),
        lifted=(*verdict.lifted, *(Lifted(one, None) for one in old), *(Lifted(one, None) for one in asked)),
    )


def _asked_before(question: Undecided, baseline: Baseline) -> tuple[list[Undecided], list[Undecided]]:
    """The question about each subject for which it was open before; and about all others."""
    before: list[Subject] = []
    rest: list[Subject] = []
    for subject in question.subjects:
        known = baseline.asked(question.rule, subject.identity, subject.expression, question.severity)
        (before if known else rest).append(subject)
    return (
        [replace(question, subjects=(subject,)) for subject in before],
        [replace(question, subjects=tuple(rest))] if rest else [],
    )
