"""Jobs that take too long, too much or die: each is the end of one try, and never of the pool."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import replace as with_clock  # noqa: TID251  a Pool is a dataclass
from datetime import timedelta

import pytest
from msgspec.structs import replace

from registry.jobs.claims import ClaimLost, renew, take
from registry.jobs.ending import End, Ending, settle, take_back
from registry.jobs.hand import Hand
from registry.jobs.runner import Runner, work_off
from registry.jobs.work import kinds
from registry.models import JobState, State
from registry.pool import Pool
from registry.services.contents import problems_of
from registry.services.jobs import JobRow, cancel, find_jobs, job, try_again
from registry.services.projects import project
from registry.services.releases import release
from registry.services.submit import submit
from registry.services.workflow import BadTransition
from tests.registry.jobs.conftest import SETTINGS, work_here
from tests.registry.pool import NewHome


@pytest.fixture(scope="session")
def new_home(on_sqlite: NewHome) -> NewHome:
    """What is tested here is processes; one database is enough."""
    return on_sqlite


def limited(pool: Pool, **limits: float) -> Pool:
    """The pool with other limits for its jobs."""
    return with_clock(pool, settings=replace(SETTINGS, jobs=replace(SETTINGS.jobs, **limits)))


def soon(condition: Callable[[], bool]) -> None:
    """Wait until it is so."""
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def said(row: JobRow) -> str:
    return row.problem.to("en") if row.problem else ""


def test_a_job_that_takes_too_long_is_ended_and_says_so(jobs_pool: Pool, sleeper: str) -> None:
    pool = limited(jobs_pool, time_limit=1)
    number = submit(pool, sleeper, actor="anna").job
    claim = take(pool, kinds(), "test")
    assert claim

    ending = Hand(pool).run(claim)

    assert ending
    settle(pool, claim, ending)
    assert (job(pool, number).state, said(job(pool, number))) == (JobState.WAITING, "it took more than 1 seconds")


def test_a_scan_that_needs_too_much_memory_becomes_a_problem_of_its_release(jobs_pool: Pool, elsewhere: str) -> None:
    submit(jobs_pool, elsewhere, actor="anna")
    assert work_off(jobs_pool, [it for it in kinds() if it.value == "visit"]) == 1

    assert work_off(limited(jobs_pool, memory_limit=60)) == 3

    found = release(jobs_pool, "lantern", project(jobs_pool, "lantern").releases.items[0].commit)
    assert found.state is State.SUBMITTED
    (problem,) = problems_of(jobs_pool, found.id).items
    assert (problem.code, problem.message.to("en")) == ("scan-unfinished", "it needed more memory than 60 MiB")

    again = find_jobs(jobs_pool).items[0]
    try_again(jobs_pool, again.id, actor="ben")
    work_here(jobs_pool)
    found = release(jobs_pool, "lantern", "1.0.0")
    assert (found.state, problems_of(jobs_pool, found.id).items) == (State.PUBLISHED, ())


def test_a_worker_that_is_killed_costs_one_try(jobs_pool: Pool, sleeper: str) -> None:
    number = submit(jobs_pool, sleeper, actor="anna").job
    claim = take(jobs_pool, kinds(), "test")
    assert claim
    hand, endings = Hand(jobs_pool), list[Ending | None]()
    running = threading.Thread(target=lambda: endings.append(hand.run(claim)))
    running.start()
    soon(lambda: job(jobs_pool, number).step == "asking")

    os.kill(hand._process.pid if hand._process else 0, signal.SIGKILL)
    running.join()

    assert endings[0]
    assert (endings[0].end, str(endings[0].problem.to("en") if endings[0].problem else "")) == (
        End.FAILED,
        "the worker process was killed (SIGKILL)",
    )


def test_a_cancelled_job_ends_soon_and_can_be_asked_for_again(jobs_pool: Pool, sleeper: str) -> None:
    number = submit(jobs_pool, sleeper, actor="anna").job
    runner = Runner(limited(jobs_pool, lease=2), workers=1)
    runner.start()
    try:
        soon(lambda: job(jobs_pool, number).state is JobState.RUNNING)
        cancel(jobs_pool, number, actor="ben")
        soon(lambda: job(jobs_pool, number).state is JobState.CANCELLED)
    finally:
        runner.stop(grace=0)

    with pytest.raises(BadTransition):
        cancel(jobs_pool, number, actor="ben")
    assert try_again(jobs_pool, number, actor="ben") != number


def test_a_runner_that_stops_gives_back_what_it_had_untouched(jobs_pool: Pool, sleeper: str) -> None:
    number = submit(jobs_pool, sleeper, actor="anna").job
    runner = Runner(jobs_pool, workers=1)
    runner.start()
    soon(lambda: job(jobs_pool, number).state is JobState.RUNNING)

    runner.stop(grace=0.1)

    assert (job(jobs_pool, number).state, job(jobs_pool, number).attempts) == (JobState.WAITING, 0)


def test_a_silent_workers_job_is_taken_up_by_another_and_the_silent_one_changes_nothing(
    jobs_pool: Pool, elsewhere: str
) -> None:
    submit(jobs_pool, elsewhere, actor="anna")
    silent = take(jobs_pool, kinds(), "silent")
    assert silent
    assert take(jobs_pool, kinds(), "other") is None
    now = jobs_pool.now()
    later = with_clock(jobs_pool, now=lambda: now + timedelta(seconds=SETTINGS.jobs.lease + 1))

    assert take_back(later) == 1
    other = take(later, kinds(), "other")

    assert other
    assert (other.id, other.attempt) == (silent.id, 2)
    with pytest.raises(ClaimLost):
        renew(jobs_pool, silent, step="", done=0, total=0)
    settle(jobs_pool, silent, Ending(End.LASTING))
    assert job(later, other.id).state is JobState.RUNNING


def test_a_job_that_kills_every_worker_is_given_up(jobs_pool: Pool, sleeper: str) -> None:
    number = submit(jobs_pool, sleeper, actor="anna").job
    for minutes in range(5):
        now = jobs_pool.now() + timedelta(minutes=2 * minutes)
        at_that_time = with_clock(jobs_pool, now=lambda now=now: now)
        assert take(at_that_time, kinds(), "doomed")
        take_back(with_clock(jobs_pool, now=lambda now=now: now + timedelta(minutes=1, seconds=30)))

    assert (job(jobs_pool, number).state, said(job(jobs_pool, number))) == (
        JobState.FAILED,
        "the worker that had it fell silent",
    )
