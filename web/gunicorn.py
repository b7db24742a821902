"""Settings of gunicorn that suit the pool; all of them can be overruled on its command line.

https://docs.gunicorn.org/en/stable/settings.html
"""

from __future__ import annotations

import os
from typing import Any

bind = os.environ.get("TRUSTPOOL_BIND", "0.0.0.0:8080")
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = 16  # a clone occupies one for as long as it lasts
timeout = 120  # seconds without a sign of life; a thread that streams a clone does not count
graceful_timeout = 30  # seconds that requests get when the server stops
keepalive = 5
max_requests = 10_000  # then a process is replaced by a new one
max_requests_jitter = 1_000
accesslog = None  # the application writes them: TRUSTPOOL_LOG_REQUESTS=true


def child_exit(_server: Any, worker: Any) -> None:
    """A process that ended leaves no gauges of its own."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        from prometheus_client import multiprocess

        multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
