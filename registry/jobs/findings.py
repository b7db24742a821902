"""The findings cache of a server: two tables of the pool's database, so that no worker scans what another has."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

import msgspec
from sqlalchemy import Insert, select
from sqlalchemy.dialects import postgresql, sqlite

from registry.database import Database
from registry.models import BlobFindings, ManifestRun
from scanner.cache import FindingsCache
from scanner.findings import Findings
from scanner.manifest.run import ParserRun, RunKey

LOOKUP = 500  # ids a query
BATCH = 500  # rows an insert


class PoolFindings(FindingsCache):
    """One analyser version's view of the pool's tables. Rows are only ever added: equal keys mean equal content."""

    def __init__(self, database: Database, analyser: str) -> None:
        self._database = database
        self._version = hashlib.sha256(analyser.encode()).digest()
        self._found = msgspec.msgpack.Decoder(Findings)
        self._ran = msgspec.msgpack.Decoder(ParserRun)

    def lookup(self, blobs: Iterable[str]) -> dict[str, Findings]:
        """The findings of those blobs that any worker knows."""
        wanted = list(blobs)
        known: dict[str, Findings] = {}
        with self._database.reading() as session:
            for start in range(0, len(wanted), LOOKUP):
                ids = [bytes.fromhex(blob) for blob in wanted[start : start + LOOKUP]]
                statement = select(BlobFindings.blob, BlobFindings.findings)
                rows = session.execute(
                    statement.where(BlobFindings.analyser == self._version, BlobFindings.blob.in_(ids))
                )
                known.update((blob.hex(), self._found.decode(packed)) for blob, packed in rows)
        return known

    def store(self, findings: Mapping[str, Findings]) -> None:
        """Keep findings for all."""
        self._add(
            BlobFindings,
            [
                {"analyser": self._version, "blob": bytes.fromhex(blob), "findings": msgspec.msgpack.encode(found)}
                for blob, found in sorted(findings.items())  # in one order, so that two writers never wait in a ring
            ],
        )

    def manifest(self, key: RunKey) -> ParserRun | None:
        """What a parser said of this file to any worker."""
        with self._database.reading() as session:
            packed = session.scalars(select(ManifestRun.run).where(ManifestRun.key == _digest(key))).one_or_none()
        return self._ran.decode(packed) if packed is not None else None

    def store_manifests(self, runs: Iterable[ParserRun]) -> None:
        """Keep parser runs for all."""
        rows = {_digest(run.key): msgspec.msgpack.encode(run) for run in runs}
        self._add(ManifestRun, [{"key": key, "run": run} for key, run in sorted(rows.items())])

    def _add(self, model: type, rows: list[dict[str, bytes]]) -> None:
        for start in range(0, len(rows), BATCH):
            with self._database.writing() as session:
                session.execute(self._insert(model), rows[start : start + BATCH])

    def _insert(self, model: type) -> Insert:
        if self._database.engine.dialect.name == "postgresql":
            return postgresql.insert(model).on_conflict_do_nothing()
        return sqlite.insert(model).on_conflict_do_nothing()


def _digest(key: RunKey) -> bytes:
    return hashlib.sha256(f"{key.parser}\0{key.path}\0{key.blob}".encode()).digest()
