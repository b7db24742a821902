"""Visit an origin: record what it offers, bring what is new into the git storage, submit it.

In order, so that a crash leaves the pool as before or as after: objects are fetched and pinned, where nobody sees them;
one transaction records the visit, adds the releases as submitted and asks for their scans. Done again, it finds all
of that there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from sqlalchemy import update

from licenses.errors import BadUsage, InputUnreadable
from licenses.language import text
from registry.jobs.work import Lasting, Work, nothing_begun
from registry.models import Job
from registry.services.arrival import OPEN, Arrival, arrive, origin_at, project_at
from registry.services.enqueue import enqueue_scan
from registry.services.place import Place, place_of
from registry.services.publish import refuse_stranger
from registry.services.schedule import answered
from registry.services.visits import known_refs, note_seen, note_unreachable
from registry.store.remote import Asked, Remote, Snapshot
from registry.store.repositories import GitObjects, ProjectRepositories
from scanner.inventory import SourceFacts, SourceKind
from scanner.source.spec import RemoteSpec, parse_spec

ATTEMPTS = 5
AT_HOME = True
MOST_TAGS = 20  # new tags that one visit submits, the last by name
unfinished = nothing_begun


@dataclass(frozen=True, slots=True)
class _Order:
    """The job's arguments."""

    source: RemoteSpec
    name: str
    joins: bool
    organisation: str
    pack: str


def run(work: Work) -> None:
    """Do it.

    Raises:
        InputUnreadable: the origin does not answer; the visit is recorded all the same.
        Lasting: the origin may not be visited, or is no part of the project that it was submitted to.
    """
    order = _order(work)
    try:
        remote = Remote(order.source, work.pool.settings.fetch_policy)
        _visit(work, order, remote)
    except InputUnreadable as silent:
        note_unreachable(work.pool, order.source.shown, silent.what)
        raise
    except BadUsage as refused:
        raise Lasting(refused.what) from refused


def _visit(work: Work, order: _Order, remote: Remote) -> None:
    work.report("asking", 0, 0)
    before = known_refs(work.pool, order.source.shown)
    now = remote.snapshot(work.pool.home.git)
    wanted = tuple(_wanted(order.source, remote, before, now))
    with work.pool.database.reading() as session:
        place = place_of(session, order.source.shown, order.name)
    repositories = work.pool.repositories(place.store)
    repositories.prepare()
    with repositories.locked():
        if any(not repositories.holds(it.commit, place.origin_key) for it in wanted):
            remote.fetch(repositories.held, f"refs/origins/{place.origin_key}", partial(work.report, "fetching"))
    facts = tuple(_pinned(order, repositories, place, it) for it in wanted)
    for it in facts:
        refuse_stranger(work.pool, place, it.commit, order.name, order.source.shown, joins=order.joins)
    _submit(work, order, now, tuple(zip(wanted, facts, strict=True)))


def _wanted(source: RemoteSpec, remote: Remote, before: dict[str, str], now: Snapshot) -> Iterator[Asked]:
    """The ref asked for; else the default branch if it moved, and each new tag of an origin that was known before."""
    if source.ref or not before:
        yield remote.asked(now)
        return
    if before.get("HEAD") != now["HEAD"] and now["HEAD"]:
        yield remote.asked(now)
    branch = now.head or "main"
    new = [name for name, _ in now.refs if name.startswith("refs/tags/") and name not in before]
    for name in new[-MOST_TAGS:]:
        yield Asked(dict(now.refs)[name], branch, name.removeprefix("refs/tags/"))


def _pinned(order: _Order, repositories: ProjectRepositories, place: Place, asked: Asked) -> SourceFacts:
    """The commit, kept from now on even if the origin takes its branch back."""
    repositories.keep(GitObjects(repositories.held / "objects"), asked.commit, place.origin_key)
    tree, committed_at = repositories.commit_facts(asked.commit)
    return SourceFacts(
        kind=SourceKind.GIT,
        location=order.source.shown,
        name=order.source.name,
        tree=tree,
        ref=asked.tag or order.source.ref or "HEAD",
        commit=asked.commit,
        committed_at=committed_at,
    )


def _submit(work: Work, order: _Order, now: Snapshot, arrived: tuple[tuple[Asked, SourceFacts], ...]) -> None:
    pool, claim = work.pool, work.claim
    with pool.database.writing() as session:
        for asked, facts in arrived:
            place = place_of(session, facts.location, order.name)  # again: the first one may have made the project
            label = asked.tag or asked.commit[:12]
            arrival = Arrival(facts, order.name, label, asked.branch, claim.actor, order.organisation)
            release = arrive(session, place, arrival, pool.now())
            if release.state in OPEN:
                enqueue_scan(session, release, tag=asked.tag, pack=order.pack, actor=claim.actor, at=pool.now())
        place = place_of(session, order.source.shown, order.name)
        project = project_at(session, place, order.name, order.organisation, pool.now())
        if not place.origin_known:
            facts = SourceFacts(SourceKind.GIT, order.source.shown, order.name, tree="")
            origin_at(session, place, project, facts, pool.now())
        session.execute(update(Job).where(Job.id == claim.id).values(project_id=project.id))
        note_seen(session, order.source.shown, now, pool.now())
        answered(pool, session, order.source.shown)


def _order(work: Work) -> _Order:
    said = work.claim.arguments
    ref = f"@{said['ref']}" if said.get("ref") else ""
    source = parse_spec(f"{said['location']}{ref}")
    if not isinstance(source, RemoteSpec):
        raise Lasting(text("sources on this machine cannot be opened here"))
    return _Order(source, said["name"], bool(said.get("joins")), said.get("organisation", ""), said.get("pack", ""))
