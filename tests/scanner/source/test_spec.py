"""How sources are written."""

from __future__ import annotations

from pathlib import Path

import pytest

from licenses.errors import InputUnreadable
from scanner.source.closest import closest
from scanner.source.spec import LocalSpec, RemoteSpec, parse_spec


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        (
            "https://gitee.example/org/app.git@v1.2",
            RemoteSpec(
                "https",
                "gitee.example",
                None,
                "https://gitee.example/org/app.git",
                "https://gitee.example/org/app.git",
                "app",
                "v1.2",
            ),
        ),
        (
            "HTTPS://me:token@forge.example:8443/org/app?private_token=x@release/1.0",
            RemoteSpec(
                "https",
                "forge.example",
                8443,
                "https://me:token@forge.example:8443/org/app?private_token=x",
                "https://forge.example:8443/org/app",
                "app",
                "release/1.0",
            ),
        ),
        (
            "https://forge.example/@scope/monorepo@@scope/pkg@1.0.0",
            RemoteSpec(
                "https",
                "forge.example",
                None,
                "https://forge.example/@scope/monorepo",
                "https://forge.example/@scope/monorepo",
                "monorepo",
                "@scope/pkg@1.0.0",
            ),
        ),
        (
            "git@forge.example:org/app.git@v1",
            RemoteSpec(
                "ssh",
                "forge.example",
                None,
                "git@forge.example:org/app.git",
                "git@forge.example:org/app.git",
                "app",
                "v1",
            ),
        ),
        (
            "ssh://git:secret@forge.example:2222/org/app",
            RemoteSpec(
                "ssh",
                "forge.example",
                2222,
                "ssh://git:secret@forge.example:2222/org/app",
                "ssh://git@forge.example:2222/org/app",
                "app",
                "",
            ),
        ),
        ("file:///srv/git/my%20app.git@v1", LocalSpec(Path("/srv/git/my app.git"), "v1")),
    ],
)
def test_urls(spec: str, expected: LocalSpec | RemoteSpec) -> None:
    assert parse_spec(spec) == expected


def test_a_mistyped_path_names_the_closest(tmp_path: Path) -> None:
    for name in ("sources", "other"):
        (tmp_path / name).mkdir()

    with pytest.raises(InputUnreadable, match="there is no such file or folder") as caught:
        parse_spec(str(tmp_path / "soures"))
    assert caught.value.hint is not None
    assert caught.value.hint.english() == f"try: trustpool scan {tmp_path / 'sources'}"


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("3.0", ("3.0.0", "v3.0.1", "2.3.0")),
        ("mian", ("main",)),
        ("nothing-like-it", ()),
        ("", ()),
    ],
)
def test_the_closest_names(wanted: str, expected: tuple[str, ...]) -> None:
    assert closest(wanted, ["2.3.0", "3.0.0", "v3.0.1", "main"]) == expected


def test_a_path_that_exists_is_local_whatever_it_looks_like(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("host:path", "a@b", "a"):
        (tmp_path / name).mkdir()

    assert parse_spec("host:path") == LocalSpec(Path("host:path"))
    assert parse_spec("a@b") == LocalSpec(Path("a@b"))
    assert parse_spec("a@c@d") == LocalSpec(Path("a"), "c@d")
