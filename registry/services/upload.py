"""An uploaded archive becomes a commit in the pool's storage, and a job scans it like any other.

Nothing of the archive gets a name on the disk: its members go into git's object database by way of one nameless file.
"""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from licenses.errors import BadUsage, InputUnreadable
from licenses.language import text
from registry.pool import Pool
from registry.services.arrival import OPEN, Arrival, arrive
from registry.services.enqueue import enqueue_scan
from registry.services.ingest import DEFAULT_BRANCH
from registry.services.place import place_of
from registry.store.repositories import GitObjects
from registry.store.snapshot import commit_tree
from scanner.inventory import SourceFacts
from scanner.source.archive import open_archive
from scanner.source.limits import LIMITS

FILE_NAME = re.compile(r"[\w][\w.+@-]{0,199}")


@dataclass(frozen=True, slots=True)
class Uploaded:
    """What became of an archive."""

    job: int | None  # None when the pool had this content already
    project: str
    commit: str
    sha256: str  # of the archive, hex


@dataclass(frozen=True, slots=True)
class Parcel:
    """An archive on this machine's disk, and what it is said to be."""

    path: Path
    location: str  # where it comes from: "upload:app-1.2.tar.gz", "pkg:npm/app@1.2"
    project: str
    organisation: str = ""  # that a new project belongs to
    actor: str = ""
    tag: str = ""  # the release's label, when it is known


def upload(pool: Pool, parcel: Parcel) -> Uploaded:
    """Bring it in; the same content again changes nothing.

    Raises:
        BadUsage: it is no archive that we read, is hostile, or the name cannot be a project's.
        NotFound: there is no such organisation.
    """
    with tempfile.TemporaryDirectory(prefix="trustpool-upload-") as folder:
        scratch = Path(folder)
        try:
            with open_archive(parcel.path, location=parcel.location, limits=LIMITS, scratch=scratch) as opened:
                if not opened.tree.entries:
                    raise BadUsage(text("the archive holds no file"), where=parcel.location)
                facts = replace(opened.facts, name=parcel.project)
                commit = commit_tree(scratch / "import.git", opened.tree, facts)
        except InputUnreadable as hostile:
            raise BadUsage(hostile.what, where=parcel.location, hint=hostile.hint) from hostile
        return _submit(pool, parcel, replace(facts, commit=commit), GitObjects(scratch / "import.git" / "objects"))


def _submit(pool: Pool, parcel: Parcel, facts: SourceFacts, objects: GitObjects) -> Uploaded:
    with pool.database.reading() as session:
        place = place_of(session, facts.location, parcel.project)
    # before the row that refers to it; a crash between leaves objects that nobody misses
    pool.repositories(place.store).keep(objects, facts.commit, place.origin_key)
    with pool.database.writing() as session:
        place = place_of(session, facts.location, parcel.project)
        label = parcel.tag or facts.commit[:12]
        arrival = Arrival(facts, parcel.project, label, DEFAULT_BRANCH, parcel.actor, parcel.organisation)
        release = arrive(session, place, arrival, pool.now())
        job = None
        if release.state in OPEN:
            job = enqueue_scan(session, release, tag=parcel.tag, actor=parcel.actor, at=pool.now())
        return Uploaded(job, release.project.name, release.commit, facts.sha256)
