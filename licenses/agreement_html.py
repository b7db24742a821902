"""The usage agreement as a page to print. Its template is plain: headings and paragraphs."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from licenses.agreement import Agreement
from licenses.printed_page import printed_page


def agreement_as_html(agreement: Agreement) -> str:
    """The page; its words are the agreement's, in their order."""
    first, *rest = [line for line in agreement.text.splitlines() if line.strip()]
    return printed_page(first.removeprefix("# "), _body(rest), agreement.language)


def _body(lines: list[str]) -> Iterator[str]:
    for line in lines:
        heading = line.startswith("## ")
        yield f"<h2>{escape(line.removeprefix('## '))}</h2>" if heading else f"<p>{escape(line)}</p>"
