# SPDX-FileCopyrightText: 2023 Bram Ostrander
# SPDX-License-Identifier: MIT
"""`tidetable STATION DATE`: one day's high and low water."""

import click
from dateutil import parser, tz

from tidetable.station import Station


@click.command()
@click.argument("station", type=click.Path(exists=True, dir_okay=False))
@click.argument("date")
def main(station: str, date: str) -> None:
    """Print the turning points of one day."""
    start = parser.parse(date).replace(tzinfo=tz.UTC)
    for event in Station.load(station).extremes(start, hours=24):
        click.echo(f"{event.time:%H:%M}  {event.kind:<4}  {event.height:5.2f} m")
