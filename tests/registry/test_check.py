"""`admin check` finds what is wrong, and nothing in a pool that is well; a backup comes back whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from licenses.errors import BadUsage, InputUnreadable
from registry.cli.admin.group import command
from registry.home import Home
from registry.models.document import DocumentKind
from registry.pool import Pool, open_pool
from registry.services.backup import back_up, restore
from registry.services.check import check
from registry.services.releases import release
from registry.store.repositories import store_name
from tests.registry.pool import GPL_IN_MIT, MIT_PROJECT, NewHome, Publish, git, repository, serving


@pytest.fixture
def filled(pool: Pool, publish: Publish, tmp_path: Path) -> Pool:
    """A pool with a published and a rejected release."""
    publish(repository(tmp_path / "lantern", MIT_PROJECT))
    publish(repository(tmp_path / "candle", GPL_IN_MIT))
    return pool


def codes(pool: Pool) -> set[str]:
    return {finding.code for finding in check(pool)}


def test_a_pool_that_is_well_has_no_findings(filled: Pool) -> None:
    assert list(check(filled)) == []


def execute(pool: Pool, statement: str) -> None:
    with pool.database.writing() as session:
        session.execute(text(statement))


def lantern(pool: Pool, tmp_path: Path) -> tuple[Path, Path]:
    found = pool.repositories(store_name("lantern", str(tmp_path / "lantern")))
    return found.held, found.public


def lose_document(pool: Pool, _: Path) -> None:
    sbom = next(it for it in release(pool, "lantern", "1.0.0").documents if it.kind is DocumentKind.SBOM)
    (pool.home.documents / sbom.sha256[:2] / sbom.sha256[2:]).unlink()


def change_document(pool: Pool, _: Path) -> None:
    sbom = next(it for it in release(pool, "lantern", "1.0.0").documents if it.kind is DocumentKind.SBOM)
    (pool.home.documents / sbom.sha256[:2] / sbom.sha256[2:]).write_bytes(b"{}")


def lose_held_commit(pool: Pool, tmp_path: Path) -> None:
    held, _ = lantern(pool, tmp_path)
    for name in git("for-each-ref", "--format=%(refname)", at=held).split():
        git("update-ref", "-d", name, at=held)


def hide_published_branch(pool: Pool, tmp_path: Path) -> None:
    git("update-ref", "-d", "refs/heads/main", at=lantern(pool, tmp_path)[1])


def show_something_else(pool: Pool, tmp_path: Path) -> None:
    public = lantern(pool, tmp_path)[1]
    git("update-ref", "refs/heads/smuggled", "refs/heads/main", at=public)


def lose_objects(pool: Pool, tmp_path: Path) -> None:
    public = lantern(pool, tmp_path)[1]
    for path in (public / "objects").rglob("*"):
        if path.is_file():
            path.unlink()


def interrupt_a_document(pool: Pool, tmp_path: Path) -> None:
    folder = pool.home.documents / "ab"
    folder.mkdir(exist_ok=True)
    (folder / "unfinished-x1y2").write_bytes(b"half of a doc")


DAMAGES: dict[str, tuple[Callable[[Pool, Path], None], set[str]]] = {
    "a document is gone": (lose_document, {"document-lost"}),
    "a document was changed": (change_document, {"document-lost"}),
    "a document was half written": (interrupt_a_document, {"document-unfinished"}),
    "a commit is gone": (lose_held_commit, {"commit-lost"}),
    "a branch is hidden": (hide_published_branch, {"refs-wrong"}),
    "a branch is added": (show_something_else, {"refs-wrong"}),
    "objects are gone": (lose_objects, {"objects-missing"}),
    "a count is wrong": (lambda pool, _: execute(pool, "UPDATE release SET file_count = 99"), {"count-wrong"}),
    "a state was written by hand": (
        lambda pool, _: execute(
            pool, "UPDATE release SET state = 'withdrawn', reason = '{}' WHERE state = 'published'"
        ),
        {"audit-trail-broken", "refs-wrong"},
    ),
    "an attestation is another's": (
        lambda pool, _: execute(
            pool,
            "UPDATE release_document SET sha256 = (SELECT max(sha256) FROM release_document WHERE kind = 'attestation')"
            " WHERE kind = 'attestation'",
        ),
        {"attestation-wrong"},
    ),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_each_damage_is_found(filled: Pool, tmp_path: Path, damage: str) -> None:
    cause, expected = DAMAGES[damage]

    cause(filled, tmp_path)

    assert codes(filled) == expected


def test_a_backup_comes_back_whole(on_sqlite: NewHome, license_index: Path, tmp_path: Path) -> None:
    from tests.registry.pool import publisher

    assert license_index.exists()
    with open_pool(on_sqlite(tmp_path / "pool")) as pool:
        publisher(pool)(repository(tmp_path / "lantern", MIT_PROJECT))
        back_up(pool, tmp_path / "backup.tar.zst")
        with pytest.raises(BadUsage, match="there already"):
            back_up(pool, tmp_path / "backup.tar.zst")

    restore(tmp_path / "backup.tar.zst", Home(tmp_path / "restored"))

    with open_pool(Home(tmp_path / "restored")) as pool:
        assert list(check(pool)) == []
        with serving(pool) as address:
            git("clone", f"{address}git/lantern.git", tmp_path / "clone")
    with pytest.raises(BadUsage, match="something in the pool's folder"):
        restore(tmp_path / "backup.tar.zst", Home(tmp_path / "restored"))


@pytest.mark.parametrize("content", [b"", b"not a backup", b"\x28\xb5\x2f\xfd cut"])
def test_what_is_no_backup_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "file").write_bytes(content)

    with pytest.raises(InputUnreadable, match="not a"):
        restore(tmp_path / "file", Home(tmp_path / "home"))


def test_the_commands_set_up_an_organisation_and_check_the_pool(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRUSTPOOL_HOME", str(tmp_path))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")

    def run(*words: str, stdin: str = "") -> str:
        done = CliRunner().invoke(command, words, input=stdin, catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.output

    run("user", "anna", stdin="a very long password\n")
    run("user", "ci", "--robot")
    run("organisation", "harbour", "--title", "江城开源联盟")
    run("member", "harbour", "anna", "reviewer")
    assert run("token", "ci", "nightly").startswith("tpool_")
    assert run("check") == "everything is as it must be\n"
