"""What every command of the house shares: help in the person's language, `--lang`, and errors that say what to do.

A command module exposes `command`, made with `@spoken(...)` and `spoken_option(...)`, whose help is a `msgid("…")`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import click

from licenses.language import LANGUAGES, Language, catalogue, language_of_environment, language_of_tag, msgid


def spoken_language() -> Language:
    """The language of the running command: `--lang`, else the locale's."""
    context = click.get_current_context(silent=True)
    chosen = context.find_root().obj if context else None
    return chosen if chosen in LANGUAGES else language_of_environment()


def language_in(arguments: Sequence[str]) -> Language:
    """The language a command line asks for, read before Click parses it, so that help and usage errors speak it."""
    for place, argument in enumerate(arguments):
        if argument == "--lang" and place + 1 < len(arguments):
            return language_of_tag(arguments[place + 1])
        if argument.startswith("--lang="):
            return language_of_tag(argument.removeprefix("--lang="))
    return language_of_environment()


def _translated(template: str | None) -> str | None:
    return catalogue(spoken_language()).gettext(template) if template else template


class SpokenOption(click.Option):
    """An option whose help is shown in the person's language."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        english = self.help
        self.help = _translated(english)
        try:
            return super().get_help_record(ctx)
        finally:
            self.help = english


class SpokenCommand(click.Command):
    """A command whose help is shown in the person's language, with `--lang` to choose it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params.append(_lang_option())

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        english = self.help
        self.help = _translated(english)
        try:
            super().format_help_text(ctx, formatter)
        finally:
            self.help = english


def _lang_option() -> click.Option:
    return SpokenOption(
        ["--lang"],
        type=click.Choice(LANGUAGES),
        expose_value=False,
        help=msgid("Language of what is printed; by default the locale's."),
    )


def spoken(name: str, *, help: str) -> Callable[[Callable[..., Any]], SpokenCommand]:  # noqa: A002  Click's own word
    """Make a function the command `name`; `help` is a `msgid("…")`."""
    return click.command(name, cls=SpokenCommand, help=help)


def spoken_option(*names: str, help: str, **settings: Any) -> Callable[[Any], Any]:  # noqa: A002  Click's own word
    """An option; `help` is a `msgid("…")`."""
    return click.option(*names, cls=SpokenOption, help=help, **settings)
