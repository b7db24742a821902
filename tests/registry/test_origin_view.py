"""One origin's view of a project, cloned by the real git: its own branches and tags, and nobody else's."""

from __future__ import annotations

from pathlib import Path

import pytest

from registry.models import Origin
from registry.pool import Pool
from registry.services.check import check
from registry.services.review import Decision, decide
from tests.registry.pool import MIT_PROJECT, NewHome, Publish, commit, git, repository, try_git

NEWER = {"package.json": MIT_PROJECT["package.json"].replace("1.0.0", "2.0.0")}


@pytest.fixture(scope="session")
def new_home(on_sqlite: NewHome) -> NewHome:
    """What git gets does not depend on the database, so these tests run on one."""
    return on_sqlite


@pytest.fixture
def views(pool: Pool, publish: Publish, address: str, tmp_path: Path) -> dict[str, str]:
    """Clone URLs of lantern: the `whole` of it, of `home` with 1.0.0 in two commits, of `mirror` with 2.0.0."""
    home = repository(tmp_path / "lantern", {"README": "soon\n"})
    commit(home, MIT_PROJECT)
    git("clone", "--quiet", home, tmp_path / "mirror")
    commit(tmp_path / "mirror", NEWER)
    publish(home)
    publish(tmp_path / "mirror", name="lantern")
    with pool.database.reading() as session:
        keys = {Path(it.location).name: it.key for it in session.query(Origin)}
    places = {"home": keys["lantern"], "mirror": keys["mirror"]}
    return {"whole": f"{address}git/lantern.git"} | {
        name: f"{address}git/lantern/{key}.git" for name, key in places.items()
    }


def refs_of(url: str) -> set[str]:
    """What a repository on the network offers."""
    return {line.split("\t")[1] for line in git("ls-remote", url).splitlines()}


@pytest.mark.parametrize("protocol", [0, 1, 2])
def test_a_view_is_cloned_whole(views: dict[str, str], tmp_path: Path, protocol: int) -> None:
    git("clone", views["mirror"], tmp_path / "clone", protocol=protocol)

    assert git("rev-list", "--count", "HEAD", at=tmp_path / "clone") == "3"
    assert git("symbolic-ref", "--short", "HEAD", at=tmp_path / "clone") == "main"
    git("fsck", "--strict", at=tmp_path / "clone")


@pytest.mark.parametrize("protocol", [0, 2])
def test_a_view_is_cloned_shallow_and_deepened(views: dict[str, str], tmp_path: Path, protocol: int) -> None:
    git("clone", "--depth=1", views["home"], tmp_path / "clone", protocol=protocol)
    assert git("rev-list", "--count", "HEAD", at=tmp_path / "clone") == "1"

    git("fetch", "--unshallow", at=tmp_path / "clone", protocol=protocol)
    assert git("rev-list", "--count", "HEAD", at=tmp_path / "clone") == "2"


def test_a_view_is_cloned_in_part_and_fetches_the_rest_when_needed(views: dict[str, str], tmp_path: Path) -> None:
    git("clone", "--filter=blob:none", "--no-checkout", views["mirror"], tmp_path / "clone")
    assert "?" in git("rev-list", "--objects", "--missing=print", "HEAD", at=tmp_path / "clone")

    assert git("show", "HEAD:package.json", at=tmp_path / "clone") == NEWER["package.json"].strip()


def test_each_view_shows_its_own_refs_and_the_project_shows_all(views: dict[str, str]) -> None:
    assert refs_of(views["home"]) == {"HEAD", "refs/heads/main", "refs/tags/1.0.0"}
    assert refs_of(views["mirror"]) == {"HEAD", "refs/heads/main", "refs/tags/2.0.0"}
    assert refs_of(views["whole"]) == {"HEAD", "refs/heads/main", "refs/tags/1.0.0", "refs/tags/2.0.0"}


def test_what_is_withdrawn_leaves_its_origins_view(pool: Pool, views: dict[str, str], tmp_path: Path) -> None:
    decide(pool, "lantern", "2.0.0", Decision.WITHDRAW, actor="t", reason="leak")

    git("clone", views["mirror"], tmp_path / "clone")

    assert git("for-each-ref", at=tmp_path / "clone") == ""
    assert refs_of(views["home"]) == {"HEAD", "refs/heads/main", "refs/tags/1.0.0"}
    assert list(check(pool)) == []


@pytest.mark.parametrize("origin", ["0123456789abcdef", "..", "refs", "%2e%2e"])
def test_an_origin_that_the_project_does_not_have_is_not_found(
    views: dict[str, str], tmp_path: Path, origin: str
) -> None:
    url = views["whole"].replace(".git", f"/{origin}.git")

    assert "not found" in try_git("clone", url, tmp_path / "clone").stdout
