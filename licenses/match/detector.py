"""The licence engine: a blob's bytes in, licence matches out.

A blob without a hint costs one pass of native pattern search. The regions around hints are explained one by one, and
each distinct region once: the header that thousands of files share is answered from memory.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from licenses.detection import LicenseMatch
from licenses.index.opened import Index
from licenses.match.heads import LicenseHeads
from licenses.match.regions import is_prose, is_quoted, regions
from licenses.match.windows import windows
from licenses.text.readable import readable

# Raised whenever the same bytes and the same rules may give another answer
ENGINE = 8

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
        return self.detect_all([content])[0]

    def detect_all(self, contents: Sequence[bytes]) -> list[tuple[LicenseMatch, ...]]:
        """What `detect` says of each blob, for less: what is to be explained in any of them is explained together."""
        read = [self._read(content) for content in contents]
        explained = self._explained({window.region: None for blob in read for window in blob.windows})
        return [self._matches(blob, explained) for blob in read]

    def _read(self, content: bytes) -> _Read:
        data = readable(content)
        known = self._heads.matches(data)
        if known is not None and not is_quoted(data):
            return _Read(known, (), b"", None)
        found = regions(data, self._index)
        only = found[0] if len(found) == 1 and not is_prose(data, found[0]) else None
        return _Read((), tuple(_windows(data, found)), data, only)

    def _matches(self, blob: _Read, explained: Mapping[bytes, tuple[LicenseMatch, ...]]) -> tuple[LicenseMatch, ...]:
        if not blob.windows:
            return blob.known
        matches = tuple(match for window in blob.windows for match in window.own(explained[window.region]))
        if blob.only is not None:
            self._heads.remember(blob.data, blob.only, matches)
        return matches

    def _explained(self, wanted: Iterable[bytes]) -> dict[bytes, tuple[LicenseMatch, ...]]:
        """What each region says, from memory or anew."""
        answers: dict[bytes, tuple[LicenseMatch, ...]] = {}
        fresh: list[bytes] = []
        for region in wanted:
            known = self._known.get(region)
            if known is None:
                fresh.append(region)
            else:
                answers[region] = known
                self._known.move_to_end(region)
        if fresh:
            from licenses.match.explain import explain  # with numpy: not before something must be explained

            answers.update(zip(fresh, explain(fresh, self._index), strict=True))
            self._remember(fresh, answers)
        return answers

    def _remember(self, fresh: Iterable[bytes], answers: Mapping[bytes, tuple[LicenseMatch, ...]]) -> None:
        for region in fresh:
            if len(region) <= _LONGEST_REMEMBERED:
                self._known[region] = answers[region]
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)


class _Window(Struct, frozen=True):
    """Part of a region, all of it unless it is long, and the lines of it for which it answers."""

    region: bytes
    line: int  # of the blob at which it begins, from 1
    first: int
    last: int

    def own(self, matches: Iterable[LicenseMatch]) -> Iterator[LicenseMatch]:
        """The matches that begin in the lines for which this window answers, with the blob's lines."""
        for match in matches:
            if self.first <= match.first_line < self.last:
                yield replace(match, first_line=match.first_line + self.line, last_line=match.last_line + self.line)


class _Read(Struct, frozen=True):
    """What is to be explained in a blob, or what is known without."""

    known: tuple[LicenseMatch, ...]
    windows: tuple[_Window, ...]
    data: bytes
    only: tuple[int, int] | None  # its only region


def _windows(data: bytes, found: list[tuple[int, int]]) -> Iterator[_Window]:
    line, counted = 1, 0
    for window in (window for start, end in found for window in windows(data, start, end)):
        line += data.count(b"\n", counted, window.start)
        counted = window.start
        yield _Window(data[window.start : window.end], line, window.first, window.last)
