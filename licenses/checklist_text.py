"""A compliance checklist as plain text, for a terminal or a printer, 80 columns wide."""

from __future__ import annotations

from collections.abc import Iterator

from licenses.checklist import Checklist, Owner, Source
from licenses.checklist_words import MOST, introduction, names, task_words, title
from licenses.columns import heading, wrapped
from licenses.language import Language, say
from licenses.section import cited


def checklist_as_text(found: Checklist, language: Language, most: int = MOST) -> str:
    """The whole list; at most `most` names a licence are written out, the rest are counted."""
    return "\n".join(_lines(found, language, most)).rstrip() + "\n"


def _lines(found: Checklist, language: Language, most: int) -> Iterator[str]:
    yield from heading(title(found, language), "=")
    yield from wrapped(introduction(found, language))
    for item in found.items:
        label, action, met = task_words(item, language)
        yield ""
        yield f"[{'x' if item.met_by else ' '}] {label} · {item.owner.label.to(language)}"
        yield from (line for words in (action, met) if words for line in wrapped(words, "    "))
        yield from (line for source in item.sources for line in _source(source, language, most))
    if found.unexamined:
        yield ""
        yield f"[ ] {say('read licences that nobody has examined', language)} · {Owner.LEGAL.label.to(language)}"
        yield from (line for source in found.unexamined for line in _source(source, language, most))
    if found.choices:
        yield ""
        yield from heading(say("Alternatives taken", language), "-")
        yield from (line for one in found.choices for line in wrapped(f"{one.offered} → {one.taken}", "  "))


def _source(source: Source, language: Language, most: int) -> Iterator[str]:
    yield f"    {source.license}{cited(source.section, language)}"
    yield from wrapped(names(source.subjects, most, language), "      ")
