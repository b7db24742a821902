"""What a scan, or the recording of one, is about, read from the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from licenses.language import text
from registry.jobs.claims import Claim
from registry.jobs.work import Lasting
from registry.models import Release
from registry.pool import Pool
from scanner.inventory import SourceFacts


@dataclass(frozen=True, slots=True)
class ScanOrder:
    """One release."""

    release_id: int
    source: SourceFacts
    project: str
    project_id: int
    store: str
    branch: str
    tag: str
    pack: str
    actor: str


def scan_order(pool: Pool, claim: Claim) -> ScanOrder:
    """The release that a job is about.

    Raises:
        Lasting: it is gone.
    """
    said: Mapping[str, str] = claim.arguments
    with pool.database.reading() as session:
        release = session.get(Release, claim.release_id)
        if release is None:
            raise Lasting(text("the release is not in the pool any more"))
        project = release.project
        owner = project.organisation
        facts = SourceFacts(
            kind=release.origin.kind,
            location=release.origin.location,
            name=project.name,
            tree=release.tree,
            ref=release.ref,
            commit=release.commit,
            committed_at=int(release.committed_at.timestamp()) if release.committed_at else 0,
            sha256=release.archive_sha256,
        )
        return ScanOrder(
            release_id=release.id,
            source=facts,
            project=project.name,
            project_id=project.id,
            store=project.store,
            branch=release.branch,
            tag=said.get("tag", ""),
            pack=said.get("pack") or (owner.pack if owner else "default"),
            actor=claim.actor,
        )
