"""A NOTICE document as one HTML page that needs nothing else, is readable when printed, and runs no script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from licenses.language import Language, say
from licenses.notice import Credit, Group, NoticeDocument
from licenses.notice_text import introduction, source_lines, source_offer
from licenses.printed_page import printed_page

_WORD = re.compile(r"[A-Za-z0-9.+-]+")


def notice_as_html(document: NoticeDocument, language: Language) -> str:
    """The whole page."""
    title = say("Notices for {product}", language, product=document.product)
    return printed_page(title, _body(document, language), language)


def _body(document: NoticeDocument, language: Language) -> Iterator[str]:
    yield f"<p>{escape(introduction(language))}</p>"
    yield from _contents(document, language)
    yield from _groups(document, language)
    if document.unknown:
        yield f"<h2>{escape(say('Licence not known', language))}</h2>"
        yield from _list(f"{credit.name} {credit.version}".rstrip() for credit in document.unknown)
    if document.owed_source:
        yield f"<h2>{escape(say('Source code', language))}</h2>"
        yield f"<p>{escape(source_offer(document.product, language))}</p>"
        yield from _list(source_lines(document, language))
    missing = say("The text of this licence is not in our data; see its publisher.", language)
    for entry in document.texts:
        yield f'<h2 id="{anchor(entry.id)}">{escape(say("Text of {licence}", language, licence=entry.id))}</h2>'
        yield f"<pre>{escape(entry.text or missing)}</pre>"


def _contents(document: NoticeDocument, language: Language) -> Iterator[str]:
    """Links to each group; of no use on paper."""
    if not document.groups:
        return
    yield f'<nav aria-label="{escape(say("Contents", language))}"><ul>'
    for group in document.groups:
        link = f'<a href="#{anchor(group.expression, "of")}">{escape(group.expression)}</a>'
        yield f"<li>{link} ({len(group.credits)})</li>"
    yield "</ul></nav>"


def _texts_of(group: Group, document: NoticeDocument, language: Language) -> str:
    """Links from a group to the texts of its licences."""
    words = set(_WORD.findall(group.expression))
    links = [f'<a href="#{anchor(it.id)}">{escape(it.id)}</a>' for it in document.texts if it.id in words]
    return f'<p class="leads">{escape(say("Texts:", language))} {", ".join(links)}</p>' if links else ""


def _groups(document: NoticeDocument, language: Language) -> Iterator[str]:
    for group in document.groups:
        yield f'<h2 id="{anchor(group.expression, "of")}">{escape(group.expression)}</h2>'
        yield _texts_of(group, document, language)
        yield "<ul>"
        for credit in group.credits:
            yield f"<li>{_credit(credit, language)}</li>"
        yield "</ul>"
        if group.copyrights:
            yield "<p>" + "<br>".join(escape(statement) for statement in group.copyrights) + "</p>"


def _credit(credit: Credit, language: Language) -> str:
    parts = [escape(f"{credit.name} {credit.version}".rstrip())]
    parts += [f"<pre>{escape(notice)}</pre>" for notice in credit.notices]
    if credit.own_text:
        said = say("Its own licence text differs from the known one and says:", language)
        parts.append(f'<p class="leads">{escape(said)}</p><pre>{escape(credit.own_text)}</pre>')
    return "".join(parts)


def _list(lines: Iterator[str]) -> Iterator[str]:
    yield "<ul>"
    yield from (f"<li>{escape(line)}</li>" for line in lines)
    yield "</ul>"


def anchor(name: str, kind: str = "text") -> str:
    """A fragment name for a licence's text, or for what is of one: letters, digits, hyphens."""
    return f"{kind}-" + "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in name)
