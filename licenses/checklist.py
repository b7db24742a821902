"""The compliance checklist: for a scenario, who must do what for which parts, and which section asks for it.

checklist_text, checklist_markdown and checklist_html write it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from licenses.alternatives import lightest
from licenses.catalogue import entry_of, standing_of
from licenses.catalogue_entry import Entry
from licenses.classes import accompanies
from licenses.due import due
from licenses.expression import BadExpression, Expression, License, licenses_in, parse
from licenses.language import Text, text
from licenses.obligations import Duty
from licenses.scenario import Scenario
from licenses.subject import Subject, SubjectKind, others_work


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


@dataclass(frozen=True, slots=True, order=True)
class Taken:
    """Of an OR, the alternative whose duties are listed."""

    offered: str
    taken: str


@dataclass(frozen=True, slots=True)
class Checklist:
    """All that is due in a scenario."""

    product: str  # the project's name
    scenario: Scenario
    items: tuple[Item, ...]
    unexamined: tuple[Source, ...]  # licences whose duties nobody has examined: a person must read them
    choices: tuple[Taken, ...]  # sorted


# what an exception makes of a duty is stated where the whole duty is
_STATED_WITH = {
    Duty.DISCLOSE_SOURCE_OF_FILES: Duty.DISCLOSE_SOURCE,
    Duty.SAME_LICENSE_FOR_FILES: Duty.SAME_LICENSE,
}


def checklist(subjects: Iterable[Subject], scenario: Scenario) -> Checklist:
    """What is due for everything that is shipped or run, in the order of the duties' vocabulary.

    Of an OR the alternative that asks least counts.
    """
    judged = tuple(subjects)
    product = next((subject.identity for subject in judged if subject.kind is SubjectKind.PROJECT), "")
    under, choices = _by_license(judged, scenario)
    items = [item for duty in Duty if (item := _item(duty, under, scenario))]
    unexamined = [Source(str(one), "", names) for one, names in under.items() if standing_of(one).duties is None]
    unread = tuple(sorted(unexamined, key=lambda source: source.license.lower()))
    return Checklist(product, scenario, tuple(items), unread, tuple(sorted(choices)))


def _by_license(
    subjects: Iterable[Subject], scenario: Scenario
) -> tuple[dict[License, tuple[str, ...]], frozenset[Taken]]:
    """What is under each licence, and the alternatives that were taken."""
    found: dict[License, set[str]] = {}
    choices: set[Taken] = set()
    for subject in others_work(subjects):
        offered = _read(subject.expression)
        if offered is None:
            continue
        taken = lightest(offered, scenario)
        if taken != offered:
            choices.add(Taken(str(offered), str(taken)))
        for license_ in (one for one in licenses_in(taken) if not accompanies(one)):
            found.setdefault(license_, set()).add(subject.identity)
    ordered = sorted(found.items(), key=lambda one: str(one[0]))
    return {license_: tuple(sorted(names)) for license_, names in ordered}, frozenset(choices)


def _read(expression: str) -> Expression | None:
    try:
        return parse(expression) if expression else None
    except BadExpression:
        return None


def _item(duty: Duty, under: dict[License, tuple[str, ...]], scenario: Scenario) -> Item | None:
    sources = tuple(
        Source(str(one), _section(found, duty), names)
        for one, names in under.items()
        if (found := entry_of(one.id)) and duty in (due(one, scenario) or ())
    )
    if not sources:
        return None
    owner = _OWNERS.get(duty, Owner.RELEASE if duty in _RELEASE else Owner.LEGAL)
    return Item(duty, owner, _MET_BY.get(duty), sources)


def _section(found: Entry, duty: Duty) -> str:
    return found.section_of(duty) or (found.section_of(_STATED_WITH[duty]) if duty in _STATED_WITH else "")
