"""Which names may stand in a tree; where symlinks lead."""

from __future__ import annotations

import posixpath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.source.limits import LIMITS, Limits
from scanner.source.names import has_room, is_plain, leads_out, tidy, unfit

_PIECES = st.lists(st.sampled_from([b"a", b"..", b".", b"", b"/", b".git", b"b.c", b"\\", b"C:"]), max_size=8)


@pytest.mark.parametrize(
    "name",
    [b"a", b"a/b", b"..a/b..", b"...", b".gitignore", b"a/.github/b", b"C:", b"a:b", b"\xff", b"a\nb", b" ", b"-rf"],
)
def test_odd_but_harmless_names_are_fit(name: bytes) -> None:
    assert unfit(name, LIMITS) is None


@pytest.mark.parametrize(
    ("name", "code"),
    [
        (b"", "name-malformed"),
        (b"a//b", "name-malformed"),
        (b"./a", "name-malformed"),
        (b"a/", "name-malformed"),
        (b"/a", "name-escapes"),
        (b"..", "name-escapes"),
        (b"a/../b", "name-escapes"),
        (b"c:/a", "name-escapes"),
        (b"a\0b", "name-with-nul"),
        (b".git", "git-folder-skipped"),
        (b"a/.Git/config", "git-folder-skipped"),
        (b"x" * 4097, "path-too-long"),
        (b"a/" * 257 + b"b", "path-too-deep"),
    ],
)
def test_harmful_names_are_unfit(name: bytes, code: str) -> None:
    found = unfit(name, LIMITS)

    assert found is not None
    assert found.code == code


@given(_PIECES.map(b"/".join))
def test_a_fit_name_stays_in_the_tree(name: bytes) -> None:
    if unfit(tidy(name), Limits()) is None:
        clean = tidy(name)
        assert clean == posixpath.normpath(clean)
        assert not clean.startswith((b"/", b".."))
        assert unfit(clean, LIMITS) is None


@pytest.mark.parametrize(
    ("path", "target", "out"),
    [
        (b"a", b"b", False),
        (b"a", b"../b", True),
        (b"a/b", b"../c", False),
        (b"a/b", b"../../c", True),
        (b"a/b", b"c/../../../d", True),
        (b"a/b", b".././/c", False),
        (b"a", b"/etc/passwd", True),
        (b"a", b"C:\\Windows", True),
        (b"a", b"", False),
    ],
)
def test_where_a_symlink_leads(path: bytes, target: bytes, out: bool) -> None:
    assert leads_out(path, target) is out


@given(
    st.lists(st.binary(min_size=1, max_size=12).filter(is_plain), max_size=12),
    st.lists(st.sampled_from([b"a", b".", b"..", b".git", b":", b"/", b"\\", b"\0", b"C"]), max_size=5).map(b"".join),
    st.builds(Limits, path=st.sampled_from([260, 300, 4096]), depth=st.integers(0, 10)),
)
def test_a_plain_component_is_fit_in_every_folder_with_room(folders: list[bytes], name: bytes, limits: Limits) -> None:
    folder = b"".join(part + b"/" for part in folders)
    if is_plain(name) and has_room(folder, limits):
        assert unfit(folder + name, limits) is None
