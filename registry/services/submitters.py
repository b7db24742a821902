"""Who may bring code into the pool, and where to: members, who accepted the usage agreement in force."""

from __future__ import annotations

from sqlalchemy import select

from licenses.language import text
from registry.models import Project, Role
from registry.pool import Pool
from registry.services.accounts import Somebody
from registry.services.agreements import require_accepted
from registry.services.organisations import organisation_named
from registry.services.permissions import NotAllowed, Permission, require, require_member


def require_submitter(pool: Pool, somebody: Somebody, project: str, organisation: str) -> None:
    """Go on only when they may submit to this project; one that is not there yet needs an organisation to belong to.

    Raises:
        NotAllowed: they may not, or did not accept the agreement.
        NotFound: there is no such organisation.
    """
    with pool.database.reading() as session:
        known = session.scalars(select(Project).where(Project.name_key == project.casefold())).one_or_none()
        owner = known.organisation_id if known else None
        if known is None and organisation:
            owner = organisation_named(session, organisation).id
    if known is not None:
        require(pool, somebody, Permission.SUBMIT, known.name)
    elif organisation:
        require_member(pool, somebody, organisation, Role.CONTRIBUTOR)
    elif not somebody.administrator or somebody.limit is not Role.ADMINISTRATOR:
        raise NotAllowed(
            text("a new project needs an organisation that it belongs to"),
            hint=text("name one in which you have at least the role {role}", role=Role.CONTRIBUTOR.value),
        )
    if not somebody.administrator:
        with pool.database.reading() as session:
            require_accepted(session, owner, somebody.id)
