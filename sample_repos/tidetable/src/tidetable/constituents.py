# SPDX-FileCopyrightText: 2022 Ysolde Harrow
# SPDX-License-Identifier: MIT
"""The tidal constituents that a station may name, with their angular speeds."""

from typing import Final

# degrees an hour of mean solar time
SPEEDS: Final = {
    "M2": 28.9841042,
    "S2": 30.0,
    "N2": 28.4397295,
    "K1": 15.0410686,
    "O1": 13.9430356,
    "M4": 57.9682084,
    "K2": 30.0821373,
    "P1": 14.9589314,
}


def speed(name: str) -> float:
    """Degrees an hour of one constituent.

    Raises:
        KeyError: the constituent is not one that we predict with.
    """
    return SPEEDS[name]
