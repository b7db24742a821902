"""A runner that lives as long as its process: started here, stopped by Ctrl-C or SIGTERM."""

from __future__ import annotations

import signal
import threading
from types import FrameType

from registry.jobs.runner import Runner
from registry.jobs.work import kinds
from registry.models import JobKind
from registry.pool import Pool


def wanted_here(pool: Pool) -> tuple[JobKind, ...]:
    """What a runner at home does: everything, or only what no other machine can do when a broker tells others."""
    return kinds(at_home=True) if pool.settings.jobs.broker else kinds()


def run_until_stopped(pool: Pool, *, workers: int) -> None:
    """Do jobs until a signal says stop; then what runs gets a while to end."""
    stopping = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()

    before = [(number, signal.signal(number, stop)) for number in (signal.SIGTERM, signal.SIGINT)]
    runner = Runner(pool, workers=workers, wanted=wanted_here(pool))
    runner.start()
    try:
        stopping.wait()
    finally:
        for number, handler in before:
            signal.signal(number, handler)
        runner.stop()
