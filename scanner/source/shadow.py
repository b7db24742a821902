"""A git repository's objects and refs, without its configuration, hooks and attributes.

A repository's own `.git/config` can name programs: file-system monitors, filters, transports of a promisor remote. So
git never runs *in* the repository: it runs in an empty “shadow” whose config is ours and whose objects and refs are the
repository's, the way `contrib/workdir/git-new-workdir` shares them. What the shadow does not hold cannot be obeyed: no
hook, no filter, no remote to fetch missing objects from.
"""

from __future__ import annotations

import os
import re
import subprocess
from functools import cache
from pathlib import Path

from msgspec import Struct

from licenses.errors import InputUnreadable
from licenses.language import text

_SHARED = ("refs", "packed-refs", "reftable")
_SMALL = 1024 * 1024  # bytes; what a gitfile, a HEAD or a list of alternates may have
_PATIENCE = 120  # seconds


class Layout(Struct, frozen=True):
    """Where a repository keeps its things."""

    git_dir: Path  # HEAD and the index; of a linked work tree, its own
    common_dir: Path  # objects and refs
    work_tree: Path | None  # None for a bare repository


def find_repository(folder: Path) -> Layout | None:
    """The repository that `folder` is (not one that it lies in), or None. https://git-scm.com/docs/gitrepository-layout

    Raises:
        InputUnreadable: `.git` is a file that leads to no repository.
    """
    inside = folder / ".git"
    if inside.is_dir() and _is_git_dir(inside):
        return Layout(inside, _common_dir(inside), folder)
    if inside.is_file():
        git_dir = _follow_gitfile(inside)
        return Layout(git_dir, _common_dir(git_dir), folder)
    return Layout(folder, folder, None) if _is_git_dir(folder) else None


def _is_git_dir(folder: Path) -> bool:
    """Git's own test (setup.c, is_git_directory): a HEAD, and objects and refs, here or in the common folder."""
    if not (folder / "HEAD").exists() and not (folder / "HEAD").is_symlink():
        return False
    common = _common_dir(folder)
    return (common / "objects").is_dir() and (common / "refs").is_dir()


def _common_dir(git_dir: Path) -> Path:
    pointer = git_dir / "commondir"
    return git_dir / small_text(pointer).strip() if pointer.is_file() else git_dir


def _follow_gitfile(gitfile: Path) -> Path:
    words = small_text(gitfile).strip()
    target = gitfile.parent / words.removeprefix("gitdir:").strip()
    if not words.startswith("gitdir:") or not _is_git_dir(target):
        what = text("the folder's .git file does not lead to a repository")
        raise InputUnreadable(what, where=str(gitfile), hint=text("it may have been moved: clone the repository again"))
    return target


def small_text(path: Path) -> str:
    """A small regular file of a repository; "" for anything else, so that a FIFO cannot block us."""
    if not path.is_file():
        return ""
    with path.open("rb") as stream:
        return stream.read(_SMALL).decode("utf-8", "surrogateescape")


class Shadow:
    """Runs git on a repository's objects and refs, under our configuration only."""

    def __init__(self, layout: Layout, home: Path) -> None:
        """Lay the shadow of `layout` in the new or empty folder `home`.

        Raises:
            InputUnreadable: the repository's objects have ids that we cannot read.
        """
        self.layout = layout
        self.home = home
        self._objects = (layout.common_dir / "objects").resolve()
        _refuse_sha256(layout)
        (home / "objects").mkdir(parents=True)
        (home / "config").write_text(_config(layout), encoding="utf-8")
        (home / "HEAD").write_text(small_text(layout.git_dir / "HEAD"), encoding="utf-8", errors="surrogateescape")
        for name in _SHARED:
            if (layout.common_dir / name).exists():
                (home / name).symlink_to((layout.common_dir / name).resolve())

    @property
    def environment(self) -> dict[str, str]:
        """What git is told: whose objects, and to trust, ask and contact nobody."""
        return {
            **closed_environment(),
            "GIT_DIR": str(self.home),
            "GIT_OBJECT_DIRECTORY": str(self._objects),
        }

    def run(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        """Run one short git command; its exit code and output are the caller's to judge.

        Raises:
            InputUnreadable: git is not installed, or does not answer.
        """
        return run_git(arguments, self.environment)

    def alternates(self) -> tuple[str, ...]:
        """The object folders outside the repository from which it borrows, as its files name them."""
        lines = small_text(self._objects / "info" / "alternates").splitlines()
        return tuple(line for line in lines if line and not line.startswith("#"))


def closed_environment() -> dict[str, str]:
    """An environment in which git reads no configuration but a repository's own, and reaches for nothing."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return {
        **kept,
        "LC_ALL": "C.UTF-8",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_ALLOW_PROTOCOL": "none",
        "GIT_ALLOC_LIMIT": "128m",  # bytes of one allocation: a delta bomb ends git, not the machine
    }


def run_git(
    arguments: tuple[str, ...], environment: dict[str, str], *, timeout: int = _PATIENCE
) -> subprocess.CompletedProcess[bytes]:
    """Run git with captured output.

    Raises:
        InputUnreadable: git is not installed, or does not answer in time.
    """
    try:
        return subprocess.run(
            ["git", *arguments],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=timeout,
            check=False,
        )
    except FileNotFoundError:
        raise git_missing() from None
    except subprocess.TimeoutExpired:
        what = text("git gave no answer within {seconds} seconds", seconds=timeout)
        raise InputUnreadable(what, where=f"git {' '.join(arguments)}") from None


def git_missing() -> InputUnreadable:
    """The error of a machine without git."""
    return InputUnreadable(text("git is not installed"), hint=text("install git 2.30 or newer"))


@cache
def git_version() -> tuple[int, int]:
    """Major and minor version of the git on this machine."""
    words = run_git(("version",), closed_environment()).stdout.decode("ascii", "replace")
    found = re.search(r"(\d+)\.(\d+)", words)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def _config(layout: Layout) -> str:
    """Our configuration. Blobs past 16 MiB are streamed, so git's memory stays small too."""
    reftable = (layout.common_dir / "reftable").is_dir()
    return "\n".join(
        [
            "[core]",
            f"\trepositoryFormatVersion = {int(reftable)}",
            "\tbare = true",
            "\thooksPath = /dev/null",
            "\tattributesFile = /dev/null",
            "\tfsmonitor = false",
            "\tbigFileThreshold = 16m",
            *(["[extensions]", "\trefStorage = reftable"] if reftable else []),
            "",
        ]
    )


def _refuse_sha256(layout: Layout) -> None:
    """The one setting of the repository that we must know; `--no-includes` keeps git inside the file."""
    config = layout.common_dir / "config"
    if not config.is_file():
        return
    asked = ("config", "--no-includes", "--file", str(config), "--get", "extensions.objectformat")
    if run_git(asked, closed_environment()).stdout.strip().lower() == b"sha256":
        where = str(layout.work_tree or layout.git_dir)
        what = text("the repository has SHA-256 object ids; trustpool reads those with SHA-1 ids")
        hint = text("make an archive of it and scan that: git archive --output=source.tar HEAD")
        raise InputUnreadable(what, where=where, hint=hint)
