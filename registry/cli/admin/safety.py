"""`trustpool admin check|backup|restore`: whether all is there, and a copy of it."""

from __future__ import annotations

from pathlib import Path

import click

from licenses.cli.command import spoken, spoken_language
from licenses.errors import ExitCode
from licenses.language import msgid, say

_FILE = click.Path(dir_okay=False, path_type=Path)


@spoken(
    "check",
    help=msgid(
        "Check the whole pool: database, git objects and refs, documents, signatures, audit trail. Exit code 1 when "
        "something is wrong."
    ),
)
def check() -> ExitCode:
    """Print each finding."""
    from registry.pool import open_pool
    from registry.services.check import check as findings_of

    language = spoken_language()
    with open_pool() as pool:
        found = 0
        for finding in findings_of(pool):
            found += 1
            click.echo(f"[{finding.code}] {finding.where}: {finding.message.to(language)}")
    click.echo(
        say("everything is as it must be", language) if not found else say("findings: {count}", language, count=found)
    )
    return ExitCode.REFUSED if found else ExitCode.CLEAN


@spoken("backup", help=msgid("Write the whole pool, its signing key included, into FILE (.tar.zst)."))
@click.argument("file", type=_FILE)
def backup(file: Path) -> None:
    """Back up while the pool may be in use."""
    from registry.pool import open_pool
    from registry.schema import Opening
    from registry.services.backup import back_up

    with open_pool(opening=Opening.AS_IS) as pool:  # an old schema is what one backs up before it is changed
        back_up(pool, file)


@spoken("restore", help=msgid("Unpack the backup FILE into TRUSTPOOL_HOME, which must be empty."))
@click.argument("file", type=_FILE)
def restore(file: Path) -> None:
    """Restore; `check` says whether all is there."""
    from registry.home import default_home
    from registry.services.backup import restore as unpack

    unpack(file, default_home())
