"""Run git on repositories that hold other people's objects: no system or user configuration, no prompt, no hook."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from licenses.errors import TrustpoolError
from licenses.language import text

# Said on every command line, so that neither a repository's own file nor a template changes them.
CONFIG: Mapping[str, str] = {
    "core.hooksPath": os.devnull,
    "core.fsmonitor": "false",
    "core.fsync": "all",
    "gc.auto": "0",
    "maintenance.auto": "false",
    "protocol.ext.allow": "never",
    "safe.directory": "*",  # read access alone decides which repositories may be read
    "transfer.fsckObjects": "true",
    # Old but harmless mistakes of widely used repositories; all that could mislead a checkout stays an error.
    "fetch.fsck.badTimezone": "ignore",
    "fetch.fsck.missingSpaceBeforeDate": "ignore",
    "fetch.fsck.zeroPaddedFilemode": "ignore",
}


_HELD: ContextVar[tuple[int, ...]] = ContextVar("held", default=())


class GitFailed(TrustpoolError):
    """A git command that should have worked did not."""


def environment(**more: str) -> dict[str, str]:
    """The whole environment of a git process: nothing of the caller's but the search path."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": os.devnull,
        "LC_ALL": "C",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_OPTIONAL_LOCKS": "0",
        **more,
    }


@contextmanager
def holding(descriptor: int) -> Iterator[None]:
    """Git processes that are started in this block keep the file open: a lock on it ends with the last of them.

    Else a git that outlives us, when we are killed, would write while somebody else already has the lock.
    """
    before = _HELD.set((*_HELD.get(), descriptor))
    try:
        yield
    finally:
        _HELD.reset(before)


def held() -> tuple[int, ...]:
    """The files that a git process must keep open."""
    return _HELD.get()


def command(repository: Path | None, *arguments: str) -> list[str]:
    """A git command line with the hardened configuration."""
    settings = [word for key, value in CONFIG.items() for word in ("-c", f"{key}={value}")]
    place = ["--git-dir", str(repository)] if repository else []
    return ["git", *settings, *place, *arguments]


def run(repository: Path | None, *arguments: str, stdin: bytes = b"", more: Mapping[str, str] | None = None) -> bytes:
    """Run git to its end, `more` in its environment; its standard output.

    Raises:
        GitFailed: git left with an error; its last line says which.
    """
    done = subprocess.run(
        command(repository, *arguments),
        input=stdin,
        capture_output=True,
        env=environment(**more or {}),
        check=False,
        pass_fds=held(),
    )
    if done.returncode:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines() or [f"exit {done.returncode}"]
        raise GitFailed(
            text("git {command} failed: {cause}", command=arguments[0], cause=lines[-1]), where=str(repository or "")
        )
    return done.stdout


def succeeds(repository: Path, *arguments: str) -> bool:
    """Whether git answers yes (exit 0) rather than no (exit 1)."""
    done = subprocess.run(
        command(repository, *arguments), capture_output=True, env=environment(), check=False, pass_fds=held()
    )
    return done.returncode == 0
