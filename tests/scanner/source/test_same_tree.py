"""One content, three sources: a folder, a git commit and a tar archive give the same entries and git's own tree id."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.source.open import open_source
from scanner.tree import Entry
from tests.scanner.source.repositories import Repository

# names that sort differently as strings, as bytes and as git folders, and some that are not UTF-8
_PART = st.sampled_from([b"a", b"a.b", b"a-b", b"a0", b"ab", b"A", b"\xe4\xb8\xad", b"\xd6\xd0", b"-x", b" ", b"a\nb"])
_NAME = st.lists(_PART, min_size=1, max_size=3).map(b"/".join)
_CONTENT = st.tuples(st.sampled_from(["file", "run", "link"]), st.binary(min_size=1, max_size=40))


def _without_conflicts(files: Mapping[bytes, tuple[str, bytes]]) -> dict[bytes, tuple[str, bytes]]:
    return {name: what for name, what in files.items() if not any(other.startswith(name + b"/") for other in files)}


_TREES = st.dictionaries(_NAME, _CONTENT, max_size=12).map(
    # a second name at the top keeps the archive's paths as they are
    lambda files: {b"README": ("file", b"x"), **_without_conflicts(files)}
)


def _lay(folder: bytes, files: Mapping[bytes, tuple[str, bytes]]) -> None:
    for name, (kind, content) in files.items():
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        if kind == "link":
            os.symlink(content.hex(), os.fsdecode(path))
            continue
        with open(path, "wb") as stream:
            stream.write(content)
        os.chmod(path, 0o755 if kind == "run" else 0o644)
    os.makedirs(os.path.join(folder, b"empty"), exist_ok=True)


def _seen(source: Path, home: Path) -> tuple[tuple[Entry, ...], str]:
    with tempfile.TemporaryDirectory(dir=home) as scratch, open_source(str(source), scratch=Path(scratch)) as opened:
        ids = [entry.blob for entry in opened.tree.entries]
        assert [blob.id for blob in opened.tree.blobs(ids)] == list(dict.fromkeys(ids))
        return opened.tree.entries, opened.tree.tree_id


@settings(max_examples=20, deadline=None)
@given(files=_TREES)
def test_a_folder_a_commit_and_an_archive_are_one_tree(files: dict[bytes, tuple[str, bytes]]) -> None:
    with tempfile.TemporaryDirectory() as home_name:
        home = Path(home_name)
        repository = Repository(home / "repository")
        (home / "folder").mkdir()
        for place in (repository.path, home / "folder"):
            _lay(os.fsencode(place), files)
        repository.commit()
        subprocess.run(["tar", "-C", home / "folder", "-cf", home / "app.tar", "--", "."], check=True)

        by_git = _seen(repository.path, home)
        assert by_git[1] == repository.git("write-tree")
        assert len(by_git[0]) == len(files)
        assert _seen(home / "folder", home) == by_git
        assert _seen(home / "app.tar", home) == by_git
