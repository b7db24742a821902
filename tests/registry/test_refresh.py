"""`trustpool refresh`: origins on another machine, here another pool on loopback, visited again."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from registry.cli.refresh import command
from registry.home import Home
from registry.pool import Pool, open_pool
from registry.services.projects import project
from registry.services.visits import visits_of
from tests.registry.pool import MIT_PROJECT, NewHome, Publish, commit, git, publisher, repository, serving

Refresh = Callable[..., tuple[int, str]]


@pytest.fixture(scope="session")
def new_home(on_sqlite: NewHome) -> NewHome:
    """The command opens the pool by its folder."""
    return on_sqlite


@pytest.fixture
def refresh(tmp_path: Path, on_sqlite: NewHome, monkeypatch: pytest.MonkeyPatch) -> Refresh:
    """Runs the command on a pool of its own, `home`; its exit code and output."""
    on_sqlite(tmp_path / "home")
    monkeypatch.setenv("TRUSTPOOL_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")

    def run(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(command, ["-q", *words], catch_exceptions=False, standalone_mode=False)
        return int(done.return_value), done.output

    return run


def visits(tmp_path: Path) -> list[str]:
    with open_pool(Home(tmp_path / "home")) as pool:
        return [it.found.value for it in reversed(visits_of(pool, "lantern").items)]


def test_an_unchanged_origin_costs_one_question_and_a_changed_one_becomes_a_release(
    pool: Pool, publish: Publish, refresh: Refresh, tmp_path: Path
) -> None:
    source = repository(tmp_path / "lantern", MIT_PROJECT)
    publish(source)
    with serving(pool) as elsewhere:
        with open_pool(Home(tmp_path / "home")) as mine:
            publisher(mine)(f"{elsewhere}git/lantern.git")
        began = time.process_time()
        assert refresh() == (0, f"{elsewhere}git/lantern.git: unchanged\n")
        assert time.process_time() - began < 1

        commit(source, {"package.json": MIT_PROJECT["package.json"].replace("1.0.0", "1.1.0")})
        publish(source)
        code, said = refresh("lantern")

    assert code == 0
    assert said.startswith("lantern 1.1.0 (")
    assert visits(tmp_path)[:2] == ["changed", "unchanged"]
    assert visits(tmp_path)[2] == "changed"
    with open_pool(Home(tmp_path / "home")) as mine:
        assert [it.label for it in project(mine, "lantern").releases.items] == ["1.1.0", "1.0.0"]
        with serving(mine) as here:
            git("clone", f"{here}git/lantern.git", tmp_path / "clone")


def test_an_origin_that_does_not_answer_is_kept_and_shown(
    pool: Pool, publish: Publish, refresh: Refresh, tmp_path: Path
) -> None:
    publish(repository(tmp_path / "lantern", MIT_PROJECT))
    with serving(pool) as elsewhere, open_pool(Home(tmp_path / "home")) as mine:
        publisher(mine)(f"{elsewhere}git/lantern.git")

    code, said = refresh()

    assert code == 3
    assert f"{elsewhere}git/lantern.git: unreachable" in said
    assert visits(tmp_path) == ["changed", "unreachable"]
    with open_pool(Home(tmp_path / "home")) as mine:
        assert [it.found for it in project(mine, "lantern").origins] == ["unreachable"]
