"""Who sees which jobs, and who may end one or ask for it again.

Jobs say what an organisation is doing, so they are seen by its members, by whoever asked for them, and by those who
administer the pool. Deliveries name addresses that may hold a secret: maintainers see them, and nobody below.
"""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import ColumnElement, and_, exists, or_, true
from sqlalchemy.orm import Session

from licenses.language import text
from registry.models import Job, JobKind, JobState, Membership, Project, Role
from registry.services.accounts import Somebody
from registry.services.enqueue import OPEN
from registry.services.organisations import role_in
from registry.services.permissions import ORDER, NotAllowed

_MAINTAINERS = ORDER[ORDER.index(Role.MAINTAINER) :]


class Steering(StrEnum):
    """What can be done to a job."""

    CANCEL = "cancel"
    RETRY = "retry"


def seen_by(who: Somebody) -> ColumnElement[bool]:
    """The condition under which somebody sees a job."""
    if ORDER.index(who.limit) < ORDER.index(Role.MAINTAINER):
        deliveries: ColumnElement[bool] = Job.kind != JobKind.DELIVER
    elif who.administrator:
        deliveries = true()
    else:
        deliveries = or_(Job.kind != JobKind.DELIVER, _belongs(who, _MAINTAINERS))
    if who.administrator:
        return deliveries
    return and_(or_(Job.actor == who.login, _belongs(who, ORDER)), deliveries)


def rights(session: Session, who: Somebody | None, job: Job) -> frozenset[Steering]:
    """What somebody may do to a job that they see; whether its state admits it is another question."""
    role = _role(session, who, job) if who else None
    if who is None or role is None:
        return frozenset()
    reach = min(ORDER.index(role), ORDER.index(who.limit))
    own = job.actor == who.login
    least = {Steering.RETRY: Role.CONTRIBUTOR, Steering.CANCEL: Role.CONTRIBUTOR if own else Role.MAINTAINER}
    return frozenset(it for it, needed in least.items() if reach >= ORDER.index(needed))


def admitted(state: JobState) -> frozenset[Steering]:
    """What a job's state admits."""
    if state in OPEN:
        return frozenset({Steering.CANCEL})
    return frozenset({Steering.RETRY}) if state is not JobState.DONE else frozenset()


def require_right(session: Session, who: Somebody, job: Job, wanted: Steering) -> None:
    """Go on only when they may.

    Raises:
        NotAllowed: they may not.
    """
    if wanted not in rights(session, who, job):
        raise NotAllowed(
            text("{login} may not do this to job {number}", login=who.login, number=job.id),
            hint=text("whoever asked for it may, and maintainers of the project's organisation"),
        )


def _role(session: Session, who: Somebody, job: Job) -> Role | None:
    if who.administrator:
        return Role.ADMINISTRATOR
    if job.project_id is not None:
        return role_in(session, who.id, session.get_one(Project, job.project_id))
    return Role.CONTRIBUTOR if job.actor == who.login else None


def _belongs(who: Somebody, roles: list[Role]) -> ColumnElement[bool]:
    """They are a member, in one of these roles, of the organisation of the job's project."""
    return exists().where(
        Project.id == Job.project_id,
        Membership.organisation_id == Project.organisation_id,
        Membership.user_id == who.id,
        Membership.role.in_(roles),
    )
