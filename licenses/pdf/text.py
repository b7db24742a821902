"""The text of PDF documents (ISO 32000-2), in which licences, agreements and declarations are handed out.

What a document may cost is bounded by its size: of its objects and of what its streams unpack to, forms within forms
included, so many bytes are read that the work takes a fraction of a second a megabyte.
"""

from __future__ import annotations

from functools import lru_cache

_LIGATURES = str.maketrans({"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"})
_MARK = b"%PDF-"
_LARGEST = 1 << 22  # bytes of a document: a larger one is a book
_LONGEST = 1 << 18  # characters of text
_PAGES = 8  # read; licences come first or are all there is
_READ = 200_000  # bytes of objects and streams, at least
_TIMES = 1  # so often the size of the document more


@lru_cache(maxsize=1)
def pdf_text(content: bytes) -> str:
    """The text of a document's first pages, "" when it is no PDF, has no text or cannot be read."""
    if not content.startswith(_MARK) or len(content) > _LARGEST:
        return ""
    from licenses.pdf.document import Document
    from licenses.pdf.font import Font
    from licenses.pdf.page import page_text

    document = Document(content, _READ + _TIMES * len(content))
    fonts: dict[int, Font] = {}
    pages = (page for page, _ in zip(document.pages(), range(_PAGES), strict=False))
    read = [page_text(page, document, fonts) for page in pages]
    return "\n".join(filter(None, read))[:_LONGEST].translate(_LIGATURES)
