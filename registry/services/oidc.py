"""Log in at an OpenID provider: authorization code flow with PKCE, by Authlib.

OpenID Connect Core 1.0 §3.1, RFC 7636. The provider's word counts for who somebody is (issuer and subject), never for
which of our users that is: a login that exists here already is not taken over by somebody who has it there.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from typing import Any, cast

from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, KeySetSerialization
from sqlalchemy import select
from sqlalchemy.orm import Session

from licenses.errors import BadUsage, InputUnreadable, Refused
from licenses.language import text
from registry.models import AuditEvent, Identity, User
from registry.pool import Pool
from registry.services.accounts import LOGIN, open_session, user_named

PATIENCE = 10  # seconds
LEEWAY = 60  # seconds that the provider's clock may differ
# what a provider signs with its private key; never "none", never a secret that we share with it
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")


@dataclass(frozen=True, slots=True)
class Attempt:
    """What one browser must bring back, so that an answer is for its own question."""

    url: str  # of the provider, where the browser goes
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class _Somebody:
    """Who the provider says it is."""

    subject: str
    login: str


def begin(pool: Pool, callback: str) -> Attempt:
    """Where to send a browser that wants to log in; `callback` is the address it comes back to.

    Raises:
        BadUsage: no provider is configured.
        InputUnreadable: the provider does not answer.
    """
    verifier, nonce = secrets.token_urlsafe(48), secrets.token_urlsafe(24)
    with _session(pool, callback) as client:
        url, state = client.create_authorization_url(
            _metadata(pool, client)["authorization_endpoint"], nonce=nonce, code_verifier=verifier
        )
    return Attempt(url, state, nonce, verifier)


def finish(pool: Pool, callback: str, code: str, attempt: Attempt) -> str:
    """Exchange the code that the browser brought; open a session, and return its secret.

    Raises:
        BadUsage: no provider is configured.
        InputUnreadable: the provider does not answer.
        Refused: the provider, or what it signed, does not hold; or there is no such user here.
    """
    with _session(pool, callback) as client:
        said = _metadata(pool, client)
        try:
            token = client.fetch_token(
                said["token_endpoint"], code=code, code_verifier=attempt.verifier, timeout=PATIENCE
            )
            claims = _claims(pool, said, _get(client, said["jwks_uri"]), token, attempt.nonce)
        except (OAuthError, JoseError, ValueError, KeyError) as wrong:
            cause = f"{type(wrong).__name__}: {wrong}"[:200]
            raise Refused(text("the login at the provider did not succeed: {cause}", cause=cause)) from wrong
        except OSError as silent:
            raise _silent(silent) from silent
    wished = str(claims.get(pool.settings.oidc.login_claim) or "")
    return _enter(pool, _Somebody(str(claims["sub"]), wished))


def link(pool: Pool, login: str, subject: str, *, actor: str) -> None:
    """Say which of our users somebody at the provider is.

    Raises:
        NotFound: there is no such user.
        BadUsage: they are another user already; or no provider is configured.
    """
    issuer = _issuer(pool)
    with pool.database.writing() as session:
        user = user_named(session, login)
        known = session.get(Identity, (issuer, subject))
        if known and known.user_id != user.id:
            raise BadUsage(text("this identity belongs to another user"), where=subject[:100])
        if known is None:
            session.add(Identity(issuer=issuer, subject=subject, user_id=user.id, since=pool.now()))
            session.add(
                AuditEvent(at=pool.now(), actor=actor, action="user.identity", after=f"{login} {issuer} {subject}")
            )


def _enter(pool: Pool, who: _Somebody) -> str:
    with pool.database.writing() as session:
        known = session.get(Identity, (_issuer(pool), who.subject))
        user = known.user if known else _registered(pool, session, who)
        if user.disabled_at is not None or user.robot:
            raise Refused(text("this account may not log in"))
        return open_session(pool, session, user)


def _registered(pool: Pool, session: Session, who: _Somebody) -> User:
    """A new user for somebody whom the provider knows."""
    login = re.sub(r"[^a-z0-9._-]+", "-", who.login.lower().partition("@")[0]).strip("-._")[:64]
    taken = session.scalars(select(User.id).where(User.login == login)).first() is not None
    if not pool.settings.oidc.register or taken or not LOGIN.fullmatch(login):
        raise Refused(
            text("the provider knows you, but no user here is linked to you"),
            hint=text("an administrator can link you: trustpool admin identity LOGIN {subject}", subject=who.subject),
        )
    user = User(login=login, administrator=False, robot=False, created_at=pool.now())
    session.add(user)
    session.flush()
    issuer = _issuer(pool)
    session.add(Identity(issuer=issuer, subject=who.subject, user_id=user.id, since=pool.now()))
    session.add(AuditEvent(at=pool.now(), actor=issuer, action="user.created", after=login))
    return user


def _claims(pool: Pool, said: dict[str, Any], keys: dict[str, Any], token: dict[str, Any], nonce: str) -> CodeIDToken:
    """What the provider signed, checked: signature, issuer, audience, times, nonce (OpenID Connect Core §3.1.3.7)."""
    settings = pool.settings.oidc
    offered = said.get("id_token_signing_alg_values_supported") or ["RS256"]
    algorithms = [it for it in offered if it in ALGORITHMS]
    decoded = jwt.decode(
        token["id_token"], KeySet.import_key_set(cast(KeySetSerialization, keys)), algorithms=algorithms
    )
    wanted = {
        "iss": {"essential": True, "value": settings.issuer},
        "aud": {"essential": True, "value": settings.client_id},
    }
    claims = CodeIDToken(
        decoded.claims,
        decoded.header,
        wanted,
        {"nonce": nonce, "client_id": settings.client_id, "access_token": token.get("access_token")},
    )
    claims.validate(leeway=LEEWAY)
    if not claims.get("sub"):
        raise KeyError("sub")
    return claims


def _metadata(pool: Pool, client: OAuth2Session) -> dict[str, Any]:
    """What the provider says of itself (OpenID Connect Discovery 1.0 §4)."""
    issuer = _issuer(pool)
    said = _get(client, f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    if said.get("issuer") != issuer:
        raise Refused(text("the provider says that it is another one"), where=issuer)
    return said


def _get(client: OAuth2Session, url: str) -> dict[str, Any]:
    try:
        answer = client.get(url, withhold_token=True, timeout=PATIENCE)
        answer.raise_for_status()
        said: dict[str, Any] = answer.json()
    except (OSError, ValueError) as silent:  # what requests raises is an OSError
        raise _silent(silent) from silent
    return said


def _silent(cause: Exception) -> InputUnreadable:
    return InputUnreadable(text("the provider does not answer: {cause}", cause=type(cause).__name__))


def _session(pool: Pool, callback: str) -> OAuth2Session:
    settings = pool.settings.oidc
    _issuer(pool)
    return OAuth2Session(
        settings.client_id,
        settings.client_secret,
        scope=settings.scope,
        redirect_uri=callback,
        code_challenge_method="S256",
    )


def _issuer(pool: Pool) -> str:
    if not pool.settings.oidc.issuer:
        raise BadUsage(text("no OpenID provider is configured"))
    return pool.settings.oidc.issuer
