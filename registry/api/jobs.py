"""Jobs: what the pool does in the background, for those whom it concerns."""

from __future__ import annotations

from registry.api import answers, shapes
from registry.api.asked import query, word
from registry.api.authentication import known
from registry.api.blueprints import part, pool
from registry.api.documented import documented
from registry.api.paging import PAGE, paging
from registry.models import JobKind, JobState
from registry.services import jobs

blueprint = part("jobs", "/jobs")

STATE = word("state", "Only jobs in this state.", most=20, enum=[it.value for it in JobState])
KIND = word("kind", "Only jobs of this kind.", most=20, enum=[it.value for it in JobKind])
PROJECT = word("project", "Only jobs of this project.", most=100)


@blueprint.get("")
@documented(answers.Listed[answers.Job], query=(STATE, KIND, PROJECT, *PAGE), errors=(404,), needs_token=True)
def listed() -> answers.Listed[answers.Job]:
    """Jobs that concern whoever asks, the newest first: their own, and those of their organisations' projects."""
    who = known(pool())
    state, kind = query(STATE), query(KIND)
    page = jobs.find_jobs(
        pool(),
        state=JobState(state) if state else None,
        kind=JobKind(kind) if kind else None,
        project=query(PROJECT),
        who=who,
        **paging(50),
    )
    return shapes.listed(page, shapes.job)


@blueprint.get("/<int:number>")
@documented(answers.Job, errors=(404,), needs_token=True)
def job(number: int) -> answers.Job:
    """How far a job is, and what became of it."""
    return shapes.job(jobs.job(pool(), number, known(pool())))


@blueprint.post("/<int:number>/cancel")
@documented(answers.Job, errors=(403, 404, 409), needs_token=True)
def cancel(number: int) -> answers.Job:
    """End a job: at once when it waits, soon when it runs. Whoever asked for it may, and maintainers."""
    who = known(pool())
    jobs.cancel(pool(), number, actor=who.login, who=who)
    return shapes.job(jobs.job(pool(), number, who))


@blueprint.post("/<int:number>/retry")
@documented(answers.Job, status=202, errors=(403, 404, 409), needs_token=True)
def retry(number: int) -> answers.Job:
    """Ask anew for what a job failed to do, or was kept from; the job that does it now."""
    who = known(pool())
    return shapes.job(jobs.job(pool(), jobs.try_again(pool(), number, actor=who.login, who=who), who))
