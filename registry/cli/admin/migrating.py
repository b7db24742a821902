"""`trustpool admin migrate`: the database's schema, where it is and where it must be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from licenses.cli.command import spoken, spoken_language, spoken_option
from licenses.errors import ExitCode
from licenses.language import msgid, say

if TYPE_CHECKING:
    from registry.pool import Pool
    from registry.schema import Schema


@spoken(
    "migrate",
    help=msgid(
        "Bring the database to the schema that this trustpool needs, in one transaction. Back the pool up first, and "
        "stop its servers and workers. A new database gets its schema, too."
    ),
)
@spoken_option("--check", is_flag=True, help=msgid("Only say what would be done; exit code 1 when there is something."))
def migrate(check: bool) -> ExitCode:
    """Show, then do."""
    from registry.pool import open_pool
    from registry.schema import Opening, schema_of
    from registry.schema import migrate as bring_up

    language = spoken_language()
    with open_pool(opening=Opening.AS_IS) as pool:
        found = schema_of(pool.database)
        _show(found)
        if found.is_current:
            return ExitCode.CLEAN
        if check:
            click.echo(_hint(pool))
            return ExitCode.REFUSED
        bring_up(pool.database)
        click.echo(say("the database has the schema {revision} now", language, revision=found.target))
        return ExitCode.CLEAN


def _show(found: Schema) -> None:
    language = spoken_language()
    none = say("none", language)
    click.echo(say("current: {revision}", language, revision=found.current or none))
    click.echo(say("needed: {revision}", language, revision=found.target))
    for step in found.steps:
        click.echo(f"  {step.revision}  {step.says}")


def _hint(pool: Pool) -> str:
    """How to back this kind of database up."""
    if pool.database.engine.dialect.name == "sqlite":
        return say(
            "back it up, then migrate: trustpool admin backup FILE && trustpool admin migrate", spoken_language()
        )
    return say("back it up with its own tools (pg_dump), then: trustpool admin migrate", spoken_language())
