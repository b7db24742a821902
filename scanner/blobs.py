"""Blob → findings: the analysers put together, and the walk over a tree's blobs that are not yet known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from licenses.copyright.detect import VERSION as COPYRIGHT_VERSION
from licenses.copyright.detector import CopyrightDetector
from licenses.detection import LicenseMatch
from licenses.index.opened import Index
from licenses.match.detector import Detector
from licenses.text.packed import is_packed
from scanner.cache import FindingsCache
from scanner.findings import Analyser, Findings
from scanner.inventory import Treatment
from scanner.source.content import is_binary, is_lfs_pointer
from scanner.tree import Blob, Entry, Mode, Tree

_BATCH = 2000  # findings a transaction: a crash loses no more work than this
_TOGETHER = 64  # blobs analysed together
_TOGETHER_BYTES = 1 << 21  # of content, from which fewer are

Progress = Callable[[int, int], None]  # (done, total), both in blobs


@dataclass(frozen=True)
class BlobAnalyser:
    """Licences, copyrights and authors in text and in the strings of programs; nothing in packed data and pointers."""

    index: Index

    @classmethod
    def open(cls, index_path: Path) -> BlobAnalyser:
        """The analysers with the compiled index at `index_path`.

        Raises:
            OSError: there is no such file.
            NotAnIndex: it is not an index that this version reads; compile it anew.
        """
        return cls(Index.open(index_path))

    # both load native libraries and their patterns: not before there is a blob to analyse

    @cached_property
    def detector(self) -> Detector:
        """What finds licences."""
        return Detector(self.index)

    @cached_property
    def copyrights(self) -> CopyrightDetector:
        """What finds copyrights and authors."""
        return CopyrightDetector(self.index.copyright_patterns)

    @cached_property
    def version(self) -> str:
        """The versions of all that has a say in findings."""
        return f"blobs 4; licences {self.detector.version}; copyrights {COPYRIGHT_VERSION}"

    def analyse(self, blobs: Sequence[Blob]) -> list[Findings]:
        """The findings of each blob; those of several together cost less than one by one."""
        read = {place: blob.content for place, blob in enumerate(blobs) if _is_readable(blob.content)}
        licenses = dict(zip(read, self.detector.detect_all(list(read.values())), strict=True))
        return [self._findings(blob, licenses.get(place)) for place, blob in enumerate(blobs)]

    def _findings(self, blob: Blob, licenses: tuple[LicenseMatch, ...] | None) -> Findings:
        if licenses is None:
            return Findings(blob.size, _treatment(blob))
        owned = self.copyrights.detect(blob.content)
        return Findings(blob.size, _treatment(blob), licenses, owned.copyrights, owned.authors)


def _treatment(blob: Blob) -> Treatment:
    if is_lfs_pointer(blob.content):
        return Treatment.LFS_POINTER
    if is_binary(blob.content):
        return Treatment.BINARY
    return Treatment.HUGE if blob.cut else Treatment.TEXT


def _is_readable(content: bytes) -> bool:
    return not is_lfs_pointer(content) and not (is_binary(content) and is_packed(content))


def find(tree: Tree, analyser: Analyser, cache: FindingsCache, progress: Progress) -> Mapping[str, Findings]:
    """The findings of every blob of `tree`, read and analysed only where the cache has none."""
    wanted = dict.fromkeys(entry.blob for entry in tree.entries if _is_content(entry))
    found = cache.lookup(wanted)
    missing = [blob for blob in wanted if blob not in found]
    for start in range(0, len(missing), _BATCH):
        batch = _analysed(tree, missing[start : start + _BATCH], analyser, progress, start, len(missing))
        cache.store(batch)
        found.update(batch)
    return found


def _is_content(entry: Entry) -> bool:
    return entry.mode in (Mode.FILE, Mode.EXECUTABLE)


def _analysed(
    tree: Tree, ids: Iterable[str], analyser: Analyser, progress: Progress, done: int, total: int
) -> dict[str, Findings]:
    batch: dict[str, Findings] = {}
    for blobs in _together(tree.blobs(ids)):
        batch.update(zip((blob.id for blob in blobs), analyser.analyse(blobs), strict=True))
        progress(done + len(batch), total)
    return batch


def _together(blobs: Iterable[Blob]) -> Iterator[list[Blob]]:
    """Blobs in order, so many at a time as are held in memory together."""
    few: list[Blob] = []
    size = 0
    for blob in blobs:
        few.append(blob)
        size += len(blob.content)
        if len(few) >= _TOGETHER or size >= _TOGETHER_BYTES:
            yield few
            few, size = [], 0
    if few:
        yield few
