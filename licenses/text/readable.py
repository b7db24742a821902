"""What there is to read in a blob, whatever it is: the text in which licences are sought, by its lines."""

from __future__ import annotations

from collections.abc import Iterator

from licenses.text.decode import decode, is_unicode
from licenses.text.packed import is_packed
from licenses.text.pdf import pdf_text

_HEAD = 8192  # bytes of a blob in which a NUL makes it a binary
_RUN = 8  # printable bytes that are a word, not chance
_PIECE = 1 << 20  # bytes of a binary looked at together, which bounds the memory that takes


def readable(content: bytes) -> bytes:
    """The text of a blob as UTF-8 with line breaks as `\\n`; the blob itself where it is that already.

    Of a PDF document its text, of another binary what strings(1) shows, of packed data nothing.
    """
    binary = content.find(b"\0", 0, _HEAD) >= 0
    if binary and is_packed(content):
        return b""
    if content.startswith(b"%PDF-") and (document := pdf_text(content)):
        content = document.encode("utf-8", "replace")
    if binary and not is_unicode(content):
        return _strings(content)
    if not content.isascii() or content.find(b"\0") >= 0:
        text, encoding = decode(content)
        if encoding not in ("ascii", "utf-8") or content.startswith(b"\xef\xbb\xbf"):
            content = text.encode("utf-8", "replace")
    if content.find(b"\r") >= 0:
        content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return content


def _strings(content: bytes) -> bytes:
    """What is readable in a binary: runs of printable ASCII, as strings(1) shows them; line breaks are kept."""
    kept = []
    last = 0
    for start, end in _runs(content):
        kept += [b"\n" * content.count(b"\n", last, start), content[start:end], b" "]
        last = end
    kept.append(b"\n" * content.count(b"\n", last))
    return b"".join(kept)


def _runs(content: bytes) -> Iterator[tuple[int, int]]:
    """Where the runs of printable ASCII begin and end that are long enough to be words."""
    import numpy as np  # not before there is a binary

    printable = np.zeros(256, dtype=bool)
    printable[[9, *range(0x20, 0x7F)]] = True
    start = 0
    while start < len(content):
        end = content.find(b"\0", start + _PIECE) + 1 or len(content)  # no run goes on behind a NUL
        shown = printable[np.frombuffer(content, dtype=np.uint8, count=end - start, offset=start)]
        edges = np.flatnonzero(np.diff(shown, prepend=False, append=False))
        begin, after = edges[::2], edges[1::2]
        words = after - begin >= _RUN
        yield from zip((begin[words] + start).tolist(), (after[words] + start).tolist(), strict=True)
        start = end
