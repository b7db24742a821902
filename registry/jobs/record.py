"""Judge, sign and record what was found in a release; by whichever worker, it happens once."""

from __future__ import annotations

from sqlalchemy.orm import Session

from licenses.language import Text, text
from licenses.policy import load_pack
from registry.jobs.claims import Claim
from registry.jobs.orders import ScanOrder, scan_order
from registry.jobs.packing import unpack
from registry.jobs.work import Lasting, Work
from registry.models import Release, ScanResult
from registry.pool import Pool
from registry.services.arrival import OPEN
from registry.services.ingest import Located, Wishes, ingest_at
from registry.services.refs import show_published
from registry.store.repositories import GitObjects
from scanner.advisories.configured import advisories_at
from scanner.inventory import Inventory
from scanner.judge import judge

ATTEMPTS = 5
AT_HOME = True


def run(work: Work) -> None:
    """Record the inventory that a worker on another machine left in the database.

    Raises:
        Lasting: it is not there, or no inventory.
    """
    order = scan_order(work.pool, work.claim)
    with work.pool.database.reading() as session:
        release = session.get_one(Release, order.release_id)
        left, result = release.state in OPEN, session.get(ScanResult, order.release_id)
        packed = result.packed if result else None
    if left:
        complete(work.pool, order, _unpacked(packed))
    else:
        show_published(work.pool, order.project_id)  # whoever completed it may have died before this
    with work.pool.database.writing() as session:
        if result := session.get(ScanResult, order.release_id):
            session.delete(result)


def unfinished(pool: Pool, session: Session, claim: Claim, problem: Text | None) -> None:
    """The release waits again: its scan must be asked for anew."""
    from registry.jobs import scan

    scan.unfinished(pool, session, claim, problem)


def _unpacked(packed: bytes | None) -> Inventory:
    if packed is None:
        raise Lasting(text("the result of the scan is missing"))
    try:
        return unpack(packed)
    except ValueError as wrong:
        raise Lasting(text("the result of the scan cannot be read: {cause}", cause=str(wrong))) from wrong


def complete(pool: Pool, order: ScanOrder, inventory: Inventory) -> None:
    """The release's way to its end; nothing when it went there already."""
    with advisories_at() as known:
        verdict = judge(inventory, load_pack(order.pack), known=known)
    held = pool.repositories(order.store).held
    located = Located(order.source.commit, GitObjects(held / "objects"), order.branch, order.tag)
    ingest_at(pool, inventory, verdict, located, Wishes(order.project, order.actor))
