"""`trustpool admin`: the group and its commands."""

from __future__ import annotations

import click

from licenses.cli.group import SpokenGroup
from licenses.language import msgid
from registry.cli.admin.founding import init
from registry.cli.admin.migrating import migrate
from registry.cli.admin.organisations import agreement, assign, deliveries, member, organisation, webhook
from registry.cli.admin.people import disable, identity, password, token, user
from registry.cli.admin.safety import backup, check, restore


@click.group("admin", cls=SpokenGroup, help=msgid("Look after the pool under TRUSTPOOL_HOME."))
def command() -> None:
    """The group itself does nothing."""


SUBCOMMANDS: tuple[click.Command, ...] = (
    *(init, migrate),
    *(user, password, disable, identity, organisation, agreement, member, assign, token),
    *(webhook, deliveries),
    *(check, backup, restore),
)
for subcommand in SUBCOMMANDS:
    command.add_command(subcommand)
