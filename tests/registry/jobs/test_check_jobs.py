"""`admin check` looks at the pool's work, too: each kind of damage is found, and a pool that works has none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace as with_clock  # noqa: TID251  a Pool is a dataclass
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from registry.jobs.claims import take
from registry.jobs.work import kinds
from registry.models import JobKind, Release, ScanResult
from registry.pool import Pool
from registry.services.check import check
from registry.services.submit import submit
from tests.registry.jobs.conftest import work_here


@pytest.fixture
def worked(jobs_pool: Pool, elsewhere: str) -> Pool:
    """A pool that visited and scanned a source, and has a visit under way and one that waits."""
    submit(jobs_pool, elsewhere, actor="anna")
    work_here(jobs_pool)
    submit(jobs_pool, f"{elsewhere}@main", actor="anna")
    submit(jobs_pool, "http://127.0.0.1:1/lost", actor="anna")
    assert take(jobs_pool, kinds(), "test")
    return jobs_pool


def found(pool: Pool) -> set[str]:
    return {it.code for it in check(pool)}


def test_a_pool_at_work_has_no_findings(worked: Pool) -> None:
    assert list(check(worked)) == []


def execute(pool: Pool, *statements: str) -> None:
    """As somebody would who gets round the database's own rules."""
    with pool.database.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA ignore_check_constraints=ON")
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.commit()
        for statement in statements:
            connection.execute(text(statement))
        connection.commit()
    pool.database.engine.dispose()


def add_result(pool: Pool) -> None:
    with pool.database.writing() as session:
        session.add(ScanResult(release_id=session.scalars(select(Release.id)).one(), packed=b"x"))


LAST = "(SELECT max(id) FROM audit_event WHERE action = 'release.published')"
AGAIN = (
    'INSERT INTO audit_event (id, at, actor, action, release_id, "before", "after")'
    ' SELECT 9999, at, actor, action, release_id, "before", "after" FROM audit_event WHERE id = '
)
DAMAGES: dict[str, tuple[Callable[[Pool], None], set[str]]] = {
    "over without a time": (
        lambda pool: execute(pool, "UPDATE job SET ended_at = NULL WHERE state = 'done'"),
        {"job-impossible"},
    ),
    "running without anybody": (
        lambda pool: execute(pool, "UPDATE job SET claim = '' WHERE state = 'running'"),
        {"job-impossible"},
    ),
    "running and never taken up": (
        lambda pool: execute(pool, "UPDATE job SET attempts = 0 WHERE state = 'running'"),
        {"job-impossible"},
    ),
    "done and claimed": (
        lambda pool: execute(pool, "UPDATE job SET claim = 'x' WHERE state = 'done'"),
        {"job-impossible"},
    ),
    "the same work twice": (
        lambda pool: execute(pool, "DROP INDEX uq_job_key_open", "UPDATE job SET key = 'same'"),
        {"job-twice"},
    ),
    "a scan of nothing": (
        lambda pool: execute(pool, "UPDATE job SET release_id = NULL WHERE kind = 'scan'"),
        {"job-orphaned"},
    ),
    "a message that is gone": (
        lambda pool: execute(pool, "UPDATE job SET kind = 'deliver' WHERE state = 'waiting'"),
        {"job-orphaned"},
    ),
    "a result nobody records": (add_result, {"result-unused"}),
    "a release nobody scans": (
        lambda pool: execute(
            pool,
            "DELETE FROM job WHERE kind = 'scan'",
            "DELETE FROM publication",
            f"DELETE FROM audit_event WHERE id > {LAST} - 4",  # noqa: S608
            "UPDATE release SET state = 'submitted'",
        ),
        {"release-stuck"},
    ),
    "published twice": (lambda pool: execute(pool, f"{AGAIN}{LAST}"), {"effect-twice"}),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_each_damage_to_the_work_is_found(worked: Pool, damage: str) -> None:
    cause, expected = DAMAGES[damage]
    if worked.database.engine.dialect.name == "postgresql":
        drop = "ALTER TABLE job DROP CONSTRAINT ck_job_"
        names = ("ended_when_over", "running_is_claimed", "claimed_while_running")
        execute(worked, *(f"{drop}{name}" for name in names))

    cause(worked)

    assert found(worked) & CODES == expected


CODES = {
    "job-impossible",
    "job-twice",
    "job-orphaned",
    "job-abandoned",
    "result-unused",
    "release-stuck",
    "effect-twice",
}


def test_a_job_whose_worker_is_long_gone_is_found_and_one_that_is_late_is_not(worked: Pool) -> None:
    now = worked.now()
    late, long_gone = (
        with_clock(worked, now=lambda ago=ago: now + ago) for ago in (timedelta(minutes=5), timedelta(hours=1))
    )

    assert found(late) == set()
    assert found(long_gone) == {"job-abandoned"}


def test_a_scan_that_was_given_up_is_no_damage(worked: Pool) -> None:
    with worked.database.writing() as session:
        assert (
            session.execute(text("SELECT count(*) FROM job WHERE kind = :kind"), {"kind": JobKind.SCAN}).scalar() == 1
        )
    execute(
        worked,
        "DELETE FROM publication",
        f"DELETE FROM audit_event WHERE id > {LAST} - 4",  # noqa: S608
        "UPDATE release SET state = 'submitted'",
    )

    assert "release-stuck" not in found(worked)
