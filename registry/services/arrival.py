"""A commit arrives: its project, its origin and its release, in their first state, made where they are missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.models import Origin, OriginRelation, Project, Release, State
from registry.services.labels import free_label
from registry.services.organisations import organisation_named
from registry.services.place import Place
from registry.services.terms import add_terms, grams
from registry.services.workflow import submitted
from scanner.inventory import SourceFacts

OPEN = frozenset({State.SUBMITTED, State.SCANNING})  # the scan's result is still to come


@dataclass(frozen=True, slots=True)
class Arrival:
    """What is known of a commit before its scan."""

    source: SourceFacts  # with its commit
    name: str  # of the project
    label: str
    branch: str
    actor: str
    organisation: str = ""  # that a new project belongs to; "" for none


def arrive(session: Session, place: Place, arrival: Arrival, now: datetime) -> Release:
    """The release of this commit, locked until the transaction ends: the one that is there, or a new one.

    Raises:
        NotFound: there is no such organisation.
    """
    facts = arrival.source
    project = project_at(session, place, arrival.name, arrival.organisation, now)
    known = select(Release).where(Release.project_id == project.id, Release.commit == facts.commit)
    if found := session.scalars(known.with_for_update()).one_or_none():
        return found
    release = Release(
        project=project,
        origin=origin_at(session, place, project, facts, now),
        label=free_label(session, project.id, arrival.label, facts.commit),
        ref=facts.ref,
        branch=arrival.branch,
        commit=facts.commit,
        tree=facts.tree,
        committed_at=datetime.fromtimestamp(facts.committed_at, UTC) if facts.committed_at else None,
        archive_sha256=facts.sha256,
        state=State.SUBMITTED,
        submitted_at=now,
        changed_at=now,
    )
    submitted(session, release, actor=arrival.actor, at=now)
    return release


def project_at(session: Session, place: Place, name: str, organisation: str, now: datetime) -> Project:
    """The project of this place.

    Raises:
        NotFound: there is no such organisation.
    """
    if place.project_id is not None:
        return session.get_one(Project, place.project_id)
    project = Project(
        name=name,
        name_key=name.casefold(),
        store=place.store,
        search_text=name.casefold(),
        created_at=now,
        organisation_id=organisation_named(session, organisation).id if organisation else None,
    )
    session.add(project)
    session.flush()
    add_terms(session, project.id, grams(project.search_text))
    return project


def origin_at(session: Session, place: Place, project: Project, facts: SourceFacts, now: datetime) -> Origin:
    """The origin of this place."""
    if place.origin_known:
        return session.scalars(select(Origin).where(Origin.location == facts.location)).one()
    origin = Origin(
        project=project,
        key=place.origin_key,
        kind=facts.kind,
        relation=OriginRelation.PRIMARY if place.project_id is None else OriginRelation.MIRROR,
        location=facts.location,
        created_at=now,
    )
    session.add(origin)
    session.flush()
    return origin
