"""The sentences of a compliance checklist, alike in all its forms."""

from __future__ import annotations

from licenses.checklist import Checklist, Item
from licenses.language import Language, say
from licenses.obligations import tasks

MOST = 20  # names a licence that are written out


def title(found: Checklist, language: Language) -> str:
    """For which product and use."""
    scenario = found.scenario.label.to(language)
    if not found.product:
        return say("Compliance checklist: {scenario}", language, scenario=scenario)
    return say("Compliance checklist of {product}: {scenario}", language, product=found.product, scenario=scenario)


def introduction(found: Checklist, language: Language) -> str:
    """How to read it; of a list without tasks, that there are none."""
    if not found.items and not found.unexamined:
        return say("Nothing is due: no work of others asks for anything in this use.", language)
    return say(
        "Each task names the licences that ask for it, their sections, and what is under them. Ticked tasks are met by "
        "documents that trustpool writes; a person must see to the others. This is information, not legal advice.",
        language,
    )


def task_words(item: Item, language: Language) -> tuple[str, str, str]:
    """Its name, what to do, and what meets it, "" when a person must act."""
    task = tasks()[item.duty]
    met = say("Met by: {what}.", language, what=item.met_by.to(language)) if item.met_by else ""
    return task.label.to(language), task.action.to(language), met


def names(found: tuple[str, ...], most: int, language: Language) -> str:
    """The first names; the rest are counted."""
    shown = ", ".join(found[:most])
    rest = len(found) - most
    return shown if rest <= 0 else shown + say(" and {number} more", language, number=rest)


def colon(language: Language) -> str:
    """Between a licence and what is under it."""
    return "：" if language == "zh" else ": "
