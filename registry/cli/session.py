"""One source through scan, verdict and publication, for commands."""

from __future__ import annotations

import tempfile
from pathlib import Path

from licenses.policy import RulePack
from registry.pool import Pool
from registry.services.ingest import Scanned, Wishes, ingest
from registry.services.publish import Published
from scanner.cli.session import scanned
from scanner.judge import judge


def publish_source(pool: Pool, source: str, pack: RulePack, wishes: Wishes, *, quiet: bool) -> Published:
    """Scan, judge and publish.

    Raises:
        InputUnreadable: the source cannot be read.
        BadUsage: the project's name is wrong or taken.
    """
    with (
        scanned(source, quiet=quiet) as scan,
        tempfile.TemporaryDirectory(prefix="trustpool-publish-") as scratch,
    ):
        verdict = judge(scan.inventory, pack)
        return ingest(pool, Scanned(source, scan.opened, scan.inventory, verdict), wishes, Path(scratch))
