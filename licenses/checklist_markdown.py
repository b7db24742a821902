"""A compliance checklist as Markdown task items."""

from __future__ import annotations

from collections.abc import Iterator

from licenses.checklist import Checklist, Owner, Source
from licenses.checklist_words import MOST, colon, introduction, names, task_words, title
from licenses.language import Language, say
from licenses.notice_markdown import escaped
from licenses.section import cited


def checklist_as_markdown(found: Checklist, language: Language, most: int = MOST) -> str:
    """The whole list; at most `most` names a licence are written out, the rest are counted."""
    return "\n".join(_lines(found, language, most)).rstrip() + "\n"


def _lines(found: Checklist, language: Language, most: int) -> Iterator[str]:
    yield f"# {escaped(title(found, language))}"
    yield ""
    yield introduction(found, language)
    yield ""
    for item in found.items:
        label, action, met = task_words(item, language)
        yield f"- [{'x' if item.met_by else ' '}] **{label}** · {item.owner.label.to(language)}"
        yield f"  {action}"
        if met:
            yield f"  {met}"
        yield from (_source(source, language, most) for source in item.sources)
    if found.unexamined:
        yield f"- [ ] **{say('read licences that nobody has examined', language)}** · {Owner.LEGAL.label.to(language)}"
        yield from (_source(source, language, most) for source in found.unexamined)
    if found.choices:
        yield ""
        yield f"**{say('Alternatives taken', language)}**"
        yield ""
        yield from (f"- {escaped(one.offered)} → {escaped(one.taken)}" for one in found.choices)


def _source(source: Source, language: Language, most: int) -> str:
    where = cited(source.section, language)
    return f"  - {escaped(source.license)}{where}{colon(language)}{escaped(names(source.subjects, most, language))}"
