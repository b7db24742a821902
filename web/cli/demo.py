"""`trustpool demo`: folders become git repositories, then projects of the pool; a table says what became of them."""

from __future__ import annotations

from pathlib import Path

import click

from licenses.cli.command import spoken, spoken_language, spoken_option
from licenses.language import msgid

HOST = "127.0.0.1"
PORT = 8080  # wished for


@spoken(
    "demo",
    help=msgid(
        "Turn each folder of FOLDER (by default sample_repos) into a git repository under TRUSTPOOL_HOME, publish them "
        "into the pool, print a table and serve the pool on 127.0.0.1 until Ctrl-C."
    ),
)
@click.argument("folder", default="sample_repos", type=click.Path(path_type=Path))
@spoken_option("--serve/--no-serve", "serving", default=True, help=msgid("Serve the pool after the table."))
@spoken_option(
    "--port", type=click.IntRange(0, 65535), default=None, help=msgid("Port; by default 8080 or a free one.")
)
@spoken_option("--pack", default="default", metavar="NAME", help=msgid("Rule pack, by name or by path."))
@spoken_option("-q", "--quiet", is_flag=True, help=msgid("No progress bar."))
def command(folder: Path, serving: bool, port: int | None, pack: str, quiet: bool) -> None:
    """Publish all, show, serve."""
    from licenses.policy import load_pack
    from registry.cli.session import publish_source
    from registry.pool import open_pool
    from registry.schema import Opening
    from registry.services.ingest import Wishes
    from web.cli.demo_repository import sample_folders, sample_repository
    from web.cli.demo_table import print_table
    from web.serving import address_of, free_port, serve

    language = spoken_language()
    rules = load_pack(pack)
    samples = sample_folders(folder)
    with open_pool(opening=Opening.MIGRATE) as pool:  # a demo's pool can be made anew at any time
        repositories = [sample_repository(sample, pool.home.folder / "demo") for sample in samples]
        published = [publish_source(pool, str(it), rules, Wishes(), quiet=quiet) for it in repositories]
        chosen = port if port is not None else free_port(HOST, PORT)
        print_table(pool, published, address_of(HOST, chosen), language)
        if serving:
            serve(pool, host=HOST, port=chosen, language=language)
