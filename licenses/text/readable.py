"""What there is to read in a blob, whatever it is: the text in which licences are sought, by its lines."""

from __future__ import annotations

import re

from licenses.text.decode import decode
from licenses.text.packed import is_packed
from licenses.text.pdf import pdf_text

_HEAD = 8192  # bytes of a blob in which a NUL makes it a binary
_PRINTABLE = re.compile(rb"[\x20-\x7e\t]{8,}")


def readable(content: bytes) -> bytes:
    """The text of a blob as UTF-8 with line breaks as `\\n`; the blob itself where it is that already.

    Of a PDF document its text, of another binary what strings(1) shows, of packed data nothing.
    """
    if b"\0" in content[:_HEAD] and is_packed(content):
        return b""
    if content.startswith(b"%PDF-") and (document := pdf_text(content)):
        content = document.encode("utf-8", "replace")
    if not content.isascii() or b"\0" in content:
        text, encoding = decode(content)
        if b"\0" in content[:_HEAD] and not encoding.startswith("utf-"):
            return _strings(content)
        if encoding not in ("ascii", "utf-8") or content.startswith(b"\xef\xbb\xbf"):
            content = text.encode("utf-8", "replace")
    if b"\r" in content:
        content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return content


def _strings(content: bytes) -> bytes:
    """What is readable in a binary: runs of printable ASCII, as strings(1) shows them; line breaks are kept."""
    kept = []
    last = 0
    for run in _PRINTABLE.finditer(content):
        kept += [b"\n" * content.count(b"\n", last, run.start()), run[0], b" "]
        last = run.end()
    kept.append(b"\n" * content.count(b"\n", last))
    return b"".join(kept)
