"""Sources on another machine: here another pool's git endpoint on loopback."""

from __future__ import annotations

from pathlib import Path

import pytest

from licenses.errors import BadUsage, InputUnreadable
from registry.pool import Pool
from registry.services.projects import project
from registry.services.visit import visit
from scanner.source.policy import SERVER
from scanner.source.spec import RemoteSpec, parse_spec
from tests.registry.pool import Publish, git, serving


def test_a_url_is_published_with_its_whole_history_under_its_own_name(
    publish: Publish, address: str, shared_pool: Pool, tmp_path: Path
) -> None:
    with serving(shared_pool) as elsewhere:
        done = publish(f"{elsewhere}git/lantern.git")
        again = publish(f"{elsewhere}git/lantern.git")

    assert (done.project, done.label, done.new, again.new) == ("lantern", "1.0.0", True, False)
    git("clone", f"{address}git/lantern.git", tmp_path / "clone")
    assert git("rev-list", "--count", "HEAD", at=tmp_path / "clone") == "2"
    assert git("rev-parse", "HEAD", at=tmp_path / "clone") == done.commit


def test_a_url_at_a_tag_is_known_by_that_tag_and_its_origin_by_the_url(
    publish: Publish, pool: Pool, shared_pool: Pool
) -> None:
    with serving(shared_pool) as elsewhere:
        publish(f"{elsewhere}git/lantern.git@1.0.0", name="lamp")
        found = project(pool, "lamp")

        assert [it.location for it in found.origins] == [f"{elsewhere}git/lantern.git"]
    assert [it.label for it in found.releases.items] == ["1.0.0"]
    assert [it.problems for it in found.releases.items] == [0]


@pytest.mark.parametrize(
    ("path", "why"),
    [("git/lantern.git@v9", "no ref of that name"), ("git/candle.git", "no commits"), ("git/none.git", "cannot fetch")],
)
def test_what_cannot_be_fetched_says_why(publish: Publish, shared_pool: Pool, path: str, why: str) -> None:
    with serving(shared_pool) as elsewhere, pytest.raises(InputUnreadable, match=why):
        publish(f"{elsewhere}{path}")


@pytest.mark.parametrize("url", ["http://127.0.0.1/a.git", "https://127.0.0.1/a.git", "ssh://localhost/a.git"])
def test_a_server_does_not_fetch_from_private_addresses_or_by_other_protocols(pool: Pool, url: str) -> None:
    source = parse_spec(url)
    assert isinstance(source, RemoteSpec)

    with pytest.raises(BadUsage):
        visit(pool, source, SERVER, "a")
