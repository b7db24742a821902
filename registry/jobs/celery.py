"""Workers on other machines: Celery brings them the numbers of jobs, the rest is the same code as everywhere.

Such a worker needs the broker, the database and the pool's address, and no folder of the pool: objects come through the
pool's git endpoint, results go into the database. Messages are JSON, so nothing that comes through the broker is ever
executed; what a worker is told is a number, and whether there is such a job the database says.
"""

from __future__ import annotations

import threading
from functools import cache
from typing import Any

from celery import Celery
from celery.signals import worker_shutting_down
from kombu.exceptions import OperationalError

from registry.jobs.claims import release_untouched, take
from registry.jobs.ending import settle
from registry.jobs.hand import Hand
from registry.jobs.runner import worker_name
from registry.jobs.work import kinds
from registry.pool import Pool
from registry.settings import JobSettings

TASK = "trustpool.run"
QUEUE = "trustpool"
PATIENCE = 5  # seconds that announcing may take


@cache
def application(broker: str) -> Celery:
    """Celery, set up: no results, no pickles, a message is done with when it was read (the database remembers)."""
    app = Celery("trustpool", broker=broker, set_as_current=False)
    app.conf.update(
        accept_content=["json"],
        task_serializer="json",
        task_ignore_result=True,
        task_default_queue=QUEUE,
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        broker_connection_retry_on_startup=True,
        broker_transport_options={"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE},
    )
    return app


def announce(settings: JobSettings, job_id: int) -> None:
    """Tell some worker that there is this job.

    Raises:
        OSError: the broker does not answer.
    """
    try:
        application(settings.broker).send_task(TASK, args=[job_id], retry=False, ignore_result=True)
    except OperationalError as silent:
        raise ConnectionError(str(silent)) from silent


def worker(pool: Pool, *, concurrency: int) -> None:
    """Run jobs that the broker announces, until interrupted. Threads: each has a worker process of its own."""
    app = application(pool.settings.jobs.broker)
    hands = threading.local()
    stopping = threading.Event()

    def run(job_id: int) -> None:
        claim = take(pool, kinds(at_home=False), worker_name(), job_id=int(job_id))
        if claim is None:
            return  # somebody has it, or had it
        if not hasattr(hands, "hand"):
            hands.hand = Hand(pool, remote=True)
        if ending := hands.hand.run(claim, stopping.is_set):
            settle(pool, claim, ending)
        else:
            release_untouched(pool, claim)

    def stop(**_: Any) -> None:
        stopping.set()

    app.task(run, name=TASK)
    worker_shutting_down.connect(stop, weak=False)
    options = ("--pool=threads", f"--concurrency={concurrency}", "--without-gossip", "--without-mingle")
    app.worker_main(["worker", *options, "--loglevel=warning", "--queues", QUEUE])
