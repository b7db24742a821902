"""Git repositories, read by id and never checked out."""

from __future__ import annotations

from pathlib import Path

import pytest

from licenses.errors import InputUnreadable
from scanner.inventory import SourceFacts, SourceKind
from scanner.tree import HUGE, HUGE_HEAD, Entry, Mode, blob_id
from tests.scanner.source.conftest import Opening
from tests.scanner.source.observed import codes, contents, paths
from tests.scanner.source.repositories import Repository


def test_head_is_read_from_the_object_database(repository: Repository, opening: Opening) -> None:
    commit = repository.commit(**{"LICENSE": b"MIT\n", "src/main.c": b"int main;\n"})

    with opening(repository.path) as source:
        assert source.facts == SourceFacts(
            kind=SourceKind.GIT,
            location=str(repository.path),
            name="repository",
            tree=repository.git("rev-parse", "HEAD^{tree}"),
            ref="HEAD",
            commit=commit,
            committed_at=1_700_000_000,
            signed=False,
        )
        assert contents(source) == {"LICENSE": b"MIT\n", "src/main.c": b"int main;\n"}
        assert codes(source) == []


def test_a_ref_after_an_at_sign_is_opened(repository: Repository, opening: Opening) -> None:
    first = repository.commit(a=b"1")
    repository.git("tag", "-a", "-m", "one", "pkg@1.0")
    repository.commit(a=b"2")

    with opening(f"{repository.path}@pkg@1.0") as source:
        assert (source.facts.ref, source.facts.commit) == ("pkg@1.0", first)
        assert contents(source) == {"a": b"1"}


def test_a_bare_repository_is_read_like_a_work_tree(repository: Repository, opening: Opening, tmp_path: Path) -> None:
    repository.commit(a=b"1")
    repository.git("clone", "-q", "--bare", ".", str(tmp_path / "app.git"))

    with opening(tmp_path / "app.git") as source:
        assert source.facts.name == "app"
        assert contents(source) == {"a": b"1"}


def test_a_linked_work_tree_is_read_at_its_own_head(repository: Repository, opening: Opening, tmp_path: Path) -> None:
    repository.commit(a=b"1")
    repository.git("branch", "side")
    repository.commit(a=b"2")
    repository.git("worktree", "add", "-q", str(tmp_path / "linked"), "side")

    with opening(tmp_path / "linked") as source:
        assert contents(source) == {"a": b"1"}


def test_modes_are_gits(repository: Repository, opening: Opening) -> None:
    repository.write("run", b"#!/bin/sh\n").chmod(0o755)
    (repository.path / "link").symlink_to("run")
    other = "1234567890123456789012345678901234567890"
    repository.git("update-index", "--add", "--cacheinfo", f"160000,{other},module")
    repository.git("add", "run", "link")
    repository.git("commit", "-q", "-m", "modes")

    with opening(repository.path) as source:
        assert source.tree.entries == (
            Entry("link", Mode.SYMLINK, blob_id(b"run")),
            Entry("module", Mode.SUBMODULE, other),
            Entry("run", Mode.EXECUTABLE, blob_id(b"#!/bin/sh\n")),
        )


def test_more_blobs_than_fit_into_a_pipe_come_in_the_order_asked_for(repository: Repository, opening: Opening) -> None:
    repository.commit(**{f"f{number:04}": b"%d\n" % number * 40 for number in range(1500)})

    with opening(repository.path) as source:
        wanted = [entry.blob for entry in reversed(source.tree.entries)]
        assert [blob.id for blob in source.tree.blobs(wanted)] == wanted


def test_readings_may_interleave_and_be_abandoned(repository: Repository, opening: Opening) -> None:
    repository.commit(**{name: name.encode() * 100_000 for name in "abcdef"})

    with opening(repository.path) as source:
        ids = [entry.blob for entry in source.tree.entries]
        abandoned = source.tree.blobs(ids)
        assert next(abandoned).content[:1] == b"a"
        assert [blob.content[:1] for blob in source.tree.blobs(ids)] == [b"a", b"b", b"c", b"d", b"e", b"f"]
        assert next(abandoned).content[:1] == b"b"
        del abandoned
        assert len(list(source.tree.blobs(ids))) == 6


def test_of_a_huge_blob_only_the_head_is_kept(repository: Repository, opening: Opening) -> None:
    repository.commit(**{"huge.json": b"x" * (HUGE + 1), "z": b"after"})

    with opening(repository.path) as source:
        huge, after = source.tree.blobs(entry.blob for entry in source.tree.entries)
        assert (huge.size, len(huge.content), huge.cut) == (HUGE + 1, HUGE_HEAD, True)
        assert after.content == b"after"


def test_uncommitted_changes_are_told(repository: Repository, opening: Opening) -> None:
    repository.commit(a=b"1", b=b"1")
    repository.write("a", b"changed")
    repository.write("new", b"untracked")

    with opening(repository.path) as source:
        assert contents(source) == {"a": b"1", "b": b"1"}
        (problem,) = source.tree.problems
        assert problem.code == "uncommitted-changes"
        assert problem.message.english() == (
            "HEAD was scanned; not scanned: 1 changed and 1 untracked paths of the work tree"
        )


def test_a_repository_without_commits_is_an_error(repository: Repository, opening: Opening) -> None:
    with pytest.raises(InputUnreadable, match="the repository has no commits yet"), opening(repository.path):
        pass


def test_a_missing_ref_names_the_closest_and_a_command_that_works(repository: Repository, opening: Opening) -> None:
    repository.commit(a=b"1")
    for tag in ("v1.2.0", "v1.2.1", "other"):
        repository.git("tag", tag)

    with pytest.raises(InputUnreadable) as caught, opening(f"{repository.path}@v1.2"):
        pass

    assert "(closest: v1.2.0, v1.2.1)" in caught.value.what.english()
    assert caught.value.hint is not None
    assert caught.value.hint.english() == f"try: trustpool scan {repository.path}@v1.2.0"
    assert caught.value.exit_code == 3


def test_names_that_are_not_utf8_are_shown_and_told(repository: Repository, opening: Opening) -> None:
    repository.write("中文.txt", b"utf-8")
    repository.write("中文.txt".encode("gbk"), b"gbk")
    repository.commit()

    with opening(repository.path) as source:
        assert paths(source) == ["\\xd6\\xd0\\xce\\xc4.txt", "中文.txt"]
        assert codes(source) == [("name-not-utf8", "\\xd6\\xd0\\xce\\xc4.txt")]
        assert contents(source)["\\xd6\\xd0\\xce\\xc4.txt"] == b"gbk"


def test_a_symlink_out_of_the_tree_stays_an_entry_and_is_told(repository: Repository, opening: Opening) -> None:
    repository.path.joinpath("docs").mkdir()
    (repository.path / "docs" / "passwd").symlink_to("../../etc/passwd")
    (repository.path / "docs" / "fine").symlink_to("../README")
    repository.commit()

    with opening(repository.path) as source:
        assert contents(source) == {"docs/fine": b"../README", "docs/passwd": b"../../etc/passwd"}
        assert codes(source) == [("symlink-escapes", "docs/passwd")]
