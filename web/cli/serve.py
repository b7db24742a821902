"""`trustpool serve`: the pool's pages, JSON and git endpoint on one port."""

from __future__ import annotations

import click

from licenses.cli.command import spoken, spoken_language, spoken_option
from licenses.language import msgid


@spoken(
    "serve",
    help=msgid("Serve the pool under TRUSTPOOL_HOME: pages, JSON under /api/v1, git clone under /git. Ctrl-C ends it."),
)
@spoken_option(
    "--port", type=click.IntRange(0, 65535), default=8080, show_default=True, help=msgid("Port; 0 for a free one.")
)
@spoken_option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help=msgid("Address to listen on."))
@spoken_option(
    "--rate",
    default="1200/minute",
    envvar="TRUSTPOOL_RATE",
    show_default=True,
    metavar="RATE",
    help=msgid("Requests for each token or address, such as 1200/minute;20000/day; empty for no limit."),
)
@spoken_option(
    "--login-rate",
    default="30/minute",
    envvar="TRUSTPOOL_LOGIN_RATE",
    show_default=True,
    metavar="RATE",
    help=msgid("Tries to log in from one address."),
)
@spoken_option(
    "--rate-storage",
    default="memory://",
    envvar="TRUSTPOOL_RATE_STORAGE",
    show_default=True,
    metavar="URL",
    help=msgid("Where requests are counted: in this process, or in a Redis that several share."),
)
@spoken_option(
    "--workers",
    type=click.IntRange(0, 256),
    default=None,
    help=msgid("Jobs that are done meanwhile, at the same time; by default what the settings say, 0 for none."),
)
def command(port: int, host: str, rate: str, login_rate: str, rate_storage: str, workers: int | None) -> None:
    """Serve until interrupted."""
    from registry.api.rates import Rates
    from registry.pool import open_pool
    from web.serving import serve

    rates = Rates(rate, login_rate, rate_storage)
    with open_pool() as pool:
        count = pool.settings.jobs.workers if workers is None else workers
        serve(pool, host=host, port=port, language=spoken_language(), rates=rates, workers=count)
