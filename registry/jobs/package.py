"""Fetch a package of a registry: ask the index, download, check its digest, submit it as an upload would be."""

from __future__ import annotations

from sqlalchemy import select, update

from licenses.errors import BadUsage
from registry.jobs.work import Lasting, Work, nothing_begun
from registry.models import Job, Project
from registry.services.packages import fetch_package
from registry.services.projects import NotFound

ATTEMPTS = 5
AT_HOME = True
unfinished = nothing_begun


def run(work: Work) -> None:
    """Do it.

    Raises:
        InputUnreadable: the index does not answer.
        Lasting: it does not have this package, or what came is not what it announced.
    """
    said = work.claim.arguments
    work.report("fetching", 0, 0)
    try:
        done = fetch_package(
            work.pool, said["purl"], name=said["name"], organisation=said["organisation"], actor=work.claim.actor
        )
    except (BadUsage, NotFound) as refused:
        raise Lasting(refused.what) from refused
    with work.pool.database.writing() as session:
        project = select(Project.id).where(Project.name == done.project).scalar_subquery()
        session.execute(update(Job).where(Job.id == work.claim.id).values(project_id=project))
