"""`trustpool worker`: do the pool's jobs, without serving it."""

from __future__ import annotations

import click

from licenses.cli.command import spoken, spoken_option
from licenses.errors import BadUsage
from licenses.language import msgid, text


@spoken(
    "worker",
    help=msgid(
        "Do the pool's jobs (visits, scans, deliveries) until Ctrl-C or SIGTERM, in worker processes of their own. "
        "With --remote, do the scans that the broker announces: such a worker needs the database, the broker and the "
        "pool's address, and no folder of the pool."
    ),
)
@spoken_option(
    "--workers",
    type=click.IntRange(1, 256),
    default=None,
    help=msgid("Jobs at the same time; by default what the settings say."),
)
@spoken_option("--remote", is_flag=True, help=msgid("Take jobs from the broker (TRUSTPOOL_JOBS_BROKER)."))
@spoken_option("--once", is_flag=True, help=msgid("Do what is due now, and end."))
def command(workers: int | None, remote: bool, once: bool) -> None:
    """Work until told to stop."""
    from registry.jobs.place import open_remote_pool
    from registry.jobs.runner import work_off
    from registry.jobs.running import run_until_stopped
    from registry.logs import set_up_logging
    from registry.pool import open_pool
    from registry.settings import read_settings

    settings = read_settings()
    set_up_logging(settings.log)
    count = workers or max(1, settings.jobs.workers)
    if remote:
        if not settings.jobs.broker or not settings.pool.address:
            raise BadUsage(
                text("a worker on another machine needs a broker and the pool's address"),
                hint=text("set TRUSTPOOL_JOBS_BROKER and TRUSTPOOL_POOL_ADDRESS"),
            )
        from registry.jobs.celery import worker

        with open_remote_pool(settings) as pool:
            worker(pool, concurrency=count)
        return
    with open_pool(settings=settings) as pool:
        if once:
            work_off(pool)
        else:
            run_until_stopped(pool, workers=count)
