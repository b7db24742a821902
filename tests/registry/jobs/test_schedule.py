"""Scheduled visits, as time passes: due origins are visited, silent ones ever more rarely, and none is dropped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace as with_clock  # noqa: TID251  a Pool is a dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from registry.models import JobKind, Origin, Visit
from registry.pool import Pool
from registry.services.jobs import find_jobs
from registry.services.projects import project
from registry.services.schedule import LONGEST, SCHEDULE, ask_for_due_visits
from registry.services.submit import submit
from registry.settings import RefreshSettings
from tests.registry.jobs.conftest import SETTINGS, work_here
from tests.registry.pool import MIT_PROJECT, commit, repository
from tests.servers.forge import forge
from web.app import create_app

DAY = timedelta(hours=24)


class Time:
    """A clock that goes when it is told to."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, time: timedelta) -> None:
        self.now += time


@pytest.fixture
def time(jobs_pool: Pool) -> Time:
    """The pool's clock."""
    return Time(jobs_pool.now())


@pytest.fixture
def daily(jobs_pool: Pool, time: Time) -> Pool:
    """The pool, which visits each origin once a day."""
    return with_clock(jobs_pool, now=time, settings=replace(SETTINGS, refresh=RefreshSettings(every=24)))


def test_an_origin_is_visited_once_in_each_interval(daily: Pool, time: Time, elsewhere: str, lantern: Path) -> None:
    submit(daily, elsewhere, actor="anna")
    work_here(daily)
    rounds = []
    for hour in range(4 * 24):
        if hour == 50:
            commit(lantern, {"package.json": MIT_PROJECT["package.json"].replace("1.0.0", "1.1.0")})
        if ask_for_due_visits(daily):
            rounds.append(hour)
            work_here(daily)
        time.pass_(timedelta(hours=1))

    gaps = {later - earlier for earlier, later in pairwise(rounds)}
    assert len(rounds) in {3, 4}
    assert gaps <= set(range(21, 28)), "every 24 hours, a tenth more or less"
    scheduled = [it for it in find_jobs(daily, kind=JobKind.VISIT).items if it.actor == SCHEDULE]
    assert len(scheduled) == len(rounds)
    assert [it.label for it in project(daily, "lantern").releases.items] == ["1.1.0", "1.0.0"]


def test_asking_again_in_the_same_moment_asks_for_nothing(daily: Pool, time: Time, elsewhere: str) -> None:
    submit(daily, elsewhere, actor="anna")
    work_here(daily)
    assert ask_for_due_visits(daily) == 0, "it was visited just now"
    time.pass_(timedelta(hours=27))

    assert [ask_for_due_visits(daily), ask_for_due_visits(daily)] == [1, 0]


def test_without_a_schedule_nothing_is_visited(jobs_pool: Pool, elsewhere: str) -> None:
    submit(jobs_pool, elsewhere, actor="anna")

    assert ask_for_due_visits(jobs_pool) == 0


@pytest.fixture
def vanished(daily: Pool, tmp_path: Path) -> Iterator[tuple[Pool, Path]]:
    """A pool with an origin that answered once, and is gone; and the folder that brings it back."""
    folder = tmp_path / "vanishing"
    folder.mkdir()
    repository(folder / "candle", MIT_PROJECT)
    with forge(folder) as address:
        submit(daily, f"{address}candle", actor="anna")
        work_here(daily)
        (folder / "candle").rename(folder / "gone")
        yield daily, folder


def test_a_silent_origin_is_asked_ever_more_rarely_kept_shown_and_taken_up_again(
    vanished: tuple[Pool, Path], time: Time
) -> None:
    pool, folder = vanished
    asked = rounds_of(pool, time, days=70)

    pauses = [later - earlier for earlier, later in pairwise(asked)]
    assert pauses[0] < 2 * DAY
    assert all(later >= earlier * 0.9 for earlier, later in pairwise(pauses)), pauses
    assert LONGEST * 0.9 <= max(pauses) <= LONGEST * 1.1 + DAY / 4
    assert len(asked) < 15, "daily visits would be 70"
    (origin,) = project(pool, "candle").origins
    assert (origin.found, origin.location.endswith("/candle")) == ("unreachable", True)
    page = create_app(pool).test_client().get("/projects/candle").text
    assert "unreachable at the last visit" in page
    assert [it.label for it in project(pool, "candle").releases.items] == ["1.0.0"], "what was published stays"

    (folder / "gone").rename(folder / "candle")
    back = rounds_of(pool, time, days=30)
    assert project(pool, "candle").origins[0].found == "unchanged"
    assert back[-1] - back[-2] < 2 * DAY, "once it answers, it is visited as before"


def rounds_of(pool: Pool, time: Time, *, days: int) -> list[datetime]:
    """When the schedule asked, as time passes in steps of six hours."""
    asked = []
    for _ in range(days * 4):
        if ask_for_due_visits(pool):
            asked.append(time.now)
            work_here(pool)
        time.pass_(DAY / 4)
    return asked


def test_every_try_of_a_visit_that_failed_is_recorded_with_its_reason(vanished: tuple[Pool, Path], time: Time) -> None:
    pool, _ = vanished
    rounds_of(pool, time, days=2)

    with pool.database.reading() as session:
        visits = session.scalars(select(Visit).join(Origin).order_by(Visit.id)).all()
        problems = [it.problem.to("en") if it.problem else "" for it in visits]
    assert problems[0] == ""
    assert len(problems) == 6, "one visit that went well, and five tries of one that did not"
    assert all("git cannot fetch it" in it for it in problems[1:])
