# SPDX-FileCopyrightText: 2022 Ysolde Harrow
# SPDX-License-Identifier: MIT
"""A place whose tide is predicted, and its turning points."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from attrs import field, frozen

from tidetable.harmonics import Harmonic, height

STEP = timedelta(minutes=6)


@frozen
class Event:
    """A high or low water."""

    time: datetime
    kind: Literal["high", "low"]
    height: float  # metres above chart datum


@frozen
class Station:
    """A tide gauge with its analysed constituents."""

    name: str
    mean_level: float  # metres above chart datum
    harmonics: tuple[Harmonic, ...] = field(converter=tuple)

    @classmethod
    def load(cls, path: str | Path) -> "Station":
        """Read a station file (JSON)."""
        data = json.loads(Path(path).read_text(encoding="utf-8"))
        return cls(data["name"], data["mean_level"], [Harmonic(**h) for h in data["harmonics"]])

    def height(self, moment: datetime) -> float:
        """Metres above chart datum."""
        return height(self.harmonics, self.mean_level, moment)

    def extremes(self, start: datetime, hours: int) -> Iterator[Event]:
        """The turning points of the curve, in order of time."""
        moments = [start + STEP * i for i in range(hours * 10 + 3)]
        levels = [self.height(m) for m in moments]
        for before, here, after, moment in zip(levels, levels[1:], levels[2:], moments[1:]):
            if before < here >= after:
                yield Event(moment, "high", here)
            elif before > here <= after:
                yield Event(moment, "low", here)
