"""Folders that are no repositories."""

from __future__ import annotations

import os
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from licenses.errors import InputUnreadable
from scanner.inventory import SourceFacts, SourceKind
from scanner.source.limits import Limits
from scanner.tree import HUGE, HUGE_HEAD
from tests.scanner.source.conftest import Opening
from tests.scanner.source.observed import codes, contents, paths


def write(folder: Path, **files: bytes) -> Path:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def test_a_folder_is_a_tree_with_gits_ids(tmp_path: Path, opening: Opening) -> None:
    folder = write(tmp_path / "app", **{"a": b"1", "b/c": b"2"})

    with opening(folder) as source:
        assert source.facts == SourceFacts(
            kind=SourceKind.DIRECTORY,
            location=str(folder),
            name="app",
            tree="6ea120153c82c503c4380e7c3b7bd99b3f77fa6c",
        )
        assert contents(source) == {"a": b"1", "b/c": b"2"}


def test_symlinks_are_not_followed(tmp_path: Path, opening: Opening) -> None:
    write(tmp_path / "secrets", key=b"private")
    folder = write(tmp_path / "app", a=b"1")
    (folder / "out").symlink_to("../secrets")
    (folder / "in").symlink_to("a")

    with opening(folder) as source:
        assert contents(source) == {"a": b"1", "in": b"a", "out": b"../secrets"}
        assert codes(source) == [("symlink-escapes", "out")]


def test_sockets_and_pipes_are_left_out_and_told(tmp_path: Path, opening: Opening) -> None:
    folder = write(tmp_path / "app", a=b"1")
    os.mkfifo(folder / "pipe")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(folder / "socket"))

        with opening(folder) as source:
            assert contents(source) == {"a": b"1"}
            assert codes(source) == [("special-file", "pipe"), ("special-file", "socket")]


@contextmanager
def nobody() -> Iterator[None]:
    """Without root's right to read everything."""
    was = os.geteuid()
    if was == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(was)


def test_unreadable_files_and_folders_are_told(opening: Opening) -> None:
    with tempfile.TemporaryDirectory() as home:
        folder = write(Path(home), **{"a": b"1", "locked": b"2", "closed/b": b"3"})
        for name, mode in (("", 0o755), ("locked", 0), ("closed", 0)):
            (folder / name).chmod(mode)

        with opening(folder, reader=nobody()) as source:
            assert contents(source) == {"a": b"1"}
            assert codes(source) == [("file-unreadable", "closed"), ("file-unreadable", "locked")]
        (folder / "closed").chmod(0o700)


def test_a_git_folder_inside_is_skipped_and_told(tmp_path: Path, opening: Opening) -> None:
    folder = write(tmp_path / "app", **{"lib/.git/config": b"[core]", "lib/.git/HEAD": b"x", "lib/a": b"1"})

    with opening(folder) as source:
        assert paths(source) == ["lib/a"]
        assert codes(source) == [("git-folder-skipped", "lib/.git")]


def test_a_file_that_changes_before_it_is_read_is_told(tmp_path: Path, opening: Opening) -> None:
    folder = write(tmp_path / "app", a=b"1", b=b"2", c=b"3")

    with opening(folder) as source:
        write(folder, a=b"changed")
        (folder / "b").unlink()
        assert contents(source) == {"c": b"3"}
        assert codes(source) == [("file-changed", "a"), ("file-unreadable", "b")]


def test_of_a_huge_file_only_the_head_is_kept(tmp_path: Path, opening: Opening) -> None:
    folder = write(tmp_path / "app", huge=b"\n" * (HUGE + 5))

    with opening(folder) as source:
        (blob,) = source.tree.blobs([source.tree.entries[0].blob])
        assert (blob.size, len(blob.content)) == (HUGE + 5, HUGE_HEAD)


def test_names_that_are_not_utf8_are_shown_and_told(tmp_path: Path, opening: Opening) -> None:
    folder = write(tmp_path / "app", **{os.fsdecode("许可".encode("gbk")): b"1"})

    with opening(folder) as source:
        assert paths(source) == ["\\xd0\\xed\\xbf\\xc9"]
        assert codes(source) == [("name-not-utf8", "\\xd0\\xed\\xbf\\xc9")]
        assert contents(source) == {"\\xd0\\xed\\xbf\\xc9": b"1"}


def test_two_names_that_are_shown_alike_are_told(tmp_path: Path, opening: Opening) -> None:
    folder = write(tmp_path / "app", **{"\\xff": b"1", os.fsdecode(b"\xff"): b"2"})

    with opening(folder) as source:
        assert paths(source) == ["\\xff", "\\xff"]
        assert codes(source) == [("name-not-utf8", "\\xff"), ("name-ambiguous", "\\xff")]


def test_folders_deeper_than_the_limit_are_left_out(tmp_path: Path, opening: Opening) -> None:
    folder = write(tmp_path / "app", **{"1/2/a": b"1", "1/2/3/b": b"2"})

    with opening(folder, limits=Limits(depth=2)) as source:
        assert paths(source) == ["1/2/a"]
        assert codes(source) == [("path-too-deep", "1/2/3/b...")]


def test_more_files_than_the_limit_are_refused(tmp_path: Path, opening: Opening) -> None:
    folder = write(tmp_path / "app", **{str(number): b"" for number in range(11)})

    with (
        pytest.raises(InputUnreadable, match="more than 10 files or folders"),
        opening(folder, limits=Limits(entries=10)),
    ):
        pass


def test_a_path_that_is_not_there_is_an_error(tmp_path: Path, opening: Opening) -> None:
    with pytest.raises(InputUnreadable, match="there is no such file or folder"), opening(tmp_path / "nothing"):
        pass


def test_a_folder_has_no_refs(tmp_path: Path, opening: Opening) -> None:
    folder = write(tmp_path / "app", a=b"1")

    with pytest.raises(InputUnreadable, match="only a git repository has refs"), opening(f"{folder}@v1"):
        pass
