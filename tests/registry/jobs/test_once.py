"""However often a job runs, and by however many at once, its effect happens once."""

from __future__ import annotations

import threading

from sqlalchemy import func, select

from registry.jobs.child import perform
from registry.jobs.claims import Claim, take
from registry.jobs.ending import End, Ending
from registry.jobs.work import Tools, kinds
from registry.models import AuditEvent, Component, File, JobKind, Publication, Release
from registry.pool import Pool
from registry.services.check import check
from registry.services.submit import submit
from tests.registry.jobs.conftest import work_here


def counts(pool: Pool) -> list[int]:
    with pool.database.reading() as session:
        models = (Release, Publication, AuditEvent, File, Component)
        return [session.scalar(select(func.count()).select_from(it)) or 0 for it in models]


def at_once(pool: Pool, claim: Claim, times: int) -> list[Ending]:
    endings: list[Ending] = []

    def run() -> None:
        endings.append(perform(pool, claim, lambda *_: None, at_home=True, tools=Tools()))

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return endings


def test_a_visit_and_a_scan_run_by_three_at_once_have_the_effect_of_one(jobs_pool: Pool, elsewhere: str) -> None:
    submit(jobs_pool, elsewhere, actor="anna")
    visit = take(jobs_pool, [JobKind.VISIT], "test")
    assert visit
    assert End.DONE in [it.end for it in at_once(jobs_pool, visit, 3)]
    scan = take(jobs_pool, [JobKind.SCAN], "test")
    assert scan

    endings = at_once(jobs_pool, scan, 3)

    assert [it.end for it in endings] == [End.DONE] * 3
    assert counts(jobs_pool) == [1, 1, 5, 2, 1]
    # whose document came too late, and was signed in another second, leaves it behind
    assert {it.code for it in check(jobs_pool)} <= {"document-unused"}


def test_a_job_that_ran_but_could_not_say_so_runs_again_without_effect(jobs_pool: Pool, elsewhere: str) -> None:
    submit(jobs_pool, elsewhere, actor="anna")
    work_here(jobs_pool)
    before = counts(jobs_pool)
    submit(jobs_pool, f"{elsewhere}@main", actor="anna")

    work_here(jobs_pool)

    assert take(jobs_pool, kinds(), "test") is None
    assert counts(jobs_pool) == before
