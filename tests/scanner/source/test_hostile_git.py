"""Repositories made to harm, or harmed: nothing of them is executed, and what is whole is read."""

from __future__ import annotations

import subprocess
import zlib
from contextlib import suppress
from pathlib import Path

import pytest

from licenses.errors import InputUnreadable
from scanner.source.limits import Limits
from scanner.tree import HUGE, Mode
from tests.scanner.source.conftest import Opening
from tests.scanner.source.observed import codes, contents, paths
from tests.scanner.source.repositories import Repository


def tree_object(*entries: tuple[str, str, str]) -> bytes:
    """The content of a tree object from (mode, name, id)."""
    return b"".join(f"{mode} {name}\0".encode() + bytes.fromhex(object_id) for mode, name, object_id in entries)


def loose(repository: Repository, object_id: str) -> Path:
    """The file of a loose object, made writable."""
    path = repository.path / ".git" / "objects" / object_id[:2] / object_id[2:]
    path.chmod(0o644)
    return path


def test_nothing_that_the_configuration_names_is_run(repository: Repository, opening: Opening, tmp_path: Path) -> None:
    repository.commit(**{".gitattributes": b"* filter=evil diff=evil\n", "a": b"1"})
    marker = tmp_path / "executed"
    evil = tmp_path / "evil"
    evil.write_text(f"#!/bin/sh\ntouch {marker}\n")
    evil.chmod(0o755)
    included = tmp_path / "included"
    included.write_text(f"[core]\n\tfsmonitor = {evil}\n")
    for setting in (
        "core.fsmonitor",
        "core.sshCommand",
        "core.pager",
        "core.editor",
        "core.askPass",
        "filter.evil.clean",
        "filter.evil.process",
        "diff.evil.textconv",
        "diff.external",
        "gpg.program",
        "credential.helper",
        "remote.origin.uploadpack",
    ):
        repository.git("config", setting, str(evil))
    repository.git("config", "core.hooksPath", str(tmp_path))
    for hook in ("post-index-change", "reference-transaction", "post-checkout", "fsmonitor-watchman"):
        (tmp_path / hook).symlink_to(evil)
    repository.git("config", "include.path", str(included))
    repository.git("config", "alias.cat-file", f"!{evil}")
    # a missing blob that a promisor remote would be asked for, by a program
    repository.git("config", "remote.origin.url", f"ext::{evil}")
    repository.git("config", "remote.origin.promisor", "true")
    repository.git("config", "protocol.ext.allow", "always")
    repository.write("a", b"2")  # as long as before: only a content filter could tell that it changed

    with opening(repository.path) as source:
        loose(repository, source.tree.entries[1].blob).unlink()
        assert contents(source) == {".gitattributes": b"* filter=evil diff=evil\n"}
        assert codes(source) == [("uncommitted-changes", ""), ("blob-unreadable", "a")]
    assert not marker.exists()

    with suppress(subprocess.CalledProcessError):  # the filter does not speak git's protocol
        repository.git("status")
    assert marker.exists(), "the trap itself does not work, so the test above shows nothing"


def test_a_partial_clone_is_not_completed(repository: Repository, opening: Opening, tmp_path: Path) -> None:
    repository.commit(**{"a": b"1", "src/b": b"2"})
    repository.git("config", "uploadpack.allowFilter", "true")
    partial = tmp_path / "partial"
    repository.git("clone", "-q", "--bare", "--filter=blob:none", f"file://{repository.path}", str(partial))

    objects = sorted(partial.rglob("objects/**/*"))

    with opening(partial) as source:
        assert paths(source) == ["a", "src/b"]
        assert contents(source) == {}
        assert codes(source) == [("blob-unreadable", "a"), ("blob-unreadable", "src/b")]
    assert sorted(partial.rglob("objects/**/*")) == objects


