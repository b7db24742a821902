"""May code under one licence become part of a work passed on under another?

The question has a direction (inbound into outbound) and depends on how the two are joined. Sources are asked in order:
facts that we collected from the licences' own authors (licenses/compatibility_facts/), what follows from the terms in
the catalogue, and the OSADL matrix (https://www.osadl.org/Access-to-raw-data.oss-compliance-raw-data-access.0.html).
Every answer names its sources, all of them, also those that disagree; "unknown" is an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from licenses.classes import LicenseClass, class_of
from licenses.compatibility_answer import Answer, Opinion
from licenses.compatibility_facts_reader import stated_facts
from licenses.compatibility_matrix import osadl_opinion
from licenses.compatibility_terms import opinion_from_class, opinion_from_terms
from licenses.expression import AllOf, Expression, License
from licenses.language import text
from licenses.subject import Relation


@dataclass(frozen=True, slots=True)
class Compatibility:
    """The answer for one inbound licence, one outbound expression and one relation."""

    inbound: License
    outbound: Expression
    relation: Relation
    opinions: tuple[Opinion, ...]  # the first one decides; never empty

    @property
    def answer(self) -> Answer:
        """What the source with precedence says."""
        return self.opinions[0].answer

    @property
    def disputed(self) -> bool:
        """Whether a source says yes where another says no."""
        return {Answer.YES, Answer.NO} <= {opinion.answer for opinion in self.opinions}


@lru_cache(maxsize=65536)
def compatible(inbound: License, outbound: Expression, relation: Relation) -> Compatibility:
    """Whether `inbound` may go into a work under `outbound` when joined by `relation`.

    Outbound "A OR B" promises the recipient either, so both must be possible; of "A AND B" it is enough that one takes
    it up, parts for content and data left aside when there are parts for software.
    """
    if isinstance(outbound, License):
        return Compatibility(inbound, outbound, relation, _opinions(inbound, outbound, relation))
    if isinstance(outbound, AllOf):
        answers = [compatible(inbound, part, relation) for part in _for_software(outbound)]
        best = min(answers, key=lambda answer: _PREFERENCE[answer.answer])
        return Compatibility(inbound, outbound, relation, best.opinions)
    answers = [compatible(inbound, part, relation) for part in outbound.parts]
    return Compatibility(inbound, outbound, relation, _either(answers))


_PREFERENCE = {Answer.YES: 0, Answer.CHECK: 1, Answer.UNKNOWN: 2, Answer.NO: 3}


def _for_software(outbound: AllOf) -> tuple[Expression, ...]:
    software = [part for part in outbound.parts if class_of(part) not in {LicenseClass.CONTENT, LicenseClass.DATA}]
    return tuple(software) or outbound.parts


def _either(answers: list[Compatibility]) -> tuple[Opinion, ...]:
    worst = max(answers, key=lambda answer: _PREFERENCE[answer.answer])
    possible = [str(answer.outbound) for answer in answers if answer.answer is Answer.YES]
    if not possible or worst.answer is not Answer.NO:
        return worst.opinions
    because = text(
        "possible only under {alternatives}, not under every licence offered", alternatives=", ".join(possible)
    )
    return (Opinion(Answer.CHECK, because, worst.opinions[0].source), *worst.opinions)


def _opinions(inbound: License, outbound: License, relation: Relation) -> tuple[Opinion, ...]:
    found = [opinion for ask in _SOURCES for opinion in ask(inbound, outbound, relation)]
    if not found:
        because = text(
            "no source that we know says anything about {inbound} into {outbound}",
            inbound=str(inbound),
            outbound=str(outbound),
        )
        return (Opinion(Answer.UNKNOWN, because, ""),)
    # a source that says "unknown" must not hide one that knows
    return tuple(sorted(found, key=lambda opinion: opinion.answer is Answer.UNKNOWN))


def _same(inbound: License, outbound: License, _: Relation) -> Iterator[Opinion]:
    if inbound == outbound:
        yield Opinion(Answer.YES, text("it is the same licence"), str(inbound))


_SOURCES: tuple[Callable[[License, License, Relation], Iterator[Opinion]], ...] = (
    _same,
    stated_facts,
    opinion_from_terms,
    osadl_opinion,
    opinion_from_class,
)

__all__ = ["Answer", "Compatibility", "Opinion", "compatible"]
