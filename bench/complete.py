"""Complete repositories made of incomplete ones: of clones without their largest files, as mirrors often are.

The last commits of HEAD are written anew, each with the files that are there, one after the other, into a repository of
their own that can be cloned. Nothing is written into the original.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

COMMITS = 5
IDENTITY = {
    "GIT_AUTHOR_NAME": "Bench",
    "GIT_AUTHOR_EMAIL": "bench@example.com",
    "GIT_COMMITTER_NAME": "Bench",
    "GIT_COMMITTER_EMAIL": "bench@example.com",
}


def repositories_in(folder: Path) -> Iterator[Path]:
    """The git directories one or two levels below a folder, by name."""
    for place in sorted(folder.iterdir()):
        inside = (
            [place, place / ".git", *sorted(place.glob("*")), *sorted(place.glob("*/.git"))] if place.is_dir() else []
        )
        if found := next((it for it in inside if (it / "HEAD").is_file() and (it / "objects").is_dir()), None):
            yield found


def files_of(source: Path) -> int:
    """How many files its HEAD has."""
    return len(_git(source, "ls-tree", "-r", "-z", "HEAD").split(b"\0")) - 1


def completed(source: Path, target: Path) -> int:
    """Make a bare repository of the last commits with what is there of them; how many files HEAD lacks."""
    _git(None, "init", "--bare", "--quiet", "--initial-branch=main", str(target))
    borrowed = target / "objects" / "info" / "alternates"
    borrowed.write_bytes(os.fsencode((source / "objects").resolve()) + b"\n")
    chain = _git(source, "rev-list", "--first-parent", f"--max-count={COMMITS}", "HEAD").decode().split()
    parent, lacking = "", 0
    for commit in reversed(chain):
        tree, lacking = _tree(target, commit)
        date = _git(target, "show", "--no-patch", "--format=%cI", commit).decode().strip()
        dates = {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
        words = ["commit-tree", tree, "-m", "as it was", *(["-p", parent] if parent else [])]
        parent = _git(target, *words, more=IDENTITY | dates).decode().strip()
    _git(target, "update-ref", "refs/heads/main", parent)
    # and not repack, which takes everything of a partial clone along
    _git(target, "pack-objects", "--quiet", "--revs", str(target / "objects" / "pack" / "pack"), stdin=b"main\n")
    borrowed.unlink()
    _git(target, "fsck", "--connectivity-only")
    return lacking


def _tree(target: Path, commit: str) -> tuple[str, int]:
    """The commit's tree without files that are not there, and how many those are; submodules count as not there."""
    listed = [it for it in _git(target, "ls-tree", "-r", "-z", commit).split(b"\0") if it]
    blobs = b"\n".join(it.split(b"\t")[0].split()[2] for it in listed)
    there = _git(target, "cat-file", "--batch-check=%(objecttype)", stdin=blobs + b"\n").split(b"\n")
    kept = [line for line, kind in zip(listed, there, strict=False) if kind == b"blob"]
    index = {"GIT_INDEX_FILE": str(target / "index.new")}
    _git(target, "update-index", "-z", "--index-info", stdin=b"".join(it + b"\0" for it in kept), more=index)
    tree = _git(target, "write-tree", more=index).decode().strip()
    (target / "index.new").unlink()
    return tree, len(listed) - len(kept)


def _git(repository: Path | None, *words: str, stdin: bytes = b"", more: dict[str, str] | None = None) -> bytes:
    place = ["--git-dir", str(repository)] if repository else []
    told = {"PATH": os.environ["PATH"], "HOME": os.devnull, "LC_ALL": "C", "GIT_NO_LAZY_FETCH": "1", **(more or {})}
    command = ["git", "-c", "safe.directory=*", *place, *words]
    return subprocess.run(command, input=stdin, capture_output=True, check=True, env=told).stdout
