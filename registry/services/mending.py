"""Public repositories that do not show what the database says: whoever published or withdrew died before they did.

Every reader of a project mends it (registry.services.refs). This mends all, when a server or worker starts, and what
changed lately now and then, so that the death of one process needs neither a reader nor an operator.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select

from registry.models import Release, State
from registry.pool import Pool
from registry.services.refs import digests, show_published
from registry.store import git
from registry.store.repositories import NOTHING

log = logging.getLogger("trustpool.mending")


def mend(pool: Pool, since: datetime | None = None) -> int:
    """Make every public repository show what the database says, or those that had a change since; how many did not.

    One that cannot be mended (its storage is damaged) is logged, and the others are mended: `trustpool admin check`
    names it.
    """
    mended = 0
    for project_id in [*_behind(pool, since)]:
        try:
            show_published(pool, project_id)
        except (git.GitFailed, OSError):
            log.exception("a public repository cannot be made to show what is published", extra={"project": project_id})
        else:
            mended += 1
    if mended:
        log.info("public repositories mended", extra={"count": mended})
    return mended


def _behind(pool: Pool, since: datetime | None) -> Iterator[int]:
    """Ids of projects whose public repository shows something else; one pass over the database, one file a project."""
    changed = None
    if since is not None:
        moved = Release.state.in_((State.PUBLISHED, State.WITHDRAWN)), Release.changed_at >= since
        changed = select(Release.project_id).where(*moved).distinct()
    with pool.database.reading() as session:
        for project_id, store, wanted in digests(session, changed):
            repositories = pool.repositories(store)
            if repositories.shown() != wanted and not (wanted == NOTHING and repositories.is_blank()):
                yield project_id
