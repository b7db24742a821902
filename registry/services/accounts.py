"""Users: their passwords, their browsers' sessions and their programs' tokens.

Passwords are kept as argon2id (RFC 9106), secrets of sessions and tokens as sha256: those are 256 random bits, so a
slow hash would add nothing. Wrong passwords lock an account for a while; which of login and password was wrong is not
said, and takes the same time.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from licenses.errors import BadUsage, Refused
from licenses.language import text
from registry.models import AuditEvent, LoginSession, Role, Token, User
from registry.pool import Pool
from registry.services.projects import NotFound

LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
SHORTEST_PASSWORD = 12  # characters; NIST SP 800-63B-4 §3.1.1 asks for 8 and more
LONGEST_PASSWORD = 1000  # characters: hashing must not become a way to keep us busy
TRIES = 10  # wrong passwords before an account is locked
LOCKED = timedelta(minutes=15)
SESSION = timedelta(hours=12)
LONGEST_TOKEN = timedelta(days=366)
TOKEN_PREFIX = "tpool_"  # noqa: S105  says what it is to scanners for leaked secrets


class Taken(BadUsage):
    """Somebody, or they themselves, have that name already."""


@dataclass(frozen=True, slots=True)
class Somebody:
    """Who asks, and what their way of asking lets them do at most."""

    id: int
    login: str
    administrator: bool  # of the whole pool
    limit: Role  # a token may allow less than its owner may


def add_user(pool: Pool, login: str, *, password: str, administrator: bool, robot: bool, actor: str) -> None:
    """Add a user; a robot, or somebody who logs in elsewhere, has no password.

    Raises:
        BadUsage: the login is taken or cannot be one; the password is too short or too long.
    """
    if not LOGIN.fullmatch(login):
        raise BadUsage(text("this cannot be a login: small letters, digits, and then also . _ -"), where=login[:100])
    hashed = _hashed(password) if password else ""
    with pool.database.writing() as session:
        if session.scalars(select(User.id).where(User.login == login)).first():
            raise BadUsage(text("the pool has a user of this login"), where=login)
        user = User(login=login, password=hashed, administrator=administrator, robot=robot, created_at=pool.now())
        session.add(user)
        session.add(AuditEvent(at=pool.now(), actor=actor, action="user.created", after=login))


def set_password(pool: Pool, login: str, password: str, *, actor: str) -> None:
    """Change a password; every session of the user ends.

    Raises:
        NotFound: there is no such user.
        BadUsage: the password is too short or too long.
    """
    hashed = _hashed(password)
    with pool.database.writing() as session:
        user = user_named(session, login)
        user.password, user.failures, user.locked_until = hashed, 0, None
        session.execute(delete(LoginSession).where(LoginSession.user_id == user.id))
        session.add(AuditEvent(at=pool.now(), actor=actor, action="user.password", after=login))


def disable(pool: Pool, login: str, *, actor: str) -> None:
    """End all that a user may do; what they did stays theirs.

    Raises:
        NotFound: there is no such user.
    """
    with pool.database.writing() as session:
        user = user_named(session, login)
        user.disabled_at = pool.now()
        session.execute(delete(LoginSession).where(LoginSession.user_id == user.id))
        session.add(AuditEvent(at=pool.now(), actor=actor, action="user.disabled", after=login))


def log_in(pool: Pool, login: str, password: str) -> str:
    """Check a password and open a session; its secret, for a cookie.

    Raises:
        Refused: login and password do not belong together, or the account is locked or disabled.
    """
    with pool.database.writing() as session:
        user = session.scalars(select(User).where(User.login == login.lower())).one_or_none()
        # of a user that is not there a password is checked too, so that the time tells nothing
        right = _matches(user.password if user and user.password else _nobodys(), password)
        locked = user is not None and user.locked_until is not None and user.locked_until > pool.now()
        if user and right and user.password and not locked and user.disabled_at is None:
            user.failures, user.locked_until = 0, None
            return open_session(pool, session, user)
        if user and not locked:
            _count_failure(pool, session, user)
    raise Refused(
        text("the login or the password is wrong"),
        hint=text("after {tries} wrong passwords an account rests for a while", tries=TRIES),
    )


def log_out(pool: Pool, secret: str) -> None:
    """End a session, whichever of its secrets this is."""
    with pool.database.writing() as session:
        found = session.get(LoginSession, secret_digest(secret))
        if found and found.family:
            session.execute(delete(LoginSession).where(LoginSession.family == found.family))
        elif found:
            session.delete(found)


def by_session(pool: Pool, secret: str) -> Somebody | None:
    """Who has this session, if it is still open."""
    with pool.database.reading() as session:
        found = session.get(LoginSession, secret_digest(secret))
        if found is None or found.expires_at <= pool.now() or found.user.disabled_at is not None:
            return None
        return Somebody(found.user.id, found.user.login, found.user.administrator, Role.ADMINISTRATOR)


def issue_token(pool: Pool, login: str, name: str, *, role: Role, lasts: timedelta, actor: str) -> str:
    """A new token for programs; it is returned here and never again.

    Raises:
        NotFound: there is no such user.
        BadUsage: the name is taken, or it would last too long.
    """
    if not timedelta(0) < lasts <= LONGEST_TOKEN:
        raise BadUsage(text("a token lasts from one day to {most} days", most=LONGEST_TOKEN.days))
    secret = TOKEN_PREFIX + secrets.token_urlsafe(32)
    with pool.database.writing() as session:
        user = user_named(session, login)
        if session.scalars(select(Token.id).where(Token.user_id == user.id, Token.name == name)).first():
            raise Taken(text("the user has a token of this name"), where=name[:100])
        now = pool.now()
        session.add(
            Token(
                user_id=user.id,
                name=name,
                sha256=secret_digest(secret),
                role=role.value,
                created_at=now,
                expires_at=now + lasts,
            )
        )
        session.add(AuditEvent(at=now, actor=actor, action="token.issued", after=f"{login} {name} {role.value}"))
    return secret


def revoke_token(pool: Pool, login: str, name: str, *, actor: str) -> None:
    """End a token now.

    Raises:
        NotFound: the user has none of that name.
    """
    with pool.database.writing() as session:
        user = user_named(session, login)
        found = session.scalars(select(Token).where(Token.user_id == user.id, Token.name == name)).one_or_none()
        if found is None:
            raise NotFound(text("the user has no token of this name"), where=name[:100])
        found.revoked_at = pool.now()
        session.add(AuditEvent(at=pool.now(), actor=actor, action="token.revoked", after=f"{login} {name}"))


def by_token(pool: Pool, secret: str) -> Somebody | None:
    """Who has this token, if it is in force."""
    with pool.database.reading() as session:
        found = session.scalars(select(Token).where(Token.sha256 == secret_digest(secret))).one_or_none()
        if found is None or found.revoked_at is not None or found.expires_at <= pool.now():
            return None
        if found.user.disabled_at is not None:
            return None
        return Somebody(found.user.id, found.user.login, found.user.administrator, Role(found.role))


def user_named(session: Session, login: str) -> User:
    """The user of that login.

    Raises:
        NotFound: there is none.
    """
    found = session.scalars(select(User).where(User.login == login.lower())).one_or_none()
    if found is None:
        raise NotFound(text("the pool has no user of this login"), where=login[:100])
    return found


def open_session(pool: Pool, session: Session, user: User) -> str:
    """A new secret at each login: one that somebody planted before is worth nothing."""
    secret, family = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    now = pool.now()
    session.execute(delete(LoginSession).where(LoginSession.expires_at <= now))
    session.add(
        LoginSession(
            sha256=secret_digest(secret), user_id=user.id, created_at=now, expires_at=now + SESSION, family=family
        )
    )
    session.add(AuditEvent(at=now, actor=user.login, action="user.login"))
    return secret


def _count_failure(pool: Pool, session: Session, user: User) -> None:
    user.failures += 1
    if user.failures >= TRIES:
        user.failures, user.locked_until = 0, pool.now() + LOCKED
        session.add(AuditEvent(at=pool.now(), actor="pool", action="user.locked", after=user.login))


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobodys() -> str:
    return _hasher().hash(secrets.token_urlsafe(16))


def _hashed(password: str) -> str:
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise BadUsage(
            text("a password has {least} to {most} characters", least=SHORTEST_PASSWORD, most=LONGEST_PASSWORD)
        )
    return _hasher().hash(password)


def _matches(hashed: str, password: str) -> bool:
    try:
        return _hasher().verify(hashed, password[:LONGEST_PASSWORD])
    except (VerificationError, InvalidHashError):
        return False


def secret_digest(secret: str) -> str:
    """How a secret of a session or a token is kept: sha256, hex."""
    return hashlib.sha256(secret.encode()).hexdigest()
