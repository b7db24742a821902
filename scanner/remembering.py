"""The cache for two trees that are nearly the same: what one of them looked up, the other finds in memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping

from scanner.cache import FindingsCache
from scanner.findings import Findings
from scanner.manifest.run import ParserRun, RunKey


class RememberingCache(FindingsCache):
    """A cache that also keeps in memory what passed through it; for the time of one command."""

    def __init__(self, connection: sqlite3.Connection, analyser: str) -> None:
        super().__init__(connection, analyser)
        self._findings: dict[str, Findings] = {}
        self._kept: dict[RunKey, ParserRun] = {}

    def lookup(self, blobs: Iterable[str]) -> dict[str, Findings]:
        """The findings of those blobs that are known."""
        wanted = list(blobs)
        self._findings.update(super().lookup([blob for blob in wanted if blob not in self._findings]))
        return {blob: self._findings[blob] for blob in wanted if blob in self._findings}

    def store(self, findings: Mapping[str, Findings]) -> None:
        """Keep findings."""
        super().store(findings)
        self._findings.update(findings)

    def manifest(self, key: RunKey) -> ParserRun | None:
        """What a parser said of this file the last time."""
        known = self._kept.get(key) or super().manifest(key)
        if known:
            self._kept[key] = known
        return known

    def store_manifests(self, runs: Iterable[ParserRun]) -> None:
        """Keep parser runs."""
        kept = tuple(runs)
        super().store_manifests(kept)
        self._kept.update((run.key, run) for run in kept)