def test_a_shallow_clone_is_read(repository: Repository, opening: Opening, tmp_path: Path) -> None:
    repository.commit(a=b"1")
    repository.commit(a=b"2")
    repository.git("clone", "-q", "--depth=1", f"file://{repository.path}", str(tmp_path / "shallow"))

    with opening(tmp_path / "shallow") as source:
        assert contents(source) == {"a": b"2"}
        assert codes(source) == []


def test_a_damaged_object_is_told_and_the_rest_is_read(repository: Repository, opening: Opening) -> None:
    repository.commit(**{name: name.encode() * 9000 for name in "abcdef"})

    with opening(repository.path) as source:
        for place in (1, 4):
            path = loose(repository, source.tree.entries[place].blob)
            path.write_bytes(path.read_bytes()[:20])
        assert list(contents(source)) == ["a", "c", "d", "f"]
        assert codes(source) == [("blob-unreadable", "b"), ("blob-unreadable", "e")]


def test_content_under_another_contents_id_is_not_believed(repository: Repository, opening: Opening) -> None:
    repository.commit(COPYING=b"GNU GENERAL PUBLIC LICENSE\n", b=b"2")

    with opening(repository.path) as source:
        lie = b"MIT License\n"
        forged = zlib.compress(b"blob %d\0" % len(lie) + lie)
        loose(repository, source.tree.entries[0].blob).write_bytes(forged)
        assert contents(source) == {"b": b"2"}
        (problem,) = source.tree.problems
        assert (problem.code, problem.path) == ("blob-unreadable", "COPYING")
        assert "does not have its id" in problem.message.english()


def test_a_folder_under_another_folders_id_is_not_believed(repository: Repository, opening: Opening) -> None:
    repository.commit(**{"a": b"1", "src/b": b"2"})
    lie = tree_object(("100644", "evil", repository.git("rev-parse", "HEAD:a")))
    forged = zlib.compress(b"tree %d\0" % len(lie) + lie)
    loose(repository, repository.git("rev-parse", "HEAD:src")).write_bytes(forged)

    with opening(repository.path) as source:
        assert contents(source) == {"a": b"1"}
        assert codes(source)[-1] == ("folder-unreadable", "src/")


def test_a_missing_commit_is_an_error(repository: Repository, opening: Opening) -> None:
    loose(repository, repository.commit(a=b"1")).unlink()

    with pytest.raises(InputUnreadable) as caught, opening(repository.path):
        pass
    assert caught.value.exit_code == 3


def test_names_that_git_never_writes_are_left_out_and_told(repository: Repository, opening: Opening) -> None:
    blob = repository.object("blob", b"1")
    inner = repository.object("tree", tree_object(("100644", "config", blob)))
    names = ("..", ".", ".git", "a/b", "fine", "fine")
    entries = [("100644", name, blob) for name in names] + [("40000", ".GIT", inner), ("40000", "..", inner)]
    repository.commit_tree(repository.object("tree", tree_object(*entries)))

    with opening(repository.path) as source:
        assert contents(source) == {"fine": b"1"}
        assert codes(source) == [
            ("name-escapes", ".."),
            ("name-malformed", "."),
            ("git-folder-skipped", ".git"),
            ("name-malformed", "a/b"),
            ("name-twice", "fine"),
            ("git-folder-skipped", ".GIT"),
        ]


def test_a_file_that_is_no_blob_is_told(repository: Repository, opening: Opening) -> None:
    blob = repository.object("blob", b"1")
    inner = repository.object("tree", tree_object(("100644", "x", blob)))
    repository.commit_tree(repository.object("tree", tree_object(("100644", "a", inner), ("100644", "b", blob))))

    with opening(repository.path) as source:
        assert contents(source) == {"b": b"1"}
        assert codes(source) == [("blob-unreadable", "a")]


def test_a_malformed_tree_is_told(repository: Repository, opening: Opening) -> None:
    blob = repository.object("blob", b"1")
    broken = repository.object("tree", tree_object(("100644", "x", blob))[:-3])
    repository.commit_tree(repository.object("tree", tree_object(("100644", "a", blob), ("40000", "b", broken))))

    with opening(repository.path) as source:
        assert contents(source) == {"a": b"1"}
        assert codes(source) == [("folder-unreadable", "b/")]


