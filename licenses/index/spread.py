"""Several anchors spread over each rule, for texts that were edited: some of them survive most edits.

A rule is cut into segments, each anchored at its rarest run of three words. How many of a rule's anchors stand in
a text, in order and at their distances, estimates how much of the rule does. This is the idea of winnowing (Schleimer,
Wilkerson and Aiken, 2003, doi:10.1145/872757.872770), with rarity in place of the minimum hash.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np

from licenses.detection import MatchKind
from licenses.index import anchors
from licenses.index.vocabulary import distinct
from licenses.text.tokens import words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from licenses.index.source import Rule

RUN = 3
_SEGMENT = 8  # words, or more so that a rule has at most
_MOST = 16  # anchors

_TINY, _SMALL = 6, 15
_NAMES = (MatchKind.REFERENCE, MatchKind.TAG)
_RARE = 3  # rules: a word that fewer have is some author's name


def approximable(rule: Rule, length: int) -> bool:
    """Whether the rule may match approximately at all."""
    return not (
        rule.false_positive
        or rule.continuous
        or rule.required_phrase
        or rule.minimum_coverage == 100
        or length < _TINY
        or (length < _SMALL and rule.kind in _NAMES)
    )


def word_traits(word_numbers: NDArray[Any], together: NDArray[Any], offsets: NDArray[Any]) -> dict[str, NDArray[Any]]:
    """For each word id, whether it speaks of licensing and how rare it is; and what a whole rule weighs.

    A telling word is none of the everyday ones and not one author's. A word weighs the more the fewer rules have it
    (inverse document frequency, Spärck Jones, 1972, doi:10.1108/eb026526), from 1 for a word that all have.
    """
    listed = resources.files("licenses.text").joinpath("everyday.txt").read_text(encoding="utf-8")
    prose = "\n".join(line for line in listed.splitlines() if not line.startswith("#"))
    everyday = words(prose.encode("utf-8")).numbers
    rules = len(offsets) - 1
    owner = np.repeat(np.arange(rules), np.diff(offsets))
    pairs = distinct(together.astype(np.int64) * rules + owner)
    having = np.bincount(pairs // rules, minlength=len(word_numbers))
    weights = np.log2(1 + rules / np.maximum(1, having)).astype(np.float32)
    return {
        "telling": (having >= _RARE) & ~np.isin(word_numbers, everyday) & ~_short(word_numbers),
        "word_weights": weights,
        "rule_weights": np.add.reduceat(weights[together].astype(np.float64), offsets[:-1]),
    }


def _short(word_numbers: NDArray[Any]) -> NDArray[np.bool_]:
    """Single letters and digits, pairs of them, and numbers up to 9999: signs rather than words."""
    signs = "abcdefghijklmnopqrstuvwxyz0123456789"
    listed = [a + b for a in signs for b in ("", *signs)] + [str(number) for number in range(100, 10000)]
    short: NDArray[np.bool_] = np.isin(word_numbers, words(" ".join(listed).encode("utf-8")).numbers)
    return short


def spread(
    rules: Sequence[Rule], together: NDArray[Any], offsets: NDArray[Any], numbers: NDArray[Any]
) -> dict[str, NDArray[Any]]:
    """The table of spread anchors; for each rule the keys of its own, their places in it, and how many they are.

    Of the keys' rules those are listed a second time, as `rare`, of which the anchor is of the rarer half: a text that
    has half of a rule's anchors has one of these.
    """
    lengths = np.diff(offsets)
    chosen = np.array([approximable(*each) for each in zip(rules, lengths.tolist(), strict=True)], dtype=np.bool_)
    all_keys = anchors.keys(numbers[together], RUN)
    # the rarest run of a segment, the first of several equally rare: one minimum over rarity and place together
    ranked = (anchors.frequency(all_keys) << 32) + np.arange(len(all_keys))
    begins, owners = _segments(offsets, chosen)
    best = np.minimum.reduceat(ranked, begins) & 0xFFFFFFFF if len(begins) else np.zeros(0, dtype=np.int64)
    # a segment of a rule that does not match approximately ends the one before it, and is not kept
    kept = chosen[owners] & (best + RUN <= offsets[owners + 1])
    best, owners = best[kept], owners[kept]
    arrays, order = anchors.table("spread", all_keys[best], owners)
    keys = arrays["spread_keys"].searchsorted(all_keys[best])
    rare = _rarer_half(owners, np.diff(arrays["spread_offsets"])[keys])[order]
    return {
        **arrays,
        "rare_offsets": anchors.offsets(keys[order][rare], len(arrays["spread_keys"])),
        "rare_rules": owners[order][rare].astype(np.int32),
        "rule_anchor_offsets": anchors.offsets(owners, len(rules)),
        "rule_anchor_keys": keys.astype(np.int32),
        "rule_anchor_places": (best - offsets[owners]).astype(np.int32),
        "spread_counts": np.bincount(owners, minlength=len(rules)).astype(np.int32),
    }


def _rarer_half(owners: NDArray[Any], having: NDArray[Any]) -> NDArray[np.bool_]:
    """For each anchor, by rule in order, whether it is of the half of its rule's that the fewest rules have.

    These are more than half by one at the most, so that any half of the anchors has one of them.
    """
    order = np.lexsort((having, owners))
    begins = owners[order].searchsorted(owners[order], "left")
    counts = np.bincount(owners)[owners[order]] if len(owners) else owners
    rare = np.zeros(len(owners), dtype=np.bool_)
    rare[order] = np.arange(len(owners)) - begins <= counts // 2
    return rare


def _segments(offsets: NDArray[Any], chosen: NDArray[np.bool_]) -> tuple[NDArray[Any], NDArray[Any]]:
    begins: list[int] = []
    owners: list[int] = []
    last = int(offsets[-1]) - RUN
    for rule, (start, end) in enumerate(zip(offsets[:-1].tolist(), offsets[1:].tolist(), strict=True)):
        size = end - start
        count = max(1, min(_MOST, size // _SEGMENT)) if chosen[rule] else 1
        # the last runs of a rule reach into the next one: a segment of their own keeps them apart
        runs = max(1, size - RUN + 1)
        places = [start + runs * part // count for part in range(count)]
        places += [start + runs] if runs < size else []
        begins += [place for place in places if place <= last]
        owners += [rule] * sum(place <= last for place in places)
    return np.array(begins, dtype=np.int64), np.array(owners, dtype=np.int64)


__all__ = ["RUN", "approximable", "spread", "word_traits"]
