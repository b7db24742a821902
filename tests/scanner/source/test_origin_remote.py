"""Where a clone says that it comes from."""

from __future__ import annotations

from pathlib import Path

import pytest

from scanner.source.origin_remote import origin_address
from scanner.source.shadow import Layout


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://git.example/org/shop.git", "https://git.example/org/shop.git"),
        ("https://me:secret@git.example/org/shop.git", "https://git.example/org/shop.git"),
        ("git@gitee.com:org/shop.git", "https://gitee.com/org/shop.git"),
        ("ssh://git@github.com/org/shop", "https://github.com/org/shop"),
        ("git@git.example:org/shop.git", "git@git.example:org/shop.git"),
        ("/srv/git/shop.git", ""),
        ("../shop.git", ""),
        ("file:///srv/git/shop.git", ""),
        ("ext::sh -c whoami", ""),
    ],
)
def test_the_address_of_origin(url: str, address: str, tmp_path: Path) -> None:
    (tmp_path / "config").write_text(
        '[core]\n\tbare = true\n[remote "upstream"]\n\turl = https://other.example/x\n'
        f'[remote "origin"]\n\turl = {url}\n'
        '\tfetch = +refs/heads/*:refs/remotes/origin/*\n[remote "later"]\n\turl = https://later.example/x\n'
    )

    assert origin_address(Layout(tmp_path, tmp_path, None)) == address


def test_a_clone_without_origin_says_nothing(tmp_path: Path) -> None:
    assert origin_address(Layout(tmp_path, tmp_path, None)) == ""

    (tmp_path / "config").write_text(
        '[include]\n\tpath = other\n[remote "origin"]\n[core]\n\turl = https://x.example/y\n'
    )
    assert origin_address(Layout(tmp_path, tmp_path, None)) == ""
    assert origin_address(None) == ""
