"""Kill a publication at many moments: afterwards the pool is as before or as after, and going on works."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from registry.home import Home
from registry.models import State
from registry.pool import open_pool
from registry.services.check import check
from registry.services.projects import NotFound
from registry.services.releases import release
from tests.registry.pool import MIT_PROJECT, NewHome, git, publisher, repository, serving

HARMLESS = {"storage-unused", "document-unused", "document-unfinished"}  # nothing refers to them
POINTS = 6
HOME = Path(__file__).resolve().parent.parent.parent


def run(home: Path, source: Path, seconds: float | None) -> float:
    """Publish in a process of its own; killed after some seconds, if it lives so long. How long it lived."""
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "web.command", "publish", "-q", str(source)],
        cwd=HOME,
        env={**os.environ, "TRUSTPOOL_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    return time.monotonic() - began


def test_wherever_a_publication_is_killed_every_invariant_holds(
    on_sqlite: NewHome, license_index: Path, tmp_path: Path
) -> None:
    assert license_index.exists()
    source = repository(tmp_path / "lantern", MIT_PROJECT)
    on_sqlite(tmp_path / "measured")
    whole = run(tmp_path / "measured", source, None)
    chance = random.Random(20260203)  # noqa: S311  the same moments each time, as far as the machine allows
    home = tmp_path / "pool"
    on_sqlite(home)

    for point in range(POINTS):
        # the second half is where something is written
        run(home, source, whole * chance.uniform(0.4, 1.05))
        with open_pool(Home(home)) as pool:
            assert {it.code for it in check(pool)} <= HARMLESS, point
            try:
                assert release(pool, "lantern", "1.0.0").state is State.PUBLISHED
            except NotFound:
                continue
            with serving(pool) as address:
                git("clone", f"{address}git/lantern.git", tmp_path / f"clone{point}")

    with open_pool(Home(home)) as pool:
        publisher(pool)(source)
        # a statement that was signed and then lost says another time: nobody has it, nobody needs it
        assert {it.code for it in check(pool)} <= {"document-unused", "document-unfinished"}


@pytest.mark.parametrize("step", ["prepare", "keep", "show"])
def test_a_kill_between_the_steps_of_the_git_storage_is_mended_by_the_next_try(
    on_sqlite: NewHome, license_index: Path, tmp_path: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from registry.store.repositories import ProjectRepositories

    assert license_index.exists()
    source = repository(tmp_path / "lantern", MIT_PROJECT)
    real = getattr(ProjectRepositories, step)

    def killed(self: ProjectRepositories, *arguments: object) -> None:
        real(self, *arguments)
        raise KeyboardInterrupt

    with open_pool(on_sqlite(tmp_path / "pool")) as pool:
        with monkeypatch.context() as patched:
            patched.setattr(ProjectRepositories, step, killed)
            with pytest.raises(KeyboardInterrupt):
                publisher(pool)(source)

        publisher(pool)(source)

        assert list(check(pool)) == []
