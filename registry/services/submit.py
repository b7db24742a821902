"""Submit a git repository on another machine: its project and origin are there from now on, and a job visits it.

A purl is a package of a registry (registry.services.packages).
"""

from __future__ import annotations

from dataclasses import dataclass

from licenses.errors import BadUsage
from licenses.language import text
from registry.models import JobKind
from registry.pool import Pool
from registry.services.arrival import origin_at, project_at
from registry.services.enqueue import enqueue
from registry.services.place import place_of
from scanner.inventory import SourceFacts, SourceKind
from scanner.source.policy import checked_protocol
from scanner.source.spec import RemoteSpec, parse_spec


@dataclass(frozen=True, slots=True)
class Submitted:
    """What was asked for."""

    job: int
    project: str
    location: str


def submit(pool: Pool, source: str, *, actor: str, name: str = "", organisation: str = "", pack: str = "") -> Submitted:
    """Register the source's address and ask for a visit; asking again while that is not done changes nothing.

    Raises:
        BadUsage: it is no address of a git repository, may not be fetched here, or holds credentials; or the name
            cannot be a project's.
        NotFound: there is no such organisation.
    """
    if source.startswith("pkg:"):
        from registry.services.packages import submit_package

        return submit_package(pool, source, actor=actor, name=name, organisation=organisation)
    spec = parse_spec(source)
    if not isinstance(spec, RemoteSpec):
        raise BadUsage(text("only the address of a git repository can be submitted"), where=source[:200])
    if spec.url != spec.shown:
        raise BadUsage(text("an address with a password in it would be kept and shown: leave it out"), where=spec.shown)
    checked_protocol(spec, pool.settings.fetch_policy)
    wished = name or spec.name
    with pool.database.writing() as session:
        place = place_of(session, spec.shown, wished)
        project_id = place.project_id
        if place.project_id is None or place.origin_known or name:
            # kept even if nobody ever answers there; a source that merely has a project's name must first prove itself
            project = project_at(session, place, wished, organisation, pool.now())
            wished, project_id = project.name, project.id
            if not place.origin_known:
                origin_at(session, place, project, SourceFacts(SourceKind.GIT, spec.shown, wished, tree=""), pool.now())
        key = f"visit:{spec.shown}@{spec.ref}" if spec.ref else f"visit:{spec.shown}"
        job = enqueue(
            session,
            JobKind.VISIT,
            key,
            arguments={
                "subject": source,
                "location": spec.shown,
                "ref": spec.ref,
                "name": wished,
                "joins": bool(name),
                "organisation": organisation,
                "pack": pack,
            },
            actor=actor,
            at=pool.now(),
            project_id=project_id,
        )
    return Submitted(job, wished, spec.shown)
