"""Words that the scanning commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from licenses.cli.command import spoken_option
from licenses.language import msgid

source_argument = click.argument("source", metavar="SOURCE")

output_option = spoken_option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help=msgid("Write to this file instead of the terminal."),
)

quiet_option = spoken_option("-q", "--quiet", is_flag=True, help=msgid("No progress bar."))


def scanning_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """SOURCE, `-o`, `-q`."""
    decorated: Callable[..., Any] = source_argument(output_option(quiet_option(function)))
    return decorated
