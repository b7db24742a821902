"""A NOTICE document as plain text, 80 columns wide where the words are ours."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import indent

from licenses.columns import heading, wrapped
from licenses.language import Language, say
from licenses.notice import Credit, NoticeDocument


def notice_as_text(document: NoticeDocument, language: Language) -> str:
    """The whole document."""
    return "\n".join(_lines(document, language)).rstrip() + "\n"


def _lines(document: NoticeDocument, language: Language) -> Iterator[str]:
    yield from heading(say("Notices for {product}", language, product=document.product), "=")
    yield from wrapped(introduction(language))
    yield ""
    for group in document.groups:
        yield from heading(group.expression, "-")
        yield from (f"  {line}".rstrip() for credit in group.credits for line in _credit(credit, language))
        if group.copyrights:
            yield ""
            yield from (f"  {statement}" for statement in group.copyrights)
        yield ""
    if document.unknown:
        yield from heading(say("Licence not known", language), "-")
        yield from (f"  {credit.name} {credit.version}".rstrip() for credit in document.unknown)
        yield ""
    if document.owed_source:
        yield from heading(say("Source code", language), "-")
        yield from wrapped(source_offer(document.product, language))
        yield ""
        yield from (f"  {line}" for line in source_lines(document, language))
        yield ""
    for entry in document.texts:
        yield from heading(say("Text of {licence}", language, licence=entry.id), "-")
        yield entry.text or say("The text of this licence is not in our data; see its publisher.", language)
        yield ""


def introduction(language: Language) -> str:
    """The sentence that says how to read the document."""
    return say(
        "This product contains the works named below. Each is under the licence above its name; the texts follow.",
        language,
    )


def source_offer(product: str, language: Language) -> str:
    """The sentence that offers source."""
    return say(
        "Recipients of {product} are owed the source code of these works. It is at the address given, or is sent on "
        "request for as long as the licence asks, at no more than the cost of sending it.",
        language,
        product=product,
    )


def source_lines(document: NoticeDocument, language: Language) -> Iterator[str]:
    """Each work whose source is owed, with its address."""
    for credit in document.owed_source:
        where = credit.source_url or say("on request", language)
        yield f"{credit.name} {credit.version}".rstrip() + f": {where}"


def _credit(credit: Credit, language: Language) -> Iterator[str]:
    yield f"{credit.name} {credit.version}".rstrip()
    for notice in credit.notices:
        yield from indent(notice.strip(), "    ").splitlines()
    if credit.own_text:
        yield "    " + say("Its own licence text differs from the known one and says:", language)
        yield from indent(credit.own_text.strip(), "    ").splitlines()