def test_modes_of_old_repositories_are_read_as_git_does(repository: Repository, opening: Opening) -> None:
    blob = repository.object("blob", b"1")
    repository.commit_tree(
        repository.object("tree", tree_object(("100664", "a", blob), ("100775", "b", blob), ("120777", "c", blob)))
    )

    with opening(repository.path) as source:
        assert [entry.mode for entry in source.tree.entries] == [Mode.FILE, Mode.EXECUTABLE, Mode.SYMLINK]


@pytest.mark.parametrize("leaf", [True, False])
def test_a_tree_that_holds_itself_a_billion_times_is_refused(
    leaf: bool, repository: Repository, opening: Opening
) -> None:
    blob = repository.object("blob", b"1")
    tree = repository.object("tree", tree_object(("100644", "f", blob)) if leaf else b"")
    for _ in range(10):
        tree = repository.object("tree", tree_object(*(("40000", str(n), tree) for n in range(10))))
    repository.commit_tree(tree)

    with (
        pytest.raises(InputUnreadable, match="more than 2000 files or folders"),
        opening(repository.path, limits=Limits(entries=2000)) as source,
    ):
        list(source.tree.entries)


def test_a_blob_larger_than_the_limit_is_told_and_the_rest_is_read(repository: Repository, opening: Opening) -> None:
    repository.commit(a=b"1", huge=b"x" * (HUGE + 1), z=b"2")

    with opening(repository.path, limits=Limits(blob=HUGE)) as source:
        assert contents(source) == {"a": b"1", "z": b"2"}
        assert codes(source) == [("blob-unreadable", "huge")]


def test_replaced_objects_are_read_as_they_are(repository: Repository, opening: Opening) -> None:
    repository.commit(a=b"original")
    repository.git("replace", repository.git("rev-parse", "HEAD:a"), repository.object("blob", b"replaced"))

    with opening(repository.path) as source:
        assert contents(source) == {"a": b"original"}


def test_borrowed_objects_are_read_and_told(repository: Repository, opening: Opening, tmp_path: Path) -> None:
    repository.commit(a=b"1")
    repository.git("clone", "-q", "--shared", ".", str(tmp_path / "shared"))

    with opening(tmp_path / "shared") as source:
        assert contents(source) == {"a": b"1"}
        assert codes(source) == [("objects-borrowed", "")]


def test_sha256_repositories_are_refused_with_a_way_out(opening: Opening, tmp_path: Path) -> None:
    repository = Repository(tmp_path / "new", "--object-format=sha256")
    repository.commit(a=b"1")

    with pytest.raises(InputUnreadable, match="SHA-256 object ids") as caught, opening(repository.path):
        pass
    assert caught.value.hint is not None
    assert "git archive" in caught.value.hint.english()


def test_a_git_file_that_leads_nowhere_is_an_error(opening: Opening, tmp_path: Path) -> None:
    (tmp_path / ".git").write_text("gitdir: ../nowhere\n")

    with pytest.raises(InputUnreadable, match="does not lead to a repository"), opening(tmp_path):
        pass


def test_a_head_that_leads_nowhere_names_the_branches(repository: Repository, opening: Opening) -> None:
    repository.commit(a=b"1")
    repository.git("symbolic-ref", "HEAD", "refs/heads/mian")

    with pytest.raises(InputUnreadable) as caught, opening(repository.path):
        pass
    assert caught.value.what.english().endswith("has no ref of that name (closest: main)")


def test_a_ref_cannot_be_an_option(repository: Repository, opening: Opening) -> None:
    repository.commit(a=b"1")

    with pytest.raises(InputUnreadable, match="no ref of that name"), opening(f"{repository.path}@--all"):
        pass
