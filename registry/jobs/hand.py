"""A worker process and what it holds: gives it one job at a time, keeps the lease, ends it when it takes too long.

A killed worker is the end of one try of its job and nothing more: the process is started anew for the next.
"""

from __future__ import annotations

import logging
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from licenses.language import text
from registry.jobs.claims import Claim, ClaimLost, renew
from registry.jobs.ending import End, Ending
from registry.jobs.messages import OUT_OF_MEMORY, READ, Ended, Step, ending, line
from registry.jobs.place import told
from registry.pool import Pool

ROOT = Path(__file__).resolve().parent.parent.parent  # where the four packages are
_PIECE = 64 * 1024  # bytes
log = logging.getLogger("trustpool.jobs")
_SHOWN = 1.0  # seconds between two writings of a progress that changed


class Hand:
    """One worker process, started when it is needed."""

    def __init__(self, pool: Pool, *, remote: bool = False) -> None:
        self._pool = pool
        self._remote = remote
        self._process: subprocess.Popen[bytes] | None = None
        self._waiting = b""

    def run(self, claim: Claim, stopping: Callable[[], bool] = lambda: False) -> Ending | None:
        """Have the job done; how the try ended, or None when `stopping` said that nobody may wait for it."""
        process = self._started()
        try:
            return self._watched(process, claim, stopping)
        except ClaimLost:
            self.kill()
            return Ending(End.LOST)
        except BaseException:
            self.kill()
            raise

    def kill(self) -> int:
        """End the process and all that it started; its exit code."""
        process, self._process, self._waiting = self._process, None, b""
        if process is None:
            return 0
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        code = process.wait()
        for stream in (process.stdin, process.stdout):
            if stream:
                with suppress(OSError):
                    stream.close()
        return code

    def _watched(self, process: subprocess.Popen[bytes], claim: Claim, stopping: Callable[[], bool]) -> Ending | None:
        settings = self._pool.settings.jobs
        with suppress(BrokenPipeError):  # it has died already, which its silence says below
            process.stdin.write(line(claim))  # type: ignore[union-attr]
            process.stdin.flush()  # type: ignore[union-attr]
        deadline, renewed = time.monotonic() + settings.time_limit, time.monotonic()
        last, shown = Step("", 0, 0), Step("", 0, 0)
        for message in self._messages(process):
            if isinstance(message, Ended):
                return ending(message)
            last = message or last
            now = time.monotonic()
            if now > deadline:
                self.kill()
                return Ending(End.FAILED, text("it took more than {seconds} seconds", seconds=settings.time_limit))
            if settings.memory_limit and _memory(process.pid) > settings.memory_limit:
                self.kill()
                return self._too_much()
            if stopping():
                self.kill()
                return None
            if now - renewed > settings.lease / 4 or (last != shown and now - renewed > _SHOWN):
                renewed, shown = now, last
                if self._renewed(claim, last):
                    self.kill()
                    return Ending(End.CANCELLED)
        return self._died()

    def _messages(self, process: subprocess.Popen[bytes]) -> Iterator[Step | Ended | None]:
        """What it says, and None several times a second when it says nothing; ends when it has died."""
        stdout = process.stdout
        if stdout is None:
            raise AssertionError("the worker was started with its output piped")
        pause = min(0.2, self._pool.settings.jobs.lease / 8)
        while True:
            while b"\n" in self._waiting:
                said, _, self._waiting = self._waiting.partition(b"\n")
                yield READ.decode(said)
            if not select.select([stdout], [], [], pause)[0]:
                yield None
            elif piece := os.read(stdout.fileno(), _PIECE):
                self._waiting += piece
            else:
                return

    def _renewed(self, claim: Claim, last: Step) -> bool:
        """Keep the lease; whether somebody asked for the job's end. A database that is busy is asked again later."""
        try:
            return renew(self._pool, claim, step=last.step, done=last.done, total=last.total)
        except SQLAlchemyError:
            log.exception("the lease of a job could not be renewed", extra={"job": claim.id})
            return False

    def _too_much(self) -> Ending:
        limit = self._pool.settings.jobs.memory_limit
        return Ending(End.FAILED, text("it needed more memory than {limit} MiB", limit=limit))

    def _died(self) -> Ending:
        code = self.kill()
        if code == OUT_OF_MEMORY:
            return self._too_much()
        if code < 0:
            name = signal.Signals(-code).name
            return Ending(End.FAILED, text("the worker process was killed ({signal})", signal=name))
        return Ending(End.FAILED, text("the worker process ended with exit code {code}", code=code))

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.kill()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "registry.jobs.child"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=self._environment(),
                start_new_session=True,  # so that all of it can be ended together
            )
        return self._process

    def _environment(self) -> dict[str, str]:
        """This process's own, and which pool it works for."""
        place = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
        more = {"PYTHONPATH": place, "OPENBLAS_NUM_THREADS": "1"}
        return {**os.environ, **more, **told(self._pool, remote=self._remote)}


def _memory(process: int) -> int:
    """MiB of memory of its own that a process has; 0 when it is gone."""
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith(("RssAnon:", "VmSwap:"))) // 1024
