"""What the broker is told: the numbers of jobs that any machine can do.

The database stays the truth. A message may come twice, late or never: a job is taken up by compare and set, and one
that nobody took up is announced again.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from sqlalchemy import select, update

from registry.jobs.work import kinds
from registry.models import Job, JobState
from registry.pool import Pool

AGAIN = timedelta(seconds=60)  # until a job that was announced and not taken up is announced again
MOST = 500  # announced in one round
log = logging.getLogger("trustpool.jobs")


def dispatch(pool: Pool) -> int:
    """Announce what is due; how many jobs."""
    from registry.jobs.celery import announce

    now = pool.now()
    due = select(Job.id).where(Job.state == JobState.WAITING, Job.due_at <= now, Job.kind.in_(kinds(at_home=False)))
    with pool.database.reading() as session:
        ids = session.scalars(due.order_by(Job.due_at, Job.id).limit(MOST)).all()
    for job_id in ids:
        try:
            announce(pool.settings.jobs, job_id)
        except OSError:
            log.exception("the broker does not answer")
            return 0
        with pool.database.writing() as session:
            waiting = update(Job).where(Job.id == job_id, Job.state == JobState.WAITING)
            session.execute(waiting.values(due_at=now + AGAIN).execution_options(synchronize_session=False))
    return len(ids)
