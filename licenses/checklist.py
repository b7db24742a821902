"""The compliance checklist: for a scenario, who must do what for which parts, and which section asks for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from licenses.catalogue import entry_of, standing_of
from licenses.expression import BadExpression, License, licenses_in, parse
from licenses.language import Language, Text, say, text
from licenses.notice_markdown import escaped
from licenses.obligations import Duty, tasks, triggered
from licenses.scenario import Scenario
from licenses.subject import Subject, others_work


class Owner(StrEnum):
    """Who usually does it."""

    DEVELOPER = "developer"
    RELEASE = "release"
    LEGAL = "legal"

    @property
    def label(self) -> Text:
        """The role's name for people."""
        return {
            Owner.DEVELOPER: text("developers"),
            Owner.RELEASE: text("whoever makes the release"),
            Owner.LEGAL: text("legal counsel"),
        }[self]


_OWNERS = {
    Duty.STATE_CHANGES: Owner.DEVELOPER,
    Duty.RENAME_CHANGED: Owner.DEVELOPER,
    Duty.DISPLAY_NOTICE: Owner.DEVELOPER,
    Duty.ALLOW_RELINKING: Owner.DEVELOPER,
    Duty.NO_TECHNICAL_LOCK: Owner.DEVELOPER,
    Duty.NETWORK_SOURCE: Owner.DEVELOPER,
}
_RELEASE = {
    *{Duty.KEEP_COPYRIGHT, Duty.INCLUDE_LICENSE, Duty.KEEP_NOTICE_FILE, Duty.ATTRIBUTE, Duty.DISCLOSE_SOURCE},
    *{Duty.DISCLOSE_SOURCE_OF_FILES, Duty.INSTALLATION_INFORMATION, Duty.ADVERTISING_NOTICE, Duty.NAMED_MARK},
}
# duties that the documents and files made by trustpool meet, and which
_MET_BY = {
    Duty.KEEP_COPYRIGHT: text("the NOTICE document"),
    Duty.INCLUDE_LICENSE: text("the NOTICE document"),
    Duty.KEEP_NOTICE_FILE: text("the NOTICE document"),
    Duty.ATTRIBUTE: text("the NOTICE document"),
}


@dataclass(frozen=True, slots=True)
class Source:
    """A licence, the section that asks, and what is under it."""

    license: str
    section: str
    subjects: tuple[str, ...]  # identities, sorted


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do."""

    duty: Duty
    owner: Owner
    met_by: Text | None  # what we make that meets it; None when a person must act
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Checklist:
    """All that is due in a scenario."""

    scenario: Scenario
    items: tuple[Item, ...]
    unexamined: tuple[Source, ...]  # licences whose duties nobody has examined: a person must read them


def checklist(subjects: Iterable[Subject], scenario: Scenario) -> Checklist:
    """What is due for everything that is shipped or run, in the order of the duties' vocabulary."""
    under = _by_license(subjects)
    items = [item for duty in Duty if triggered(duty, scenario) and (item := _item(duty, under))]
    unexamined = [Source(str(one), "", names) for one, names in under.items() if standing_of(one).duties is None]
    return Checklist(scenario, tuple(items), tuple(sorted(unexamined, key=lambda source: source.license.lower())))


def _by_license(subjects: Iterable[Subject]) -> dict[License, tuple[str, ...]]:
    found: dict[License, set[str]] = {}
    for subject in others_work(subjects):
        for license_ in _licenses(subject.expression):
            found.setdefault(license_, set()).add(subject.identity)
    return {license_: tuple(sorted(names)) for license_, names in sorted(found.items(), key=lambda one: str(one[0]))}


def _licenses(expression: str) -> Iterable[License]:
    try:
        return licenses_in(parse(expression)) if expression else ()
    except BadExpression:
        return ()


def _item(duty: Duty, under: dict[License, tuple[str, ...]]) -> Item | None:
    sources = tuple(
        Source(str(one), found.section_of(duty), names)
        for one, names in under.items()
        if (found := entry_of(one.id)) and duty in (standing_of(one).duties or ())
    )
    if not sources:
        return None
    owner = _OWNERS.get(duty, Owner.RELEASE if duty in _RELEASE else Owner.LEGAL)
    return Item(duty, owner, _MET_BY.get(duty), sources)


def checklist_as_markdown(found: Checklist, language: Language, most: int = 20) -> str:
    """The list as Markdown task items; at most `most` names a licence are written out, the rest are counted."""
    return "\n".join(_lines(found, language, most)).rstrip() + "\n"


def _lines(found: Checklist, language: Language, most: int) -> Iterator[str]:
    title = say("Compliance checklist: {scenario}", language, scenario=found.scenario.label.to(language))
    yield f"# {title}"
    yield ""
    for item in found.items:
        task = tasks()[item.duty]
        yield f"- [{'x' if item.met_by else ' '}] **{task.label.to(language)}** · {item.owner.label.to(language)}"
        yield f"  {task.action.to(language)}"
        if item.met_by:
            yield "  " + say("Met by: {what}.", language, what=item.met_by.to(language))
        for source in item.sources:
            yield f"  - {source.license} ({source.section}): {_names(source.subjects, most, language)}"
    if found.unexamined:
        yield f"- [ ] **{say('read licences that nobody has examined', language)}** · {Owner.LEGAL.label.to(language)}"
        for source in found.unexamined:
            yield f"  - {source.license}: {_names(source.subjects, most, language)}"


def _names(names: tuple[str, ...], most: int, language: Language) -> str:
    shown = ", ".join(escaped(name) for name in names[:most])
    rest = len(names) - most
    return shown if rest <= 0 else shown + say(" and {number} more", language, number=rest)
