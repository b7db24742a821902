"""`trustpool licences update`, `add` and `list`: which licence texts the engine knows."""

from __future__ import annotations

from pathlib import Path

import click

from licenses.cli.command import spoken, spoken_language
from licenses.language import msgid, say
from scanner.cli.options import quiet_option


@spoken(
    "update", help=msgid("Use newer licence data: a folder, a wheel or archive, or a package to download with pip.")
)
@click.argument("source")
@quiet_option
def update(source: str, quiet: bool) -> None:
    """Bring it and compile the index at once, so that the next scan need not."""
    from licenses.index import bring
    from scanner.cache import cache_dir
    from scanner.cli.session import ready_index

    version = bring.update(source, cache_dir())
    ready_index(quiet=quiet)
    click.echo(say("licence data in use: {version}", spoken_language(), version=version))


@spoken(
    "add", help=msgid("Let the engine know your organisation's own licence texts (.txt) and rules (.yaml) in FOLDER.")
)
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@quiet_option
def add(folder: Path, quiet: bool) -> None:
    """Take them into the cache and compile the index anew."""
    from licenses.index import bring
    from scanner.cache import cache_dir
    from scanner.cli.session import ready_index

    count = bring.add(folder, cache_dir())
    ready_index(quiet=quiet)
    click.echo(say("rules added: {count}", spoken_language(), count=count))


@spoken("list", help=msgid("The licences that the engine knows, and the data that they are from."))
@click.argument("word", required=False, default="")
def list_(word: str) -> None:
    """Identifiers that contain `word`, one a line, after the data's version."""
    from licenses.index.opened import Index
    from scanner.cli.session import ready_index

    index = Index.open(ready_index(quiet=False))
    click.echo(say("licence data in use: {version}", spoken_language(), version=index.version), err=True)
    for identifier in sorted({spdx for spdx in index.symbols.values() if word.lower() in spdx.lower()}):
        click.echo(identifier)
