"""A browser's session gets a new secret every so often: one that leaked is worth little for long.

The secrets of one session are a family. The old one is good for a moment more, for requests that were under way; how
long the session lasts does not change.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from registry.models import LoginSession
from registry.pool import Pool
from registry.services.accounts import secret_digest

ROTATED = timedelta(minutes=15)  # age at which a secret is replaced
OVERLAP = timedelta(minutes=1)  # that the old one still counts


def family_of(pool: Pool, secret: str) -> str:
    """What stays of a session while its secrets change; "" when it has ended."""
    with pool.database.reading() as session:
        found = session.get(LoginSession, secret_digest(secret))
        return found.family if found and found.expires_at > pool.now() else ""


def renewed(pool: Pool, secret: str) -> str | None:
    """A new secret for the session, or None while the one that it has will do."""
    now = pool.now()
    with pool.database.reading() as session:
        if not _is_old(session.get(LoginSession, secret_digest(secret)), pool):
            return None
    with pool.database.writing() as session:
        found = session.get(LoginSession, secret_digest(secret), with_for_update=True)
        if found is None or not _is_old(found, pool):
            return None  # another request of the same browser was faster
        fresh = secrets.token_urlsafe(32)
        session.add(
            LoginSession(
                sha256=secret_digest(fresh),
                user_id=found.user_id,
                created_at=now,
                expires_at=found.expires_at,
                family=found.family,
            )
        )
        found.expires_at = now + OVERLAP
        return fresh


def _is_old(found: LoginSession | None, pool: Pool) -> bool:
    """Whether it is time; one that was replaced already ends within the overlap."""
    now = pool.now()
    return found is not None and found.created_at <= now - ROTATED and found.expires_at > now + OVERLAP
