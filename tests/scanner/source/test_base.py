"""What a change is compared with, and what is staged, in real repositories."""

from __future__ import annotations

from pathlib import Path
from subprocess import CalledProcessError

import pytest

from licenses.errors import BadUsage, InputUnreadable
from scanner.source.base import Base, open_base
from scanner.source.staged import open_staged
from scanner.tree import Mode
from tests.scanner.source.conftest import Opening
from tests.scanner.source.repositories import Repository


def forked(repository: Repository) -> tuple[str, str]:
    """A branch `change` off main, which moved on; the ids of the fork and of main's tip."""
    fork = repository.commit(**{"a.c": b"a"})
    repository.git("checkout", "-q", "-b", "change")
    repository.commit(**{"b.c": b"b"})
    repository.git("checkout", "-q", "main")
    tip = repository.commit(**{"c.c": b"c"})
    repository.git("tag", "later", tip)
    repository.git("checkout", "-q", "change")
    return fork, tip


def base_of(opening: Opening, source: str | Path, ref: str, scratch: Path) -> tuple[Base, list[str]]:
    with opening(source) as opened, open_base(opened, ref, scratch=scratch) as (base, earlier):
        return base, [entry.path for entry in earlier.tree.entries]


def test_a_branch_stands_for_where_the_change_left_it(repository: Repository, opening: Opening, tmp_path: Path) -> None:
    fork, _ = forked(repository)

    assert base_of(opening, repository.path, "main", tmp_path) == (Base("main", fork, True), ["a.c"])


def test_a_tag_or_a_commit_is_compared_with_itself(repository: Repository, opening: Opening, tmp_path: Path) -> None:
    _, tip = forked(repository)

    assert base_of(opening, repository.path, "later", tmp_path) == (Base("later", tip, False), ["a.c", "c.c"])
    assert base_of(opening, repository.path, tip, tmp_path)[0] == Base(tip, tip, False)


def test_a_branch_that_did_not_move_is_its_own_merge_base(
    repository: Repository, opening: Opening, tmp_path: Path
) -> None:
    tip = repository.commit(**{"a.c": b"a"})
    repository.git("checkout", "-q", "-b", "change")
    repository.commit(**{"b.c": b"b"})

    assert base_of(opening, repository.path, "main", tmp_path)[0] == Base("main", tip, False)


def test_branches_without_a_common_commit_close_the_gate(
    repository: Repository, opening: Opening, tmp_path: Path
) -> None:
    repository.commit(**{"a.c": b"a"})
    repository.git("checkout", "-q", "--orphan", "other")
    repository.commit(**{"b.c": b"b"})

    with pytest.raises(InputUnreadable, match="have no commit in common"):
        base_of(opening, repository.path, "main", tmp_path)


def test_a_shallow_clone_that_holds_the_fork_is_enough(
    repository: Repository, opening: Opening, tmp_path: Path
) -> None:
    for number in range(3):
        repository.commit(**{"a.c": b"%d" % number})
    fork = repository.git("rev-parse", "HEAD")
    repository.git("checkout", "-q", "-b", "change")
    repository.commit(**{"b.c": b"b"})
    clone = Repository(tmp_path / "clone")
    clone.git("fetch", "-q", "--depth=2", f"file://{repository.path}", "change:change", "main:upstream")
    clone.git("checkout", "-q", "change")

    assert base_of(opening, clone.path, "upstream", tmp_path)[0] == Base("upstream", fork, False)


def test_a_shallow_clone_without_the_fork_says_to_fetch_more(
    repository: Repository, opening: Opening, tmp_path: Path
) -> None:
    forked(repository)
    clone = Repository(tmp_path / "clone")
    clone.git("fetch", "-q", "--depth=1", f"file://{repository.path}", "change:change", "main:upstream")
    clone.git("checkout", "-q", "change")

    with pytest.raises(InputUnreadable) as caught:
        base_of(opening, clone.path, "upstream", tmp_path)

    assert "fetch-depth: 0" in (caught.value.hint.english() if caught.value.hint else "")


def test_a_ref_that_is_not_there_names_the_closest(repository: Repository, opening: Opening, tmp_path: Path) -> None:
    forked(repository)

    with pytest.raises(InputUnreadable, match="there is no mian here") as caught:
        base_of(opening, repository.path, "mian", tmp_path)

    assert "did you mean main?" in (caught.value.hint.english() if caught.value.hint else "")


def test_a_folder_has_no_history(opening: Opening, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()

    with pytest.raises(BadUsage):
        base_of(opening, tmp_path / "folder", "main", tmp_path)


def test_staged_content_is_the_index_and_not_the_work_tree(repository: Repository, tmp_path: Path) -> None:
    repository.commit(**{"a.c": b"a"})
    repository.write("a.c", b"staged")
    repository.write("run.sh", b"#!/bin/sh\n").chmod(0o755)
    repository.git("add", "--all")
    repository.write("a.c", b"not staged")
    repository.write("untracked.c", b"x")

    with open_staged(str(repository.path), scratch=tmp_path) as staged:
        listed = [(entry.path, entry.mode) for entry in staged.tree.entries]
        contents = [blob.content for blob in staged.tree.blobs(entry.blob for entry in staged.tree.entries)]
        tree = staged.tree.tree_id

    assert listed == [("a.c", Mode.FILE), ("run.sh", Mode.EXECUTABLE)]
    assert contents == [b"staged", b"#!/bin/sh\n"]
    assert tree == repository.git("write-tree")


def test_an_unresolved_merge_closes_the_gate(repository: Repository, tmp_path: Path) -> None:
    repository.commit(**{"a.c": b"a\n"})
    repository.git("checkout", "-q", "-b", "change")
    repository.commit(**{"a.c": b"b\n"})
    repository.git("checkout", "-q", "main")
    repository.commit(**{"a.c": b"c\n"})
    with pytest.raises(CalledProcessError):
        repository.git("merge", "change")

    with pytest.raises(InputUnreadable, match="not resolved"), open_staged(str(repository.path), scratch=tmp_path):
        pass


@pytest.mark.parametrize("source", ["{bare}", "{work}@main", "{folder}", "https://forge.example/a.git"])
def test_only_a_work_tree_has_something_staged(repository: Repository, tmp_path: Path, source: str) -> None:
    repository.commit(**{"a.c": b"a"})
    repository.git("clone", "-q", "--bare", ".", str(tmp_path / "bare"))
    (tmp_path / "folder").mkdir()
    named = source.format(bare=tmp_path / "bare", work=repository.path, folder=tmp_path / "folder")

    with pytest.raises(BadUsage, match="staged"), open_staged(named, scratch=tmp_path):
        pass
