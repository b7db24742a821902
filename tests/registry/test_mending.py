"""A public repository that is behind the database is mended by whoever starts, without any reader."""

from __future__ import annotations

import logging
from datetime import timedelta
from pathlib import Path

import pytest

from registry.jobs.runner import work_off
from registry.pool import Pool
from registry.services import publish as publishing
from registry.services import review
from registry.services.check import check
from registry.services.mending import mend
from registry.services.review import Decision, decide
from registry.store.repositories import MARK
from tests.registry.pool import GPL_IN_MIT, MIT_PROJECT, Publish, commit, repository


@pytest.fixture
def unshown(pool: Pool, publish: Publish, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pool:
    """A pool whose publisher died after the transaction."""
    with monkeypatch.context() as patched:
        patched.setattr(publishing, "show_published", lambda *_: None)
        publish(repository(tmp_path / "lantern", MIT_PROJECT))
    return pool


def codes(pool: Pool) -> list[str]:
    return [it.code for it in check(pool)]


def shows(pool: Pool) -> list[str]:
    (public,) = pool.home.git.glob("*/*/public.git")
    return sorted(path.name for path in public.glob("refs/tags/*"))


def test_a_worker_that_starts_shows_what_a_dead_one_published(unshown: Pool) -> None:
    assert shows(unshown) == []

    work_off(unshown)

    assert (shows(unshown), codes(unshown)) == (["1.0.0"], [])


def test_a_worker_that_starts_takes_away_what_a_dead_one_withdrew(
    unshown: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    mend(unshown)
    with monkeypatch.context() as patched:
        patched.setattr(review, "show_published", lambda *_: None)
        decide(unshown, "lantern", "1.0.0", Decision.WITHDRAW, actor="anna", reason="stolen")

    assert (shows(unshown), mend(unshown), shows(unshown)) == (["1.0.0"], 1, [])


def test_a_repository_that_shows_something_without_ever_having_said_so_is_mended(unshown: Pool) -> None:
    mend(unshown)
    decide(unshown, "lantern", "1.0.0", Decision.WITHDRAW, actor="anna", reason="stolen")
    (public,) = unshown.home.git.glob("*/*/public.git")
    (public / MARK).unlink()
    (public / "refs" / "tags").mkdir(exist_ok=True)
    (held,) = unshown.home.git.glob("*/*/held.git/refs/origins/*/*")
    (public / "refs" / "tags" / "1.0.0").write_text(f"{held.name}\n")

    assert (mend(unshown), shows(unshown)) == (1, [])


def test_what_shows_all_or_has_nothing_to_show_is_left_alone(pool: Pool, publish: Publish, tmp_path: Path) -> None:
    publish(repository(tmp_path / "candle", GPL_IN_MIT))
    lantern = repository(tmp_path / "lantern", MIT_PROJECT)
    publish(lantern)
    commit(lantern, {"package.json": MIT_PROJECT["package.json"].replace("1.0.0", "1.1.0")})
    publish(lantern)

    assert mend(pool) == 0


def test_only_changes_since_then_are_looked_at(unshown: Pool) -> None:
    later = unshown.now() + timedelta(seconds=1)

    assert mend(unshown, later) == 0
    assert mend(unshown, later - timedelta(hours=1)) == 1


def test_one_damaged_storage_does_not_keep_the_others_from_being_mended(
    unshown: Pool, publish: Publish, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (held,) = unshown.home.git.glob("*/*/held.git")
    with monkeypatch.context() as patched:
        patched.setattr(publishing, "show_published", lambda *_: None)
        publish(repository(tmp_path / "ferry", {**MIT_PROJECT, "package.json": '{"name": "ferry", "license": "MIT"}'}))
    for pack in held.glob("objects/**/*"):
        if pack.is_file():
            pack.unlink()

    with caplog.at_level(logging.ERROR, "trustpool.mending"):
        assert mend(unshown) == 1

    assert "cannot be made to show" in caplog.text
