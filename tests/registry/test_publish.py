"""What publishing does, seen from outside: the release's state, and what the real git can clone."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select

from licenses.errors import BadUsage
from registry.models import AuditEvent, Release, State
from registry.pool import Pool
from registry.services import publish as publishing
from registry.services.projects import project
from registry.services.releases import release
from registry.store import git as store_git
from tests.registry.pool import GPL_IN_MIT, MIT_PROJECT, Publish, commit, git, repository, serving, try_git


def test_an_accepted_commit_is_published_and_cloned_as_it_is(publish: Publish, address: str, tmp_path: Path) -> None:
    source = repository(tmp_path / "lantern", MIT_PROJECT)

    done = publish(source)

    assert (done.project, done.label, done.state, done.new) == ("lantern", "1.0.0", State.PUBLISHED, True)
    git("clone", f"{address}git/lantern.git", tmp_path / "clone")
    assert git("rev-parse", "HEAD", "refs/tags/1.0.0", at=tmp_path / "clone").split() == [done.commit] * 2
    assert git("symbolic-ref", "HEAD", at=tmp_path / "clone") == "refs/heads/main"
    assert (tmp_path / "clone" / "index.js").read_text() == MIT_PROJECT["index.js"]


def test_a_refused_commit_is_kept_with_its_reason_and_nothing_of_it_can_be_fetched(
    pool: Pool, publish: Publish, address: str, tmp_path: Path
) -> None:
    done = publish(repository(tmp_path / "candle", GPL_IN_MIT))

    assert done.state is State.REJECTED
    assert done.reason is not None
    assert "copied.js" in done.reason.to("en")
    assert "copied.js" in done.reason.to("zh")
    assert release(pool, "candle", done.commit).verdicts[0].violations[0].subject == "copied.js"
    git("clone", f"{address}git/candle.git", tmp_path / "clone")
    assert git("for-each-ref", at=tmp_path / "clone") == ""
    for protocol in (0, 2):
        by_id = try_git("fetch", "origin", done.commit, at=tmp_path / "clone", protocol=protocol)
        assert by_id.returncode != 0, by_id.stdout


def test_publishing_the_same_commit_again_changes_nothing(pool: Pool, publish: Publish, tmp_path: Path) -> None:
    source = repository(tmp_path / "lantern", MIT_PROJECT)
    first = publish(source)
    before = _counts(pool)

    second = publish(source)

    assert (second.commit, second.state, second.new) == (first.commit, State.PUBLISHED, False)
    assert _counts(pool) == before


def test_the_next_commit_is_the_next_release_and_moves_the_branch(
    pool: Pool, publish: Publish, address: str, tmp_path: Path
) -> None:
    source = repository(tmp_path / "lantern", MIT_PROJECT)
    first = publish(source)
    commit(source, {"package.json": MIT_PROJECT["package.json"].replace("1.0.0", "1.1.0")})

    second = publish(source)

    assert [it.label for it in project(pool, "lantern").releases.items] == ["1.1.0", "1.0.0"]
    git("clone", f"{address}git/lantern.git", tmp_path / "clone")
    assert git("rev-parse", "main", "1.0.0", "1.1.0", at=tmp_path / "clone").split() == [
        second.commit,
        first.commit,
        second.commit,
    ]


def test_a_release_asked_for_by_tag_is_known_by_that_tag(publish: Publish, tmp_path: Path) -> None:
    source = repository(tmp_path / "lantern", MIT_PROJECT)
    git("tag", "v1.0", at=source)

    assert publish(f"{source}@v1.0").label == "v1.0"


def test_another_commit_of_the_same_version_gets_a_longer_label(publish: Publish, tmp_path: Path) -> None:
    source = repository(tmp_path / "lantern", MIT_PROJECT)
    publish(source)
    changed = commit(source, {"index.js": "// SPDX-License-Identifier: MIT\nmodule.exports = 2;\n"})

    assert publish(source).label == f"1.0.0+{changed[:7]}"


def test_a_folder_becomes_the_same_commit_wherever_it_lies(publish: Publish, tmp_path: Path) -> None:
    commits = []
    for place in ("here", "there"):
        folder = tmp_path / place / "lantern"
        folder.mkdir(parents=True)
        for name, content in MIT_PROJECT.items():
            (folder / name).write_text(content, encoding="utf-8")
        commits.append(publish(folder, name=f"lantern-{place}").commit)

    assert commits[0] == commits[1]


def test_a_stranger_with_the_same_name_is_refused(publish: Publish, tmp_path: Path) -> None:
    publish(repository(tmp_path / "a" / "lantern", MIT_PROJECT))
    stranger = repository(tmp_path / "b" / "lantern", {**MIT_PROJECT, "other.js": "// SPDX-License-Identifier: MIT\n"})

    with pytest.raises(BadUsage, match="another source"):
        publish(stranger)


def test_a_fork_joins_the_project_whose_history_it_shares(pool: Pool, publish: Publish, tmp_path: Path) -> None:
    source = repository(tmp_path / "a" / "lantern", MIT_PROJECT)
    publish(source)
    git("clone", source, tmp_path / "b" / "lantern")
    commit(tmp_path / "b" / "lantern", {"more.js": "// SPDX-License-Identifier: MIT\n"})

    publish(tmp_path / "b" / "lantern")

    assert [it.relation for it in project(pool, "lantern").origins] == ["primary", "mirror"]


def test_a_name_that_cannot_be_a_projects_is_refused(publish: Publish, tmp_path: Path) -> None:
    source = repository(tmp_path / "lantern", MIT_PROJECT)

    with pytest.raises(BadUsage, match="project's name"):
        publish(source, name="../lantern")


def test_a_chinese_name_is_a_name(publish: Publish, address: str, tmp_path: Path) -> None:
    publish(repository(tmp_path / "河灯", MIT_PROJECT))

    git("clone", f"{address}git/河灯.git", tmp_path / "clone")
    assert (tmp_path / "clone" / "index.js").exists()


def test_a_crash_before_the_transaction_ends_leaves_the_pool_as_before(
    pool: Pool, publish: Publish, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = repository(tmp_path / "lantern", MIT_PROJECT)
    with monkeypatch.context() as patched:
        patched.setattr(publishing, "record_verdict", _crash)
        with pytest.raises(KeyboardInterrupt):
            publish(source)

    assert _counts(pool) == (0, 0)
    assert publish(source).new


def test_a_crash_after_the_transaction_is_mended_by_the_next_reader(
    pool: Pool, publish: Publish, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = repository(tmp_path / "lantern", MIT_PROJECT)
    with monkeypatch.context() as patched:
        patched.setattr(publishing, "show_published", _crash)
        with pytest.raises(KeyboardInterrupt):
            publish(source)

    with serving(pool) as address:
        git("clone", f"{address}git/lantern.git", tmp_path / "clone")
    assert git("rev-parse", "HEAD", at=tmp_path / "clone") == git("rev-parse", "HEAD", at=source)


def test_a_shallow_clone_can_be_published_and_cloned(publish: Publish, address: str, tmp_path: Path) -> None:
    source = repository(tmp_path / "full" / "lantern", MIT_PROJECT)
    tip = commit(source, {"more.js": "// SPDX-License-Identifier: MIT\n"})
    git("clone", "--depth=1", f"file://{source}", tmp_path / "lantern")

    publish(tmp_path / "lantern")

    git("clone", f"{address}git/lantern.git", tmp_path / "clone")
    assert git("rev-parse", "HEAD", at=tmp_path / "clone") == tip


def test_the_sources_own_git_settings_are_not_obeyed(publish: Publish, tmp_path: Path) -> None:
    source = repository(tmp_path / "lantern", MIT_PROJECT)
    trace = tmp_path / "obeyed"
    for setting in ("core.fsmonitor", "core.sshCommand", "uploadpack.packObjectsHook", "core.alternateRefsCommand"):
        git("config", setting, f"touch {trace}", at=source)

    publish(source)

    assert not trace.exists()


def test_malformed_objects_are_kept_out(publish: Publish, tmp_path: Path) -> None:
    source = repository(tmp_path / "lantern", MIT_PROJECT)
    blob = git("hash-object", "-w", "index.js", at=source)
    evil = tmp_path / "tree"
    evil.write_bytes(b"100644 .GIT\0" + bytes.fromhex(blob))
    tree = git("hash-object", "-w", "-t", "tree", "--literally", evil, at=source)
    git("update-ref", "HEAD", git("commit-tree", "-m", "evil", tree, at=source), at=source)

    with pytest.raises(store_git.GitFailed):
        publish(source)


def _counts(pool: Pool) -> tuple[int, int]:
    with pool.database.reading() as session:
        releases = session.scalar(select(func.count()).select_from(Release)) or 0
        return releases, session.scalar(select(func.count()).select_from(AuditEvent)) or 0


def _crash(*_: object, **__: object) -> None:
    raise KeyboardInterrupt
