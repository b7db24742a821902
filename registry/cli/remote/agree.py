"""`trustpool agree ORGANISATION`: read the usage agreement of an organisation, and accept it."""

from __future__ import annotations

import click

from licenses.cli.command import spoken, spoken_language, spoken_option
from licenses.language import msgid, say
from registry.cli.remote.chosen import chosen_pool, pool_option


@spoken(
    "agree",
    help=msgid("Show the usage agreement of an ORGANISATION; with --accept, accept the version that you read."),
)
@click.argument("organisation")
@spoken_option("--accept", "version", default="", metavar="VERSION", help=msgid("Accept this version."))
@pool_option()
def command(organisation: str, version: str, address: str) -> None:
    """Show, or accept."""
    pool, _ = chosen_pool(address)
    language = spoken_language()
    if version:
        pool.accept(organisation, version)
        click.echo(say("you accepted version {version}", language, version=version))
        return
    found = pool.agreement(organisation)
    click.echo(found.text)
    if found.accepted_at:
        click.echo(say("you accepted version {version}", language, version=found.version))
    else:
        click.echo(
            say(
                "accept it with: trustpool agree {organisation} --accept {version}",
                language,
                organisation=found.organisation,
                version=found.version,
            )
        )
