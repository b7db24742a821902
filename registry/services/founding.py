"""A new pool's first things: its key, an administrator, an organisation. What is there already stays as it is."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from licenses.errors import BadUsage
from licenses.language import text
from registry.models import Admission, Membership, Organisation, Role, User
from registry.pool import Pool
from registry.services.accounts import add_user
from registry.services.organisations import admit, create


@dataclass(frozen=True, slots=True)
class Wished:
    """The organisation that is asked for; "" and None: whatever it has, or the usual."""

    name: str
    title: str = ""
    pack: str = ""
    admission: Admission | None = None


def has_administrator(pool: Pool) -> bool:
    """Whether anybody may do everything here."""
    anybody = select(User.id).where(User.administrator, User.disabled_at.is_(None), User.robot.is_(False))
    with pool.database.reading() as session:
        return session.scalars(anybody.limit(1)).first() is not None


def is_administrator(pool: Pool, login: str) -> bool:
    """Whether there is an administrator of this login; false when there is nobody of this login.

    Raises:
        BadUsage: there is somebody of this login who is none.
    """
    with pool.database.reading() as session:
        found = session.scalars(select(User).where(User.login == login.lower())).one_or_none()
        if found is None:
            return False
        if not found.administrator or found.robot or found.disabled_at is not None:
            raise BadUsage(
                text("the pool has a user of this login who is no administrator"),
                where=login,
                hint=text("choose another login for the administrator"),
            )
        return True


def found_administrator(pool: Pool, login: str, password: str, *, actor: str) -> None:
    """Add an administrator, who needs a password: nobody else could give them a way in.

    Raises:
        BadUsage: the login cannot be one, or the password is missing, too short or too long.
    """
    if not password:
        raise BadUsage(
            text("the first administrator needs a password"),
            hint=text("where nobody can type it, give it as a line of standard input"),
        )
    add_user(pool, login, password=password, administrator=True, robot=False, actor=actor)


def found_organisation(pool: Pool, wished: Wished, administrator: str, *, actor: str) -> bool:
    """Add an organisation, and the administrator to it; false when it was there.

    Raises:
        BadUsage: it was there with another rule pack or another way of admission, or the name cannot be one.
    """
    with pool.database.reading() as session:
        key = wished.name.casefold()
        known = session.scalars(select(Organisation).where(Organisation.name_key == key)).one_or_none()
        if known:
            _require_same(known, wished)
        member = known is not None and _is_member(pool, known.id, administrator)
    if known is None:
        pack, admission = wished.pack or "default", wished.admission or Admission.REVIEWED
        create(pool, wished.name, title=wished.title, pack=pack, admission=admission, actor=actor)
    if administrator and not member:
        admit(pool, wished.name, administrator, Role.ADMINISTRATOR, actor=actor)
    return known is None


def _is_member(pool: Pool, organisation_id: int, login: str) -> bool:
    membership = select(Membership).join(User, User.id == Membership.user_id)
    mine = membership.where(Membership.organisation_id == organisation_id, User.login == login.lower())
    with pool.database.reading() as session:
        return session.scalars(mine).first() is not None


def _require_same(known: Organisation, wished: Wished) -> None:
    differs = (wished.pack and wished.pack != known.pack) or (
        wished.admission is not None and wished.admission is not known.admission
    )
    if differs:
        raise BadUsage(
            text(
                "the organisation is there already, with the rule pack {pack} and {admission} admission",
                pack=known.pack,
                admission=known.admission.value,
            ),
            where=known.name,
        )
