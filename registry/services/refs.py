"""What a project's public repository shows, computed from the database alone."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.models import Origin, OriginRelation, Project, Publication, Release, State
from registry.pool import Pool
from registry.store.repositories import PublicRefs, held_ref, namespace


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
    rows = session.execute(
        select(Release.commit, Release.label, Release.branch, Origin.relation, Origin.key)
        .join(Publication, Publication.release_id == Release.id)
        .join(Origin, Origin.id == Release.origin_id)
        .where(Release.project_id == project_id, Release.state == State.PUBLISHED)
        .order_by(Publication.id)
    ).all()
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
