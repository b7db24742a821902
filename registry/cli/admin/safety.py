"""`trustpool admin check|backup|restore`: whether all is there, and a copy of it."""

from __future__ import annotations

import click

from licenses.cli.command import spoken, spoken_language
from licenses.errors import ExitCode
from licenses.language import msgid, say


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


@spoken(
    "backup",
    help=msgid(
        "Write the whole pool, its signing key included, into FILE (.tar.zst), which may be in a bucket of the object "
        "storage that is configured: s3://BUCKET/FILE."
    ),
)
@click.argument("file")
def backup(file: str) -> None:
    """Back up while the pool may be in use."""
    from registry.pool import open_pool
    from registry.schema import Opening
    from registry.services.backup import back_up, leaving_for

    with (
        open_pool(opening=Opening.AS_IS) as pool,  # an old schema is what one backs up before it is changed
        leaving_for(file, pool.settings) as path,
    ):
        back_up(pool, path)


@spoken("restore", help=msgid("Unpack the backup FILE into TRUSTPOOL_HOME, which must be empty."))
@click.argument("file")
def restore(file: str) -> None:
    """Restore; `check` says whether all is there."""
    from registry.home import default_home
    from registry.services.backup import coming_from
    from registry.services.backup import restore as unpack
    from registry.settings import read_settings

    settings = read_settings()
    with coming_from(file, settings) as path:
        unpack(path, default_home(settings), settings)
