"""Anchors spread over rules."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from licenses.index.opened import Index


def test_any_half_of_a_rule_s_anchors_has_one_that_is_listed_as_rare(license_index: Path) -> None:
    index = Index.open(license_index)
    counts = index.arrays["spread_counts"]
    rare = np.bincount(index.arrays["rare_rules"], minlength=len(counts))

    # the others are fewer than half
    assert ((counts - rare) * 2 < counts)[counts > 0].all()


def test_a_rule_s_own_anchors_are_those_of_the_table(license_index: Path) -> None:
    index = Index.open(license_index)
    spread, offsets = index.spread, index.arrays["rule_anchor_offsets"]
    rule = int(np.argmax(index.arrays["spread_counts"]))

    own = index.arrays["rule_anchor_keys"][offsets[rule] : offsets[rule + 1]].tolist()

    assert len(own) == index.arrays["spread_counts"][rule] > 1
    assert all(rule in spread.rules[spread.offsets[key] : spread.offsets[key + 1]] for key in own)
