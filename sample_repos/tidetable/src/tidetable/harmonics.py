# SPDX-FileCopyrightText: 2022 Ysolde Harrow
# SPDX-FileCopyrightText: 2024 Bram Ostrander
# SPDX-License-Identifier: MIT
"""The height of the tide at one moment: a sum of cosines."""

from collections.abc import Iterable
from datetime import datetime, timezone
from math import cos, radians

from attrs import frozen

from tidetable.constituents import speed

EPOCH = datetime(2000, 1, 1, tzinfo=timezone.utc)


@frozen
class Harmonic:
    """One constituent at one place."""

    name: str
    amplitude: float  # metres
    phase: float  # degrees, Greenwich


def height(harmonics: Iterable[Harmonic], mean_level: float, moment: datetime) -> float:
    """Metres above chart datum at `moment`, which must be aware."""
    hours = (moment - EPOCH).total_seconds() / 3600
    return mean_level + sum(h.amplitude * cos(radians(speed(h.name) * hours - h.phase)) for h in harmonics)
