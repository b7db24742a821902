"""What a change brings: the verdict on a tree without what was there before it.

A violation is the same in both trees when rule, subject and licence are (a component's version aside, as in baselines):
moving a line or upgrading a package brings nothing new. A file that did not change may still break a rule anew, when
the project's own licence did: so both trees are scanned whole, and their verdicts compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set

from msgspec.structs import replace

from licenses.policy import RulePack
from licenses.policy_severity import Severity
from licenses.scenario import Scenario
from licenses.subject import Subject, SubjectKind
from licenses.verdict import Choice, Undecided, Verdict, evaluate, refuses
from licenses.waiver_baseline import versionless
from scanner.advisories.known import NO_ADVISORIES, Advisories
from scanner.inventory import Inventory
from scanner.judge import judge, subjects_of
from scanner.unseen import with_unseen

_Key = tuple[str, str, str, Severity]


def verdict_on(
    head: Inventory,
    before: Callable[[], Inventory] | None,
    pack: RulePack,
    scenario: Scenario | None = None,
    known: Advisories = NO_ADVISORIES,
) -> tuple[Verdict, int]:
    """The pack's verdict on a tree, or on what it brings to the tree `before`; and how much both trees have.

    `before` is asked for only when there is something to compare: of a clean tree nothing can be left out.
    """
    verdict = with_unseen(judge(head, pack, scenario, known), head.problems)
    if before is None or not (verdict.violations or verdict.undecided or verdict.choices):
        return verdict, 0
    return brought(verdict, _of_the_same(verdict, before(), pack, scenario, known))


def _of_the_same(
    head: Verdict, before: Inventory, pack: RulePack, scenario: Scenario | None, known: Advisories
) -> Verdict:
    """The verdict on those things of the tree `before` that `head` says something about: no other can be left out."""
    found = {versionless(one.subject.identity) for one in head.violations}
    found |= {versionless(subject.identity) for one in head.undecided for subject in one.subjects}
    found |= {versionless(one.subject.identity) for one in head.choices}
    subjects = (one for one in subjects_of(_with_files(before, found), known) if _asked_about(one, found))
    return with_unseen(evaluate(subjects, pack, scenario), before.problems)


def _with_files(inventory: Inventory, identities: Set[str]) -> Inventory:
    return replace(inventory, files=tuple(file for file in inventory.files if file.path in identities))


def _asked_about(subject: Subject, identities: Set[str]) -> bool:
    return subject.kind is SubjectKind.PROJECT or versionless(subject.identity) in identities


def brought(head: Verdict, base: Verdict) -> tuple[Verdict, int]:
    """`head` without what `base` has too, and how many that were: violations and questions, one a subject."""
    known = {(one.rule, versionless(one.subject.identity), one.cause) for one in base.violations}
    asked = {_question(one, subject) for one in base.undecided for subject in one.subjects}
    violations = tuple(
        one for one in head.violations if (one.rule, versionless(one.subject.identity), one.cause) not in known
    )
    undecided = tuple(_new_questions(head, asked))
    before = len(head.violations) - len(violations) + _count(head.undecided) - _count(undecided)
    new = replace(head, violations=violations, undecided=undecided, refused=refuses(violations, undecided))
    return replace(new, choices=_new_choices(head, base)), before


def _new_questions(head: Verdict, asked: Set[_Key]) -> Iterator[Undecided]:
    for one in head.undecided:
        subjects = tuple(subject for subject in one.subjects if _question(one, subject) not in asked)
        if subjects:
            yield replace(one, subjects=subjects)


def _question(asked: Undecided, subject: Subject) -> _Key:
    """Severity included: what was read in part before and cannot be read at all now is new."""
    return asked.rule, versionless(subject.identity), subject.expression, asked.severity


def _count(undecided: tuple[Undecided, ...]) -> int:
    return sum(len(one.subjects) for one in undecided)


def _new_choices(head: Verdict, base: Verdict) -> tuple[Choice, ...]:
    known = {(choice.subject.identity, choice.chosen) for choice in base.choices}
    return tuple(choice for choice in head.choices if (choice.subject.identity, choice.chosen) not in known)
