"""The worker process: reads claims from standard input, does the jobs, says how they went.

It does nothing but jobs: whoever started it keeps the lease, watches the time, and ends it. When standard input ends,
whoever started it is gone, and the process ends at once with all that it started.
"""

from __future__ import annotations

import gc
import logging
import os
import resource
import signal
import sys
import tempfile
import threading
import time
from pathlib import Path
from queue import SimpleQueue
from typing import IO

import msgspec

from licenses.errors import TrustpoolError
from licenses.language import text
from registry.jobs.claims import Claim
from registry.jobs.ending import End, Ending
from registry.jobs.messages import OUT_OF_MEMORY, Step, ended, line
from registry.jobs.work import Lasting, Report, Tools, Work, kind_of, kinds
from registry.pool import Pool

OFTEN = 0.2  # seconds between two reports
ALLOCATIONS = 200_000  # of containers, net, between two collections: a scan makes a million values and hardly a cycle
log = logging.getLogger("trustpool.jobs")


def main() -> None:
    """Work until standard input ends."""
    from registry.jobs.place import open_worker_pool
    from registry.logs import set_up_logging

    speaking = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # whatever a library prints must not be taken for a message
    gc.set_threshold(ALLOCATIONS)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for whoever started it, who then decides
    orders: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_listen, args=(orders,), daemon=True).start()
    with open_worker_pool() as (pool, at_home):
        set_up_logging(pool.settings.log)
        for kind in kinds():
            kind_of(kind)  # the limit is for the work, not for the programs that do it
        _limit_memory(pool.settings.jobs.memory_limit)
        tools = Tools()
        while order := orders.get():
            claim = msgspec.json.decode(order, type=Claim)
            ending = perform(pool, claim, _reporter(speaking), at_home=at_home, tools=tools)
            speaking.write(line(ended(ending)))


def perform(pool: Pool, claim: Claim, report: Report, *, at_home: bool, tools: Tools) -> Ending:
    """Do one job; how it ended."""
    with tempfile.TemporaryDirectory(prefix="trustpool-job-") as scratch:
        try:
            kind_of(claim.kind).run(Work(pool, claim, report, Path(scratch), at_home, tools))
        except Lasting as failed:
            return Ending(End.LASTING, failed.problem)
        except TrustpoolError as failed:
            return Ending(End.FAILED, failed.what)
        except MemoryError:
            # whatever holds a lock or a half-written line now would hold it for long: the kernel tidies up best
            os._exit(OUT_OF_MEMORY)
        except Exception as defect:
            log.exception("a job failed unexpectedly", extra={"job": claim.id, "kind": claim.kind.value})
            cause = f"{type(defect).__name__}: {defect}"[:500]
            return Ending(End.FAILED, text("a defect in trustpool: {cause}", cause=cause))
    return Ending(End.DONE)


def _listen(orders: SimpleQueue[bytes]) -> None:
    for order in sys.stdin.buffer:
        orders.put(order)
    os.killpg(0, signal.SIGKILL)  # we lead our process group (registry.jobs.hand)


def _reporter(speaking: IO[bytes]) -> Report:
    """Tells steps, but not every file."""
    told = [("", 0.0)]

    def report(step: str, done: int, total: int) -> None:
        last, at = told[0]
        now = time.monotonic()
        if step != last or now - at >= OFTEN:
            told[0] = (step, now)
            speaking.write(line(Step(step, done, total)))

    return report


def _limit_memory(mebibytes: int) -> None:
    if mebibytes:
        # private writable memory: mapped files, such as the licence index, are not counted (getrlimit(2), RLIMIT_DATA)
        # Its holder looks at it several times a second; this is for what grows faster than that.
        resource.setrlimit(resource.RLIMIT_DATA, (mebibytes * 2 * 1024**2,) * 2)


if __name__ == "__main__":
    main()
