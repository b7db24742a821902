"""`/metrics` for Prometheus: what the pool has, from its database, and what requests cost, in this process.

With several server processes set PROMETHEUS_MULTIPROC_DIR to an empty folder: the requests of all are then added up.
https://prometheus.io/docs/instrumenting/exposition_formats/
"""

from __future__ import annotations

import ipaddress
import logging
import os
import time
from collections.abc import Iterator

from flask import Blueprint, Flask, Response, abort, current_app, g, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Histogram, generate_latest, multiprocess
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from registry.pool import Pool
from registry.services.figures import figures

BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 60.0, float("inf"))  # seconds
log = logging.getLogger("trustpool.requests")
blueprint = Blueprint("metrics", __name__)


class PoolFigures(Collector):
    """What the database says, asked anew for each reading."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def collect(self) -> Iterator[Metric]:
        """The gauges."""
        found = figures(self._pool)
        yield GaugeMetricFamily("trustpool_projects", "Projects in the pool.", found.projects)
        releases = GaugeMetricFamily("trustpool_releases", "Releases, by their state.", labels=["state"])
        for state, count in found.releases.items():
            releases.add_metric([state], count)
        yield releases
        jobs = GaugeMetricFamily("trustpool_jobs", "Jobs, by kind and state.", labels=["kind", "state"])
        for words, count in found.jobs.items():
            jobs.add_metric(words, count)
        yield jobs
        since = found.waiting_since
        waited = max(0.0, (self._pool.now() - since).total_seconds()) if since else 0.0
        yield GaugeMetricFamily("trustpool_jobs_waiting_seconds", "How long the longest due job has waited.", waited)
        yield GaugeMetricFamily("trustpool_webhooks_undelivered", "Messages not delivered yet.", found.undelivered)
        yield GaugeMetricFamily("trustpool_findings", "Blobs whose findings are known.", found.findings)


def watch_requests(app: Flask) -> None:
    """Measure each request; write a line for it when the settings say so."""
    registry = CollectorRegistry()
    seconds = Histogram(
        "trustpool_request_seconds",
        "Time until the answer began, by route, method and status.",
        ["route", "method", "status"],
        registry=registry,
        buckets=BUCKETS,
    )
    app.extensions["trustpool-metrics"] = registry
    pool: Pool = app.extensions["trustpool"]

    @app.before_request
    def began() -> None:
        g.began = time.perf_counter()

    @app.after_request
    def ended(answer: Response) -> Response:
        taken = time.perf_counter() - g.get("began", time.perf_counter())
        route = request.url_rule.rule if request.url_rule else "none"  # never the path: it has no end of values
        seconds.labels(route, request.method, str(answer.status_code)).observe(taken)
        if pool.settings.log.requests:
            told = {"method": request.method, "path": request.path, "status": answer.status_code}
            log.info("request", extra=told | {"seconds": round(taken, 4), "client": request.remote_addr or ""})
        return answer


@blueprint.get("/metrics")
def metrics() -> Response:
    """The metrics, for whom the settings say."""
    pool: Pool = current_app.extensions["trustpool"]
    wanted = pool.settings.serve.metrics
    if wanted == "nobody" or (wanted == "loopback" and not _from_here()):
        abort(403)
    registry: CollectorRegistry = current_app.extensions["trustpool-metrics"]
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    of_pool = CollectorRegistry()
    of_pool.register(PoolFigures(pool))
    return Response(generate_latest(registry) + generate_latest(of_pool), content_type=CONTENT_TYPE_LATEST)


def _from_here() -> bool:
    try:
        return ipaddress.ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False
