"""What `trustpool licences` prints about licences themselves."""

from __future__ import annotations

from collections.abc import Iterator

from licenses.advice import Advised, Obstacle
from licenses.catalogue import entry_of, standing_of
from licenses.catalogue_entry import Entry
from licenses.classes import class_of
from licenses.compatibility import Compatibility
from licenses.entry_terms import term_lines
from licenses.expression import License, licenses_in, parse
from licenses.language import Language, say
from licenses.obligations import Duty, Limitation, Permission, limitation_label, permission_label, tasks
from licenses.policy import load_pack, pack_names
from licenses.section import cited
from licenses.subject import Subject

_SHOWN = 10  # files and packages of one obstacle; the rest are counted


def expression_lines(written: str, language: Language) -> Iterator[str]:
    """An expression, its class, and what is known of each licence in it.

    Raises:
        BadExpression: it is not a licence expression.
    """
    expression = parse(written)
    yield f"{expression} · {class_of(expression).label.to(language)}"
    for license_ in dict.fromkeys(licenses_in(expression)):
        yield ""
        yield from _license(license_, language)


def _license(license_: License, language: Language) -> Iterator[str]:
    found = entry_of(license_.id)
    yield f"{license_} · {class_of(license_).label.to(language)}"
    standing = standing_of(license_)
    if standing.osi_approved:
        yield "  " + say("approved by OSI", language)
    if standing.fsf_free:
        yield "  " + say("free according to the FSF", language)
    if found is None:
        yield "  " + say("its terms were not examined by hand; nothing is said about its duties", language)
    else:
        yield from _entry(found, standing.duties or frozenset(), language)


def _entry(found: Entry, duties: frozenset[Duty], language: Language) -> Iterator[str]:
    yield f"  {found.name}"
    yield f"  {found.source}"
    yield f"  {found.summary.to(language)}"
    for permission in found.permissions:
        yield f"  + {permission_label(Permission(permission.term)).to(language)}{cited(permission.section, language)}"
    for clause in found.duties:
        if clause.term in duties:
            task = tasks()[Duty(clause.term)]
            label = f"{task.label.to(language)}{cited(clause.section, language)}"
            yield "  ! " + say("{label}: {action}", language, label=label, action=task.action.to(language))
    for limitation in (each for each in found.limitations if each.term != Limitation.NO_TRADEMARK):  # below
        yield f"  - {limitation_label(Limitation(limitation.term)).to(language)}{cited(limitation.section, language)}"
    for line in term_lines(found, language):
        yield f"  · {line}"


def compatibility_lines(found: Compatibility, language: Language) -> Iterator[str]:
    """The answer and who gives it."""
    relation = found.relation.label.to(language)
    yield f"{found.inbound} → {found.outbound} ({relation}): {found.answer.label.to(language)}"
    for opinion in found.opinions:
        yield f"  {opinion.answer.label.to(language)}: {opinion.because.to(language)}"
        if opinion.source:
            yield f"    {opinion.source}"


def advice_lines(advised: Advised, language: Language) -> Iterator[str]:
    """Each candidate, possible ones first, and what stands in the way of the others."""
    yield say("Files under the project's own licence are taken to be its owner's.", language)
    if advised.unlicensed:
        number = len(advised.unlicensed)
        yield say(
            "{number} packages or files state no licence; all that follows holds only if theirs fits:",
            language,
            number=number,
        )
        yield f"  {_listed(advised.unlicensed, language)}"
    for one in advised.candidates:
        yield f"{one.candidate}: {one.answer.label.to(language)}"
        for obstacle in one.obstacles:
            yield from _obstacle(obstacle, language)


def _obstacle(obstacle: Obstacle, language: Language) -> Iterator[str]:
    answer, because = obstacle.answer.label.to(language), obstacle.opinion.because.to(language)
    yield f"  {obstacle.license} ({obstacle.relation.label.to(language)}): {answer}: {because}"
    if obstacle.opinion.source:
        yield f"    {obstacle.opinion.source}"
    yield f"    {_listed(obstacle.subjects, language)}"


def _listed(subjects: tuple[Subject, ...], language: Language) -> str:
    rest = len(subjects) - _SHOWN
    more = say(" and {number} more", language, number=rest) if rest > 0 else ""
    return ", ".join(subject.identity for subject in subjects[:_SHOWN]) + more


def pack_lines(language: Language) -> Iterator[str]:
    """Each shipped rule pack with what it is for."""
    for name in pack_names():
        pack = load_pack(name)
        yield f"{pack.name} {pack.version} · {pack.title.to(language)} ({pack.scenario.label.to(language)})"
        yield f"  {pack.description.to(language)}"
