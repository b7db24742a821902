# SPDX-FileCopyrightText: 2022 Ysolde Harrow
# SPDX-License-Identifier: MIT
from datetime import timedelta
from pathlib import Path

import pytest

from tidetable import Station
from tidetable.harmonics import EPOCH

BRIGHTSEA = Path(__file__).parent / "data" / "brightsea.json"


def test_the_height_at_the_epoch_is_the_sum_of_the_projected_amplitudes():
    station = Station("flat", 2.0, [])

    assert station.height(EPOCH) == pytest.approx(2.0)


def test_a_semidiurnal_port_has_four_turning_points_a_day():
    events = list(Station.load(BRIGHTSEA).extremes(EPOCH, hours=25))

    assert [e.kind for e in events] in (["high", "low"] * 2, ["low", "high"] * 2)
    assert all(b.time - a.time > timedelta(hours=5) for a, b in zip(events, events[1:]))
