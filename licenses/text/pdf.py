"""The text of PDF documents (ISO 32000-2), in which licences, agreements and declarations are handed out.

pypdf reads them, and is loaded only when a blob is one. What a document may cost is bounded: its size, its pages, what
its streams unpack to and the operators of its pages, forms within forms included.
"""

from __future__ import annotations

import io
import logging
from functools import lru_cache
from typing import Any

_LIGATURES = str.maketrans({"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"})
_MARK = b"%PDF-"
_LARGEST = 1 << 22  # bytes of a document: a larger one is a book
_LONGEST = 1 << 18  # characters of text
_PAGES = 8  # read; licences come first or are all there is
_UNPACKED = 1 << 18  # bytes of one stream
_LIMITS: dict[str, Any] = {
    **dict.fromkeys(
        (
            "maximum_declared_stream_length",
            "array_based_stream_maximum_output_length",
            "lzw_maximum_output_length",
            "run_length_maximum_output_length",
            "zlib_maximum_output_length",
            "zlib_maximum_recovery_input_length",
            "brotli_maximum_output_length",
            "stream_decoding_work_maximum_length",
        ),
        _UNPACKED,
    ),
    "stream_parsing_work_maximum_count": 60_000,
    "page_tree_maximum_entries": 5000,
    "page_tree_maximum_page_entries": 50_000,
    "jbig2dec_binary": None,  # starts no program
    "disable_legacy_handling": True,
}
_OPERATORS = (
    20_000  # of all pages together; a page of text has some hundred, a form with lines and boxes ten times that
)
_A_FORM = 40  # operators for which drawing a form counts: its fonts are read anew each time


class _Enough(Exception):
    """The document has more to draw than we read."""


@lru_cache(maxsize=1)
def pdf_text(content: bytes) -> str:
    """The text of a document's first pages, "" when it is no PDF, has no text or cannot be read."""
    if not content.startswith(_MARK) or len(content) > _LARGEST:
        return ""
    return "\n".join(_pages(content))[:_LONGEST].translate(_LIGATURES)


def _pages(content: bytes) -> list[str]:
    from pypdf import PdfReader, apply_configuration

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    counted = 0

    def count(operator: object, *_: object) -> None:
        nonlocal counted
        counted += _A_FORM if operator == b"Do" else 1
        if counted > _OPERATORS:
            raise _Enough

    read: list[str] = []
    try:
        with apply_configuration(**_LIMITS):
            pages = PdfReader(io.BytesIO(content)).pages
            for number in range(min(_PAGES, len(pages))):
                read.append(pages[number].extract_text(visitor_operand_before=count))
                if sum(map(len, read)) >= _LONGEST:
                    break
    except Exception:  # a damaged document fails in many ways; what was read before stands
        return read
    return read
