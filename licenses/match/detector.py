"""The licence engine: a blob's bytes in, licence matches out.

A blob without a hint costs one pass of native pattern search. The regions around hints are explained one by one, and
each distinct region once: the header that thousands of files share is answered from memory.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from licenses.detection import LicenseMatch
from licenses.index.opened import Index
from licenses.match.heads import LicenseHeads
from licenses.match.regions import is_prose, regions
from licenses.match.windows import windows
from licenses.text.decode import decode
from licenses.text.packed import is_packed

# Raised whenever the same bytes and the same rules may give another answer
ENGINE = 4

_HEAD = 8192  # bytes of a blob in which a NUL makes it a binary
_PRINTABLE = re.compile(rb"[\x20-\x7e\t]{8,}")
_REMEMBERED = 4096  # regions
_LONGEST_REMEMBERED = 1 << 16  # bytes


class Detector:
    """Answers what one blob says about licensing. Not safe to share between threads; open one for each."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._heads = LicenseHeads(index)
        self._known: OrderedDict[bytes, tuple[LicenseMatch, ...]] = OrderedDict()
        self.version = f"{ENGINE}-{index.version}"

    @classmethod
    def open(cls, index_path: Path) -> Detector:
        """Open the compiled index at `index_path` (licenses.index.location.index_path).

        Raises:
            OSError: there is no such file.
            NotAnIndex: it is not an index that this version reads; compile it anew.
        """
        return cls(Index.open(index_path))

    def detect(self, content: bytes) -> tuple[LicenseMatch, ...]:
        """The licence matches in a blob, sorted by line; none of them reaches beyond its lines."""
        if is_packed(content) and b"\0" in content[:_HEAD]:
            return ()
        data = _utf8(content)
        known = self._heads.matches(data)
        if known is not None:
            return known
        found = regions(data, self._index)
        matches = tuple(self._in_regions(data, found))
        if len(found) == 1 and not is_prose(data, found[0]):
            self._heads.remember(data, found[0], matches)
        return matches

    def _in_regions(self, data: bytes, found: list[tuple[int, int]]) -> Iterator[LicenseMatch]:
        line, counted = 1, 0
        for window in (window for start, end in found for window in windows(data, start, end)):
            line += data.count(b"\n", counted, window.start)
            counted = window.start
            for match in self._explained(data[window.start : window.end]):
                if window.first <= match.first_line < window.last:
                    yield replace(match, first_line=match.first_line + line, last_line=match.last_line + line)

    def _explained(self, region: bytes) -> tuple[LicenseMatch, ...]:
        known = self._known.get(region)
        if known is not None:
            self._known.move_to_end(region)
            return known
        from licenses.match.explain import explain  # with numpy: not before something must be explained

        explained = explain(region, self._index)
        if len(region) <= _LONGEST_REMEMBERED:
            self._known[region] = explained
            if len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return explained


def _utf8(content: bytes) -> bytes:
    """The content as UTF-8 with line breaks as `\\n`; itself where it is that already."""
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
