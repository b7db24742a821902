"""Jobs as answers."""

from __future__ import annotations

from registry.api import answers
from registry.api.addresses import external
from registry.api.shapes.alike import alike
from registry.services.jobs import JobRow


def job(it: JobRow) -> answers.Job:
    """Work that the pool does."""
    return alike(answers.Job, it, url=job_url(it.id))


def job_url(number: int) -> str:
    """Where a program asks how far a job is."""
    return external("jobs.job", number=number)
