"""Whether a work tree holds changes that are not in the commit that is scanned."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Thread

from licenses.errors import InputUnreadable
from licenses.language import text
from scanner.problem import Problem
from scanner.source.shadow import Shadow, run_git

_STATUS = ("--porcelain=v1", "-z", "--no-renames", "--untracked-files=normal", "--ignore-submodules=all")
_PATIENCE = 20  # seconds


class UncommittedLook:
    """Git looks for changes on top of HEAD, while we do something else; in a large work tree it takes a while."""

    def __init__(self, shadow: Shadow, commit: str) -> None:
        self._found: tuple[Problem, ...] = ()
        self._looking = Thread(target=self._look, args=(shadow, commit), daemon=True)
        self._looking.start()

    def problems(self) -> tuple[Problem, ...]:
        """That HEAD was scanned and not the changes on top of it, when there are any."""
        self._looking.join()
        return self._found

    def _look(self, shadow: Shadow, commit: str) -> None:
        self._found = tuple(_uncommitted(shadow, commit))


def _uncommitted(shadow: Shadow, commit: str) -> Iterator[Problem]:
    """Git compares the real index and files, but in the shadow: a filter or file-system monitor of the repository's own
    configuration does not run.
    """
    work_tree, index = shadow.layout.work_tree, shadow.layout.git_dir / "index"
    if work_tree is None or not index.is_file():
        return
    environment = {**shadow.environment, "GIT_WORK_TREE": str(work_tree), "GIT_INDEX_FILE": str(index)}
    excludes = shadow.layout.common_dir / "info" / "exclude"
    ignoring = ("-c", f"core.excludesFile={excludes}") if excludes.is_file() else ()
    try:
        done = run_git((*ignoring, "-c", "core.bare=false", "status", *_STATUS), environment, timeout=_PATIENCE)
    except InputUnreadable:
        done = None  # a FIFO named .gitignore, a dead network mount
    if done is None or done.returncode:
        message = text("could not find out whether there are uncommitted changes; {commit} was scanned", commit=commit)
        yield Problem("changes-unknown", "", message)
        return
    lines = [line for line in done.stdout.split(b"\0") if line[2:3] == b" "]
    untracked = sum(line.startswith(b"?? ") for line in lines)
    if lines:
        message = text(
            "HEAD was scanned; not scanned: {changed} changed and {untracked} untracked paths of the work tree",
            changed=len(lines) - untracked,
            untracked=untracked,
        )
        yield Problem("uncommitted-changes", "", message)
