"""A NOTICE document as Markdown. What was found in the code is shown as it stands: it cannot become markup."""

from __future__ import annotations

import re
from collections.abc import Iterator

from licenses.language import Language, say
from licenses.notice import Credit, NoticeDocument
from licenses.notice_text import introduction, source_lines, source_offer

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~$!&])")


def notice_as_markdown(document: NoticeDocument, language: Language) -> str:
    """The whole document."""
    return "\n".join(_lines(document, language)).rstrip() + "\n"


def _lines(document: NoticeDocument, language: Language) -> Iterator[str]:
    yield f"# {escaped(say('Notices for {product}', language, product=document.product))}"
    yield ""
    yield introduction(language)
    yield ""
    for group in document.groups:
        yield f"## {escaped(group.expression)}"
        yield ""
        for credit in group.credits:
            yield from _credit(credit, language)
        yield ""
        yield from (f"> {escaped(statement)}  " for statement in group.copyrights)
        yield ""
    if document.unknown:
        yield f"## {say('Licence not known', language)}"
        yield ""
        yield from (f"- {escaped(f'{credit.name} {credit.version}'.rstrip())}" for credit in document.unknown)
        yield ""
    if document.owed_source:
        yield f"## {say('Source code', language)}"
        yield ""
        yield escaped(source_offer(document.product, language))
        yield ""
        yield from (f"- {escaped(line)}" for line in source_lines(document, language))
        yield ""
    missing = say("The text of this licence is not in our data; see its publisher.", language)
    for entry in document.texts:
        yield f"## {escaped(say('Text of {licence}', language, licence=entry.id))}"
        yield ""
        yield from fenced(entry.text or missing)
        yield ""


def _credit(credit: Credit, language: Language) -> Iterator[str]:
    yield f"- {escaped(f'{credit.name} {credit.version}'.rstrip())}"
    for notice in credit.notices:
        yield ""
        yield from fenced(notice)
    if credit.own_text:
        yield ""
        yield say("Its own licence text differs from the known one and says:", language)
        yield ""
        yield from fenced(credit.own_text)


def escaped(words: str) -> str:
    """Words from outside, as words: one line, no markup."""
    return _SPECIAL.sub(r"\\\1", " ".join(words.split()))


def fenced(content: str) -> Iterator[str]:
    """A text block whose fence is longer than any in the text."""
    longest = max((len(run) for run in re.findall(r"`{3,}", content)), default=2)
    fence = "`" * (longest + 1)
    yield f"{fence}text"
    yield content.rstrip("\n")
    yield fence
