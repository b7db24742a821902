"""Scan a submitted release: submitted → scanning → scanned, then in review, published or rejected, as its rules say.

At home the result is recorded at once. On another machine the commit is fetched through the pool's own git endpoint,
and the inventory goes into the database, from where a job at home records it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from msgspec.structs import replace
from sqlalchemy.orm import Session

from licenses.errors import InputUnreadable
from licenses.language import Text
from registry.jobs.claims import Claim
from registry.jobs.findings import PoolFindings
from registry.jobs.orders import ScanOrder, scan_order
from registry.jobs.packing import pack
from registry.jobs.record import complete
from registry.jobs.work import Lasting, Work
from registry.models import JobKind, Release, ReleaseProblem, ScanResult, State
from registry.pool import Pool
from registry.services.arrival import OPEN
from registry.services.enqueue import enqueue
from registry.services.refs import show_published
from registry.services.workflow import transition
from scanner.blobs import BlobAnalyser
from scanner.inventory import Inventory
from scanner.scan import scan
from scanner.source.git import open_repository
from scanner.source.limits import LIMITS
from scanner.source.shadow import Layout

ATTEMPTS = 3
AT_HOME = False
PROBLEM = "scan-unfinished"


def run(work: Work) -> None:
    """Do it; nothing when the release has gone on already.

    Raises:
        Lasting: the commit cannot be read.
    """
    order = scan_order(work.pool, work.claim)
    if not _begin(work):
        if work.at_home:
            show_published(work.pool, order.project_id)  # whoever completed it may have died before this
        return
    try:
        inventory = _scanned(work, order)
    except InputUnreadable as unreadable:
        raise Lasting(unreadable.what) from unreadable
    if work.at_home:
        work.report("recording", 0, 0)
        complete(work.pool, order, inventory)
    else:
        _hand_over(work, order, inventory)


def unfinished(pool: Pool, session: Session, claim: Claim, problem: Text | None) -> None:
    """The release waits again, and says why nothing became of its scan."""
    release = session.get(Release, claim.release_id, with_for_update=True)
    if release is None or release.state not in OPEN:
        return
    if release.state is State.SCANNING:
        transition(session, release, State.SUBMITTED, actor="pool", at=pool.now(), reason=problem)
    if problem:
        session.add(ReleaseProblem(release_id=release.id, code=PROBLEM, path="", line=None, message=problem))
        release.problem_count += 1


def _begin(work: Work) -> bool:
    with work.pool.database.writing() as session:
        release = session.get(Release, work.claim.release_id, with_for_update=True)
        if release is None:
            return False
        if release.state is State.SUBMITTED:
            transition(session, release, State.SCANNING, actor=work.claim.actor, at=work.pool.now())
        return release.state is State.SCANNING


def _scanned(work: Work, order: ScanOrder) -> Inventory:
    analyser = _analyser(work)
    with _repository(work, order) as repository:
        layout = Layout(repository, repository, None)
        name = order.source.name
        with open_repository(
            layout,
            order.source.commit,
            ref=order.source.ref,
            location=order.source.location,
            name=name,
            limits=LIMITS,
            scratch=work.scratch,
        ) as opened:
            cache = PoolFindings(work.pool.database, analyser.version)
            found = scan(opened, analyser, cache, partial(work.report, "scanning"))
    # how the pool stores objects is no problem of the source
    problems = tuple(it for it in found.problems if it.code != "objects-borrowed")
    return replace(found, source=order.source, problems=problems)


@contextmanager
def _repository(work: Work, order: ScanOrder) -> Iterator[Path]:
    """Where the commit's objects are: in the pool's storage, or fetched from there."""
    if work.at_home:
        yield work.pool.repositories(order.store).held
        return
    from registry.jobs.fetching import fetched

    yield fetched(work, order.source.commit)


def _hand_over(work: Work, order: ScanOrder, inventory: Inventory) -> None:
    packed = pack(inventory)
    with work.pool.database.writing() as session:
        session.merge(ScanResult(release_id=order.release_id, packed=packed))
        enqueue(
            session,
            JobKind.RECORD,
            f"record:{order.release_id}",
            arguments=dict(work.claim.arguments),
            actor=work.claim.actor,
            at=work.pool.now(),
            release_id=order.release_id,
            project_id=order.project_id,
        )


def _analyser(work: Work) -> BlobAnalyser:
    from licenses.index.location import index_path
    from scanner.cache import cache_dir

    path = index_path(cache_dir())
    if str(path) not in work.tools.kept:
        if not path.exists():
            from licenses.index.compile import compile_index

            compile_index(path, partial(work.report, "building the licence index"))
        work.tools.kept[str(path)] = BlobAnalyser.open(path)
    found: BlobAnalyser = work.tools.kept[str(path)]  # type: ignore[assignment]
    return found
