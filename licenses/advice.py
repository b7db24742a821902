"""Outbound advice: under which licences can this project be released, given everything in it, and what stands in the
way of the others? A pure function from subjects to answers; `trustpool licences advise` prints them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from licenses.classes import LicenseClass, accompanies, class_of
from licenses.compatibility import Answer, Compatibility, compatible
from licenses.compatibility_answer import Opinion
from licenses.expression import AllOf, BadExpression, Expression, License, licenses_in, parse
from licenses.subject import Relation, Subject, SubjectKind, others_work

# What projects are usually released under: from the freest to the strictest, then content and data.
CANDIDATES = (
    *("0BSD", "MIT", "BSD-3-Clause", "Apache-2.0", "MulanPSL-2.0", "MPL-2.0", "EPL-2.0"),
    *("LGPL-2.1-or-later", "LGPL-3.0-or-later", "EUPL-1.2", "GPL-2.0-only", "GPL-2.0-or-later", "GPL-3.0-or-later"),
    *("LicenseRef-scancode-mulanpubl-2.0", "AGPL-3.0-or-later"),
    *("CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0", "CDLA-Permissive-2.0", "ODbL-1.0"),
)
_RANK = {Answer.YES: 0, Answer.CHECK: 1, Answer.UNKNOWN: 2, Answer.NO: 3}
_DATA = {LicenseClass.DATA, LicenseClass.CONTENT}


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Something in the project that a candidate does not take up without more."""

    answer: Answer  # NO, CHECK or UNKNOWN
    license: str  # the inbound licence
    relation: Relation
    opinion: Opinion  # the one that decides, with its source
    subjects: tuple[Subject, ...]  # which files and packages are under it


@dataclass(frozen=True, slots=True)
class Advice:
    """What is to say about one candidate."""

    candidate: str  # SPDX
    answer: Answer  # the worst of its obstacles; YES without any
    obstacles: tuple[Obstacle, ...]  # worst first


@dataclass(frozen=True, slots=True)
class Advised:
    """Advice on all candidates, and what it could not take into account."""

    candidates: tuple[Advice, ...]  # possible ones first
    unlicensed: tuple[Subject, ...]  # state no licence that can be read: the advice holds only if theirs fits


def advise(subjects: Iterable[Subject], candidates: Sequence[str] = CANDIDATES) -> Advised:
    """Advice on each candidate: possible ones first, else in the order of `candidates`.

    Only work of others that is passed on counts: see `others_work`.

    Raises:
        BadExpression: a candidate is not a licence expression.
    """
    inbound, unlicensed = _inbound(others_work(subjects))
    advice = [_advice(parse(candidate), inbound) for candidate in candidates]
    return Advised(tuple(sorted(advice, key=lambda one: _RANK[one.answer])), unlicensed)


Inbound = dict[tuple[Expression, Relation], list[Subject]]


def _inbound(subjects: Iterable[Subject]) -> tuple[Inbound, tuple[Subject, ...]]:
    """Subjects by what they are under and how they are joined; and those that state nothing readable."""
    found: Inbound = {}
    unlicensed = []
    for subject in subjects:
        expression = _readable(subject.expression)
        if expression is not None:
            found.setdefault((expression, subject.relation), []).append(subject)
        elif subject.kind is SubjectKind.COMPONENT or subject.expression:
            unlicensed.append(subject)
    return found, tuple(unlicensed)


def _readable(expression: str) -> Expression | None:
    try:
        return parse(expression) if expression else None
    except BadExpression:
        return None


def _advice(candidate: Expression, inbound: Inbound) -> Advice:
    obstacles = []
    for (expression, relation), subjects in inbound.items():
        worst = _worst(expression, candidate, relation)
        if worst.answer is not Answer.YES:
            name = str(worst.inbound)
            obstacles.append(Obstacle(worst.answer, name, relation, worst.opinions[0], tuple(subjects)))
    obstacles.sort(key=lambda one: (-_RANK[one.answer], one.license, one.relation))
    return Advice(str(candidate), obstacles[0].answer if obstacles else Answer.YES, tuple(obstacles))


def _worst(expression: Expression, candidate: Expression, relation: Relation) -> Compatibility:
    """The answer for an inbound expression: the worst of an AND, the best of an OR."""
    if isinstance(expression, License):
        return compatible(expression, candidate, _joined(expression, candidate, relation))
    parts = [part for part in expression.parts if not accompanies(part)] or list(expression.parts)
    answers = [_worst(part, candidate, relation) for part in parts]
    choose = max if isinstance(expression, AllOf) else min
    return choose(answers, key=lambda one: _RANK[one.answer])


def _joined(inbound: License, candidate: Expression, relation: Relation) -> Relation:
    """Documents and data beside code do not become part of it; a file of them in a set of data does."""
    apart = class_of(inbound) in _DATA and not all(class_of(one) in _DATA for one in licenses_in(candidate))
    return Relation.SEPARATE if apart and relation is Relation.COPIED else relation
