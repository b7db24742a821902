"""Kill a publication at many moments: afterwards the pool is as before or as after, and going on works."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.kill_points import tried
from registry.pool import open_pool
from registry.services.check import check
from tests.registry.pool import MIT_PROJECT, NewHome, publisher, repository


def test_wherever_somebody_is_killed_every_invariant_holds_and_the_work_goes_on(license_index: Path) -> None:
    assert license_index.exists()

    # `python -m bench.kill_points --points 400` tries more of them
    done = list(tried({"publish": 1, "worker": 1, "runner": 1, "server": 1}, seed=20260203))

    assert [wrong for _, _, wrong in done if wrong] == []
    assert sum(died for _, died, _ in done) >= 3


@pytest.mark.parametrize("step", ["_prepare", "keep", "show"])
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
