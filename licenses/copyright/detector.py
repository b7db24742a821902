"""The copyright engine for many blobs: what `detect_copyrights` says, remembered for blobs that begin alike.

A head is the beginning of a blob up to the end of the line after its last region, by which that region was bounded.
No region begins without a hint, so a blob that begins with a known head and has no hint after it says the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from licenses.copyright.detect import SNIFFED, detect_copyrights, said_in, together
from licenses.copyright.finding import CopyrightFindings
from licenses.copyright.hints import LONGEST_HINT, hints
from licenses.copyright.region import LONGEST_LINE, Region, regions
from licenses.text.heads import LONGEST, Heads

if TYPE_CHECKING:
    import hyperscan

_LARGE = 1 << 20  # bytes: what is larger is searched in pieces


class CopyrightDetector:
    """Answers what one blob says about who made and owns it. Not safe to share between threads."""

    def __init__(self, patterns: hyperscan.Database | None = None) -> None:
        self._patterns = patterns
        self._heads: Heads[CopyrightFindings] = Heads()

    def detect(self, content: bytes) -> CopyrightFindings:
        """Everything that `content` says, in the order of its lines. Never raises."""
        if not _is_plain(content):
            return detect_copyrights(content, self._patterns)
        known = self._heads.known(content)
        if known and self._silent(content, known[0]):
            return known[1]
        found = list(regions(content, hints(content, self._patterns)))
        said = together(said_in(content, found))
        if found:
            self._remember(content, found[-1], said)
        return said

    def _remember(self, content: bytes, last: Region, said: CopyrightFindings) -> None:
        end = last[1]
        length = content.find(b"\n", end + 1, end + 1 + LONGEST_LINE) + 1
        head = content[:length] if length <= LONGEST else b""
        # letters other than ASCII are read in the encoding that the whole blob seems to have
        if head and content[end] == 10 and head.isascii():
            self._heads.remember(head, said)

    def _silent(self, content: bytes, length: int) -> bool:
        """Whether no hint ends behind the head; one that does may begin in it."""
        start = max(0, length - LONGEST_HINT)
        return all(start + end < length for end in hints(content[start:], self._patterns))


def _is_plain(content: bytes) -> bool:
    """Whether this is text with lines as they are, of one byte a letter or UTF-8, and not too large."""
    wide = content.find(b"\0", 0, SNIFFED) >= 0 or content[:2] in (b"\xff\xfe", b"\xfe\xff")
    return not wide and len(content) <= _LARGE and content.find(b"\n") >= 0
