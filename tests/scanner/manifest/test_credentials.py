"""No password or token of a manifest reaches a report."""

from __future__ import annotations

import pytest

from scanner.manifest.credentials import without_credentials
from tests.scanner.ecosystems.observed import facts_of_files


@pytest.mark.parametrize(
    ("address", "clean"),
    [
        ("https://user:secret@host.example/x", "https://host.example/x"),
        ("git+https://token@gitee.com/a/b.git#v1", "git+https://gitee.com/a/b.git#v1"),
        ("ssh://git:secret@host.example/x", "ssh://git@host.example/x"),
        ("ssh://git@host.example/x", "ssh://git@host.example/x"),
        ("git@gitee.com:a/b.git", "git@gitee.com:a/b.git"),
        ("https://host.example/@scope/x", "https://host.example/@scope/x"),
    ],
)
def test_addresses_lose_their_credentials(address: str, clean: str) -> None:
    assert without_credentials(address) == clean


def test_no_part_of_a_package_keeps_a_token() -> None:
    content = b'{"name": "a", "dependencies": {"b": "git+https://s3cret@gitee.com/a/b.git"}}'
    gitmodules = b'[submodule "x"]\n\turl = https://me:s3cret@gitee.com/a/x.git\n'

    facts = facts_of_files({"package.json": content, ".gitmodules": gitmodules})

    assert len(facts.packages) == 3
    assert "s3cret" not in repr(facts)
