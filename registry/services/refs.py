"""What a project's public repository shows, computed from the database alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from registry.models import Origin, OriginRelation, Project, Publication, Release, State
from registry.pool import Pool
from registry.store.repositories import NOTHING, PublicRefs, held_ref, namespace

STREAMED = 5_000  # rows that are in memory at a time


def show_published(pool: Pool, project_id: int) -> None:
    """Make the project's public repository show what the database says is published; quick when it does already."""
    with pool.database.reading() as session:
        store = session.scalars(select(Project.store).where(Project.id == project_id)).one()

    def wish() -> PublicRefs:
        with pool.database.reading() as session:
            return wanted_refs(session, project_id)

    pool.repositories(store).show(wish)


def wanted_refs(session: Session, project_id: int) -> PublicRefs:
    """What the project's public repository must show.

    A branch shows what was published last, the primary origin's before any mirror's; a tag each release. Each origin
    has the same of its own in a namespace.
    """
    return _refs(session.execute(_published().where(Release.project_id == project_id)).all())


def digests(session: Session, projects: Select[Any] | None = None) -> Iterator[tuple[int, str, str]]:
    """Id and storage name of each project, or of those whose ids are selected, and the digest of what it must show.

    One pass over what is published, however many projects there are.
    """
    stores = select(Project.id, Project.store).order_by(Project.id)
    published = _published(Release.project_id).order_by(None).order_by(Release.project_id, Publication.id)
    if projects is not None:
        stores, published = stores.where(Project.id.in_(projects)), published.where(Release.project_id.in_(projects))
    rows = session.execute(published.execution_options(yield_per=STREAMED))
    found = {project: _refs([*its]).digest for project, its in groupby(rows, lambda row: int(row.project_id))}
    for project_id, store in session.execute(stores):
        yield project_id, store, found.get(project_id, NOTHING)


def _published(*more: ColumnElement[Any] | InstrumentedAttribute[Any]) -> Select[Any]:
    """What is published, in the order of publication."""
    return (
        select(Release.commit, Release.label, Release.branch, Origin.relation, Origin.key, *more)
        .join(Publication, Publication.release_id == Release.id)
        .join(Origin, Origin.id == Release.origin_id)
        .where(Release.state == State.PUBLISHED)
        .order_by(Publication.id)
    )


def _refs(rows: Sequence[Row[Any]]) -> PublicRefs:
    primary_last = sorted(rows, key=lambda row: row.relation == OriginRelation.PRIMARY)
    refs = {f"refs/heads/{row.branch}": row.commit for row in primary_last}
    refs |= {f"refs/tags/{row.label}": row.commit for row in rows}
    heads: dict[str, str] = {}
    for row in rows:  # each origin's own view, as a git namespace: git help namespaces
        space = namespace(row.key)
        refs[f"{space}refs/tags/{row.label}"] = row.commit
        refs[f"{space}refs/heads/{row.branch}"] = row.commit
        heads[f"{space}HEAD"] = f"{space}refs/heads/{row.branch}"
    head = f"refs/heads/{primary_last[-1].branch}" if rows else "refs/heads/main"
    held = {row.commit: held_ref(row.key, row.commit) for row in rows}
    return PublicRefs(head, tuple(sorted(refs.items())), held, tuple(sorted(heads.items())))
