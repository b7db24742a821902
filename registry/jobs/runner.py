"""The embedded runner: some worker processes that take jobs from the database, and what must happen now and then.

Nothing but the database is needed. Any number of runners may work for one pool. When a runner is asked to stop it
takes no more jobs and waits a while for those that run; what is not done then is given back untouched.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from registry.jobs.claims import release_untouched, take
from registry.jobs.ending import settle, take_back
from registry.jobs.hand import Hand
from registry.jobs.work import kinds
from registry.models import JobKind
from registry.pool import Pool
from registry.services.mending import mend
from registry.services.schedule import ask_for_due_visits

GRACE = 20.0  # seconds that running jobs get when the runner stops
CHORES = 10.0  # seconds between two rounds of what must happen now and then
OVERLAP = timedelta(minutes=2)  # a transaction may end later than it says that it changed something
log = logging.getLogger("trustpool.jobs")


def worker_name() -> str:
    """Who runs jobs here, for people."""
    return f"{socket.gethostname()}:{os.getpid()}"


class Runner:
    """Threads that each keep one worker process busy, and one that does the chores."""

    def __init__(self, pool: Pool, *, workers: int, wanted: Collection[JobKind] | None = None) -> None:
        self._pool = pool
        self._wanted = tuple(wanted if wanted is not None else kinds())
        self._stopping = threading.Event()
        self._ended_by = float("inf")  # time.monotonic() at which nobody waits for a job any more
        loops: list[Callable[[], None]] = [self._work] * workers
        self._threads = [threading.Thread(target=it, name="jobs", daemon=True) for it in (self._chores, *loops)]

    def start(self) -> None:
        """Begin; returns at once."""
        for thread in self._threads:
            thread.start()

    def stop(self, grace: float = GRACE) -> None:
        """Take no more jobs, wait for those that run, end those that take longer."""
        self._ended_by = time.monotonic() + grace
        self._stopping.set()
        for thread in self._threads:
            thread.join()

    def _work(self) -> None:
        hand = Hand(self._pool)
        try:
            while not self._stopping.is_set():
                if not self._one(hand):
                    self._stopping.wait(self._pool.settings.jobs.poll)
        finally:
            hand.kill()

    def _one(self, hand: Hand) -> bool:
        """Do what is due; whether there was anything. A database that does not answer is asked again later."""
        try:
            claim = take(self._pool, self._wanted, worker_name())
            if claim is None:
                return False
            ending = hand.run(claim, lambda: time.monotonic() > self._ended_by)
            if ending is None:
                release_untouched(self._pool, claim)
            else:
                settle(self._pool, claim, ending)
        except SQLAlchemyError:
            log.exception("the database does not answer")
            return False
        return True

    def _chores(self) -> None:
        since = None  # at first everything is looked at, whatever happened before we were started
        while True:
            now = self._pool.now()
            since = now - OVERLAP if chores(self._pool, since) else since
            if self._stopping.wait(min(CHORES, self._pool.settings.jobs.lease / 2)):
                return


def chores(pool: Pool, since: datetime | None = None) -> bool:
    """One round: jobs of silent workers, scheduled visits, the broker's share, repositories behind the database.

    `since` is when the repositories were last looked at, None for never. Whether all of it was done.
    """
    try:
        take_back(pool)
        ask_for_due_visits(pool)
        if pool.settings.jobs.broker:
            from registry.jobs.dispatch import dispatch

            dispatch(pool)
        mend(pool, since)
    except SQLAlchemyError:
        log.exception("the database does not answer")
        return False
    return True


def work_off(pool: Pool, wanted: Collection[JobKind] | None = None) -> int:
    """Do all that is due now, one after the other; how many tries that took. For commands and tests."""
    hand, done = Hand(pool), 0
    mend(pool)
    try:
        while claim := take(pool, wanted if wanted is not None else kinds(), worker_name()):
            if ending := hand.run(claim):
                settle(pool, claim, ending)
            done += 1
    finally:
        hand.kill()
    return done
