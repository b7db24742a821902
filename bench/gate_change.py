"""What it costs to judge a change: CPU seconds of `trustpool gate REPOSITORY --base REF`, Python's start included.

    python -m bench.gate_change REPOSITORY BASE

Three runs in a cache of their own: the base alone (cold; leaves an outline), the change (its blobs are new), the change
again (all is known).
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from licenses.index.compile import compile_index
from licenses.index.location import index_path


def main(repository: str, base: str) -> None:
    """Print the three figures."""
    with tempfile.TemporaryDirectory() as folder:
        compile_index(index_path(Path(folder)), lambda _done, _total: None)
        print(f"{git(repository, 'ls-tree', '-r', 'HEAD').count(chr(10))} files,", changed(repository, base))
        for name, words in {
            "base, cold": [f"{repository}@{git(repository, 'merge-base', base, 'HEAD').strip()}"],
            "change, its blobs new": [repository, "--base", base],
            "change, all known": [repository, "--base", base],
        }.items():
            print(f"{name:24}{cpu_seconds(words, folder):6.2f} s")


def git(repository: str, *words: str) -> str:
    """What git says."""
    return subprocess.run(["git", "-C", repository, *words], capture_output=True, text=True, check=True).stdout


def changed(repository: str, base: str) -> str:
    """The extent of the change in git's words."""
    return git(repository, "diff", "--shortstat", f"{base}...HEAD").strip()


def cpu_seconds(words: list[str], cache: str) -> float:
    """User and system time of one run and of the git processes that it starts."""
    before = spent()
    command = [sys.executable, "-m", "web.command", "gate", *words, "-q", "-o", os.devnull]
    subprocess.run(command, env={**os.environ, "TRUSTPOOL_CACHE_DIR": cache}, check=False)
    return spent() - before


def spent() -> float:
    """CPU seconds of all finished children."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main(*sys.argv[1:])
