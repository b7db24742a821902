"""Who sends a request to the API: whoever the bearer token (RFC 6750) belongs to. Cookies do not count here."""

from __future__ import annotations

from flask import g, request

from registry.pool import Pool
from registry.services.accounts import Somebody, by_token
from registry.services.permissions import Permission, require, require_known


def somebody(pool: Pool) -> Somebody | None:
    """The token's owner, looked up once a request; nobody without a token, or with one that is not in force."""
    if "somebody" not in g:
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        g.somebody = by_token(pool, secret.strip()) if scheme.lower() == "bearer" and secret else None
    found: Somebody | None = g.somebody
    return found


def known(pool: Pool) -> Somebody:
    """Whoever asks.

    Raises:
        NotKnown: nobody says who they are.
    """
    return require_known(somebody(pool))


def allowed(pool: Pool, permission: Permission, project: str) -> Somebody:
    """Whoever asks, if they may.

    Raises:
        NotKnown, NotAllowed, NotFound: see `require`.
    """
    return require(pool, somebody(pool), permission, project)
