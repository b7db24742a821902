"""Loaded by every Python process that has this folder in PYTHONPATH: kills it at its nth moment of writing, once.

A moment is before or after each of: a commit of the database, an fsync, a rename, a new folder, a removal, the start
and the end of a git process; and some milliseconds into each git process.

    KILL_IN      words of a command line: only that process counts
    KILL_AT      the moment, from 1; 0 to count only
    KILL_ALONE   1: this process alone dies, and a git that it started goes on; else both die
    KILL_TOKEN   a file that is removed by whoever is killed, so that only one is
    KILL_COUNT   a file that the number of moments is written to, when they are only counted
    KILL_DATABASE
                 process id of a PostgreSQL server and name of a database: the server's processes that work for that
                 database are killed some moments later, and this process goes on without them
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

_EVENTS = frozenset({"os.rename", "os.mkdir", "os.remove", "os.rmdir", "subprocess.Popen"})
_moments = 0
_lock = threading.RLock()  # dying is a moment, too


def _moment() -> None:
    global _moments
    with _lock:
        _moments += 1
        if _moments == int(os.environ["KILL_AT"]):
            _die()
        if os.environ["KILL_AT"] == "0":
            Path(os.environ["KILL_COUNT"]).write_text(str(_moments), encoding="ascii")


def _die() -> None:
    try:
        Path(os.environ["KILL_TOKEN"]).unlink()
    except FileNotFoundError:
        return
    if database := os.environ.get("KILL_DATABASE"):
        threading.Thread(target=_kill_database, args=database.split()).start()
        return
    if os.environ.get("KILL_ALONE") == "1":
        os.kill(os.getpid(), signal.SIGKILL)
    os.killpg(0, signal.SIGKILL)


def _kill_database(server: str, name: str) -> None:
    """Each connection has a process of its own, whose title names the database."""
    time.sleep(random.Random(os.environ["KILL_AT"]).uniform(0, 0.003))  # noqa: S311  before, amid or after a commit
    for place in Path("/proc").glob("[0-9]*"):
        try:
            parent = place.joinpath("stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1]
            title = place.joinpath("cmdline").read_text(encoding="utf-8")
        except OSError:
            continue  # it has ended meanwhile
        if parent == server and f" {name} " in title:
            os.kill(int(place.name), signal.SIGKILL)


def _around(owner: Any, name: str) -> None:
    real = getattr(owner, name)

    def between_moments(*arguments: Any, **settings: Any) -> Any:
        _moment()
        done = real(*arguments, **settings)
        _moment()
        return done

    setattr(owner, name, between_moments)


def _audit(event: str, _: object) -> None:
    if event in _EVENTS:
        _moment()


def _install() -> None:
    _around(os, "fsync")
    sys.addaudithook(_audit)
    chance = random.Random(os.environ["KILL_AT"])  # noqa: S311  the same delay for the same moment
    real_init, real_wait = subprocess.Popen.__init__, subprocess.Popen.wait

    def started(self: Any, *arguments: Any, **settings: Any) -> None:
        real_init(self, *arguments, **settings)
        global _moments
        with _lock:
            _moments += 1
            if _moments == int(os.environ["KILL_AT"]):
                time.sleep(chance.uniform(0, 0.006))  # in the middle of what git does
                _die()

    def ended(self: Any, *arguments: Any, **settings: Any) -> int:
        code = real_wait(self, *arguments, **settings)
        _moment()
        return int(code)

    subprocess.Popen.__init__, subprocess.Popen.wait = started, ended  # type: ignore[method-assign]
    from sqlalchemy.engine.default import DefaultDialect

    _around(DefaultDialect, "do_commit")


if (_wanted := os.environ.get("KILL_IN")) and _wanted in " ".join(sys.orig_argv):
    _install()
