"""A compliance checklist as a page to print: boxes, and a line for who did it and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from licenses.checklist import Checklist, Owner, Source
from licenses.checklist_words import MOST, colon, introduction, names, task_words, title
from licenses.language import Language, say
from licenses.printed_page import printed_page
from licenses.section import cited


def checklist_as_html(found: Checklist, language: Language, most: int = MOST) -> str:
    """The whole page; at most `most` names a licence are written out, the rest are counted."""
    return printed_page(title(found, language), _body(found, language, most), language)


def _body(found: Checklist, language: Language, most: int) -> Iterator[str]:
    yield f"<p>{escape(introduction(found, language))}</p>"
    for item in found.items:
        label, action, met = task_words(item, language)
        yield from _task(label, item.owner, (action, met), bool(item.met_by), item.sources, language, most)
    if found.unexamined:
        label = say("read licences that nobody has examined", language)
        yield from _task(label, Owner.LEGAL, (), False, found.unexamined, language, most)
    if found.choices:
        yield f"<h2>{escape(say('Alternatives taken', language))}</h2><ul>"
        yield from (f"<li>{escape(one.offered)} → {escape(one.taken)}</li>" for one in found.choices)
        yield "</ul>"


def _task(
    label: str,
    owner: Owner,
    words: Iterable[str],
    met: bool,
    sources: Iterable[Source],
    language: Language,
    most: int,
) -> Iterator[str]:
    box = "☑" if met else "☐"
    yield f'<section class="task"><h2>{box} {escape(label)} · {escape(owner.label.to(language))}</h2>'
    yield from (f'<p class="leads">{escape(each)}</p>' for each in words if each)
    yield "<ul>"
    yield from (f"<li>{_source(source, language, most)}</li>" for source in sources)
    yield "</ul>"
    if not met:
        yield f'<p>{escape(say("Done by, on:", language))} <span class="done">&nbsp;</span></p>'
    yield "</section>"


def _source(source: Source, language: Language, most: int) -> str:
    licence = f"<strong>{escape(source.license)}</strong>{escape(cited(source.section, language))}"
    return f"{licence}{colon(language)}{escape(names(source.subjects, most, language))}"
