"""Organisations and who belongs to them."""

from __future__ import annotations

import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from licenses.errors import BadUsage
from licenses.language import text
from registry.models import Admission, AuditEvent, Membership, Organisation, Project, Role
from registry.pool import Pool
from registry.services.accounts import user_named
from registry.services.projects import NotFound, named

NAME = re.compile(r"\w[\w.-]{0,99}")


def create(pool: Pool, name: str, *, title: str, pack: str, admission: Admission, actor: str) -> None:
    """Add an organisation.

    Raises:
        BadUsage: the name is taken or cannot be one.
    """
    if not NAME.fullmatch(name):
        raise BadUsage(text("this cannot be an organisation's name"), where=name[:100])
    with pool.database.writing() as session:
        if _found(session, name):
            raise BadUsage(text("the pool has an organisation of this name"), where=name)
        now = pool.now()
        session.add(
            Organisation(
                name=name,
                name_key=name.casefold(),
                title=title or name,
                pack=pack,
                admission=admission,
                created_at=now,
            )
        )
        session.add(AuditEvent(at=now, actor=actor, action="organisation.created", after=name))


def admit(pool: Pool, organisation: str, login: str, role: Role, *, actor: str) -> None:
    """Give a user a role in an organisation, in place of the one that they had.

    Raises:
        NotFound: there is no such organisation or user.
    """
    with pool.database.writing() as session:
        found, user = organisation_named(session, organisation), user_named(session, login)
        known = session.get(Membership, (found.id, user.id))
        before = known.role.value if known else ""
        if known:
            known.role = role
        else:
            session.add(Membership(organisation_id=found.id, user_id=user.id, role=role, since=pool.now()))
        session.add(
            AuditEvent(
                at=pool.now(),
                actor=actor,
                action="organisation.member",
                before=before,
                after=f"{found.name} {login} {role.value}",
            )
        )


def assign(pool: Pool, project: str, organisation: str, *, actor: str) -> None:
    """Let an organisation answer for a project.

    Raises:
        NotFound: there is no such project or organisation.
    """
    with pool.database.writing() as session:
        found, owner = named(session, project), organisation_named(session, organisation)
        before = found.organisation.name if found.organisation else ""
        found.organisation_id = owner.id
        after = f"{found.name} {owner.name}"
        session.add(AuditEvent(at=pool.now(), actor=actor, action="project.assigned", before=before, after=after))


def pack_of(pool: Pool, organisation: str) -> str:
    """The rule pack that an organisation's projects are judged by.

    Raises:
        NotFound: there is no such organisation.
    """
    with pool.database.reading() as session:
        return organisation_named(session, organisation).pack


def role_in(session: Session, user_id: int, project: Project) -> Role | None:
    """The user's role in the organisation that answers for the project."""
    if project.organisation_id is None:
        return None
    membership = session.get(Membership, (project.organisation_id, user_id))
    return membership.role if membership else None


def organisation_named(session: Session, name: str) -> Organisation:
    """The organisation of that name, however its letters' case.

    Raises:
        NotFound: there is none.
    """
    if found := _found(session, name):
        return found
    raise NotFound(text("the pool has no organisation of this name"), where=name[:100])


def _found(session: Session, name: str) -> Organisation | None:
    return session.scalars(select(Organisation).where(Organisation.name_key == name.casefold())).one_or_none()
