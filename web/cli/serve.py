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
    "everyone",
    metavar="RATE",
    help=msgid("Requests for each token or address, such as 1200/minute;20000/day; empty for no limit."),
)
@spoken_option("--login-rate", "login", metavar="RATE", help=msgid("Tries to log in from one address."))
@spoken_option(
    "--rate-storage",
    "storage",
    metavar="URL",
    help=msgid("Where requests are counted: in this process, or in a Redis that several share."),
)
@spoken_option(
    "--workers",
    type=click.IntRange(0, 256),
    help=msgid("Jobs that are done meanwhile, at the same time; by default what the settings say, 0 for none."),
)
def command(port: int, host: str, workers: int | None, **rates: str | None) -> None:
    """Serve until interrupted; what is not said here, the settings say."""
    from msgspec.structs import replace

    from registry.pool import open_pool
    from registry.settings import read_settings
    from web.serving import serve

    said = read_settings()
    given = {name: value for name, value in rates.items() if value is not None}
    with open_pool(settings=replace(said, rates=replace(said.rates, **given))) as pool:
        count = said.jobs.workers if workers is None else workers
        serve(pool, host=host, port=port, language=spoken_language(), workers=count)
