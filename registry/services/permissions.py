"""Who may do what: one table, asked before every change."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from licenses.errors import Refused
from licenses.language import text
from registry.models import Membership, Role
from registry.pool import Pool
from registry.services.accounts import Somebody
from registry.services.organisations import organisation_named, role_in
from registry.services.projects import named

ORDER = list(Role)


class Permission(StrEnum):
    """What can be done to a project."""

    SUBMIT = "submit"
    COMMENT = "comment"
    REVIEW = "review"
    WAIVE = "waive"
    WITHDRAW = "withdraw"


NEEDED: Mapping[Permission, Role] = {
    Permission.SUBMIT: Role.CONTRIBUTOR,
    Permission.COMMENT: Role.CONTRIBUTOR,
    Permission.REVIEW: Role.REVIEWER,
    Permission.WAIVE: Role.MAINTAINER,
    Permission.WITHDRAW: Role.MAINTAINER,
}


class NotAllowed(Refused):
    """They are known, but may not do this."""


class NotKnown(Refused):
    """Nobody says who they are."""


def may(pool: Pool, somebody: Somebody | None, permission: Permission, project: str) -> bool:
    """Whether somebody may do this to a project: by their role in its organisation, within what their token allows.

    Raises:
        NotFound: there is no such project.
    """
    if somebody is None or ORDER.index(somebody.limit) < ORDER.index(NEEDED[permission]):
        return False
    if somebody.administrator:
        return True
    with pool.database.reading() as session:
        role = role_in(session, somebody.id, named(session, project))
    return role is not None and ORDER.index(role) >= ORDER.index(NEEDED[permission])


def require_known(somebody: Somebody | None) -> Somebody:
    """Go on only with somebody.

    Raises:
        NotKnown: nobody is logged in, and no token was sent.
    """
    if somebody is None:
        raise NotKnown(text("this needs a login or a token"))
    return somebody


def is_member(pool: Pool, somebody: Somebody, organisation: str) -> bool:
    """Whether somebody belongs to an organisation, or administers the pool.

    Raises:
        NotFound: there is no such organisation.
    """
    try:
        require_member(pool, somebody, organisation)
    except NotAllowed:
        return False
    return True


def require_member(pool: Pool, somebody: Somebody, organisation: str, least: Role = Role.READER) -> None:
    """Go on only with a member of the organisation, in that role or a higher one; administrators of the pool may all.

    Raises:
        NotAllowed: they are none, or their token does not go as far.
        NotFound: there is no such organisation.
    """
    with pool.database.reading() as session:
        found = organisation_named(session, organisation)
        membership = session.get(Membership, (found.id, somebody.id))
    role = Role.ADMINISTRATOR if somebody.administrator else membership.role if membership else None
    reach = min(ORDER.index(role), ORDER.index(somebody.limit)) if role else -1
    if reach < ORDER.index(least):
        raise NotAllowed(
            text("{login} may not do this in {organisation}", login=somebody.login, organisation=organisation),
            hint=text("it needs the role {role} in the organisation", role=least.value),
        )


def require(pool: Pool, somebody: Somebody | None, permission: Permission, project: str) -> Somebody:
    """Go on only when they may.

    Raises:
        NotKnown: nobody is logged in, and no token was sent.
        NotAllowed: they may not.
        NotFound: there is no such project.
    """
    somebody = require_known(somebody)
    if not may(pool, somebody, permission, project):
        raise NotAllowed(
            text("{login} may not do this to {project}", login=somebody.login, project=project),
            hint=text("it needs the role {role} in the project's organisation", role=NEEDED[permission].value),
        )
    return somebody
