# SPDX-FileCopyrightText: 2022 Ysolde Harrow
# SPDX-License-Identifier: MIT
"""High and low water from harmonic constituents."""

from tidetable.harmonics import height
from tidetable.station import Event, Station

__all__ = ["Event", "Station", "height"]
__version__ = "1.4.0"
