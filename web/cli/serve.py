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
def command(port: int, host: str) -> None:
    """Serve until interrupted."""
    from registry.pool import open_pool
    from web.serving import serve

    with open_pool() as pool:
        serve(pool, host=host, port=port, language=spoken_language())
