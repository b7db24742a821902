"""Questions across the pool."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from registry.pool import open_pool
from registry.services.shortest import last_steps
from tests.registry.pool import SAMPLES, NewHome, commit, git, publisher, repository
from web.app import create_app


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, new_home: NewHome, license_index: Path) -> Iterator[FlaskClient]:
    """Asks a pool that has an npm application with a lockfile, and two releases of a small project."""
    assert license_index.exists()
    folder = tmp_path_factory.mktemp("usage")
    with open_pool(new_home(folder / "pool")) as pool:
        publish = publisher(pool)
        publish(SAMPLES / "canteen-board")
        source = repository(folder / "lamp", {"requirements.txt": "flask==3.0.0\nclick==8.1.0\n", "a.py": "# a\n"})
        publish(source)
        git("rm", "--quiet", "a.py", at=source)
        commit(source, {"requirements.txt": "flask==3.1.0\n", "b.py": "# SPDX-License-Identifier: MIT\n"})
        publish(source)
        yield create_app(pool).test_client()


def test_who_uses_a_package_through_others_is_told_with_the_way(client: FlaskClient) -> None:
    (item,) = client.get("/api/v1/usage?purl=pkg:npm/mupdf").get_json()["items"]

    assert (item["project"], item["direct"]) == ("canteen-board", False)
    assert item["path"][0] == "pkg:npm/canteen-board@0.7.2"
    assert item["path"][-1] == "pkg:npm/mupdf@1.3.0"
    assert len(item["path"]) > 2


def test_a_version_narrows_the_answer_and_the_newest_comes_first(client: FlaskClient) -> None:
    def used(purl: str) -> list[str]:
        return [it["purl"] for it in client.get(f"/api/v1/usage?purl={purl}").get_json()["items"]]

    assert used("pkg:pypi/flask") == ["pkg:pypi/flask@3.1.0", "pkg:pypi/flask@3.0.0"]
    assert used("pkg:pypi/flask%403.0.0") == ["pkg:pypi/flask@3.0.0"]
    assert used("pkg:pypi/nothing") == []


def test_pages_of_users_follow_each_other(client: FlaskClient) -> None:
    first = client.get("/api/v1/usage?purl=pkg:pypi/flask&limit=1").get_json()
    second = client.get(f"/api/v1/usage?purl=pkg:pypi/flask&limit=1&cursor={first['next']}").get_json()

    assert [it["purl"] for it in (*first["items"], *second["items"])] == [
        "pkg:pypi/flask@3.1.0",
        "pkg:pypi/flask@3.0.0",
    ]
    assert second["next"] is None


def test_the_releases_that_contain_a_file_are_found_by_its_swhid(client: FlaskClient, tmp_path: Path) -> None:
    (tmp_path / "b.py").write_text("# SPDX-License-Identifier: MIT\n")
    blob = git("hash-object", tmp_path / "b.py")

    (item,) = client.get(f"/api/v1/files/swh:1:cnt:{blob}").get_json()["items"]

    assert (item["project"], item["path"]) == ("lamp", "b.py")
    assert client.get("/api/v1/files/nonsense").status_code == 400


def test_two_releases_are_compared(client: FlaskClient) -> None:
    releases = client.get("/api/v1/projects/lamp").get_json()["releases"]["items"]
    after, before = (it["id"] for it in releases)

    found = client.get(f"/api/v1/projects/lamp/releases/{before}/compare/{after}").get_json()

    assert found == {
        "before": before,
        "after": after,
        "packages": [
            {"package": "pkg:pypi/click", "before": ["8.1.0"], "after": []},
            {"package": "pkg:pypi/flask", "before": ["3.0.0"], "after": ["3.1.0"]},
        ],
        "licenses_gone": [],
        "licenses_new": ["MIT"],
        "files_gone": ["a.py"],
        "files_new": ["b.py"],
        "files_changed": ["requirements.txt"],
    }


def test_the_page_shows_users_with_the_way(client: FlaskClient) -> None:
    body = client.get("/usage?purl=pkg:npm/mupdf").text

    assert "canteen-board" in body
    assert "pkg:npm/mupdf@1.3.0" in body
    assert "No release in the pool has this package." in client.get("/usage?purl=pkg:npm/none").text
    assert client.get("/usage?purl=none").status_code == 400


EDGES = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=30)


@given(EDGES, st.sets(st.integers(0, 8), max_size=3))
def test_every_step_back_is_an_edge_and_leads_to_a_start_by_a_shortest_way(
    edges: list[tuple[int, int]], starts: set[int]
) -> None:
    steps = last_steps(edges, starts)

    away, distance = dict.fromkeys(starts, 0), 0
    while more := {b for a, b in edges if a in away} - away.keys():
        distance += 1
        away |= dict.fromkeys(more, distance)
    assert steps.keys() == away.keys() - starts
    assert all((before, after) in edges and away[before] == away[after] - 1 for after, before in steps.items())
