"""A command with commands of its own, whose help speaks the person's language."""

from __future__ import annotations

import gettext

import click

from licenses.cli.command import spoken_language
from licenses.language import catalogue


class SpokenGroup(click.Group):
    """`trustpool GROUP COMMAND`: the group's sentence and one line a command, translated."""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The group's sentence."""
        if self.help:
            formatter.write_paragraph()
            with formatter.indentation():
                formatter.write_text(catalogue(spoken_language()).gettext(self.help))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """One line a command, in the order in which they were added."""
        spoken = catalogue(spoken_language()).gettext
        with formatter.section(gettext.gettext("Commands")):
            formatter.write_dl([(name, spoken(command.help or "")) for name, command in self.commands.items()])
