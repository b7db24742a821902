"""Folders and archives with files larger than what a scan looks at are kept whole."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from licenses.errors import InputUnreadable
from registry.models import State
from registry.pool import Pool
from scanner.source import directory as directories
from scanner.tree import HUGE
from tests.registry.pool import MIT_PROJECT, NewHome, Publish, git

CONTENT = b"0123456789abcde\n" * (HUGE // 16 + 1)


@pytest.fixture(scope="session")
def new_home(on_sqlite: NewHome) -> NewHome:
    """How files are kept does not depend on the database, so these tests run on one."""
    return on_sqlite


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project with two such files."""
    source = tmp_path / "lantern"
    source.mkdir()
    for name, content in MIT_PROJECT.items():
        (source / name).write_text(content)
    (source / "a.bin").write_bytes(CONTENT)
    (source / "z.bin").write_bytes(CONTENT[::-1])
    return source


def packed(folder: Path, form: str) -> Path:
    """The folder, or an archive of it."""
    if form == "folder":
        return folder
    return Path(shutil.make_archive(str(folder.parent / "packed"), form, folder.parent, folder.name))


@pytest.mark.parametrize("form", ["folder", "gztar", "tar", "zip"])
def test_a_file_of_more_than_16_mib_is_published_whole(
    publish: Publish, address: str, folder: Path, tmp_path: Path, form: str
) -> None:
    done = publish(packed(folder, form), name="lantern")

    assert done.state is State.PUBLISHED
    git("clone", f"{address}git/lantern.git", tmp_path / "clone")
    assert (tmp_path / "clone" / "a.bin").read_bytes() == CONTENT
    assert (tmp_path / "clone" / "z.bin").read_bytes() == CONTENT[::-1]


def test_a_file_that_changes_meanwhile_is_refused(
    pool: Pool, publish: Publish, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = directories.DirectoryTree.pieces

    def shorter(tree: directories.DirectoryTree, blob_id: str) -> object:
        (folder / "a.bin").write_bytes(b"short\n")
        return whole(tree, blob_id)

    monkeypatch.setattr(directories.DirectoryTree, "pieces", shorter)

    with pytest.raises(InputUnreadable) as refused:
        publish(folder)

    assert refused.value.what.english() == "a file changed while it was read"
    assert not any(pool.home.git.glob("*/*/public.git/refs/heads/*"))
