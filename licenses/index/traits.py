"""What the data says of each rule beside its words, as flags and small numbers in parallel arrays."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from licenses.detection import MatchKind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from licenses.index.source import Rule

KINDS = (MatchKind.TEXT, MatchKind.NOTICE, MatchKind.REFERENCE, MatchKind.TAG, MatchKind.INTRO, MatchKind.CLUE)

FALSE_POSITIVE = 1
CONTINUOUS = 2  # no other words may stand between the rule's words
BARE = 4  # a phrase that names no licence and forbids nothing: it says something only where it stands by itself
NUMBERED = 8  # a name of a word or two and a number: both stand on one line

_NAMELESS = ("proprietary-license", "commercial-license")
_LONGEST_BARE = 3  # words
_NUMBER_LAST = re.compile(r"\W\d+\W*\Z")
_FORBIDS = re.compile(r"\b(?:no|not|non|only|without|restrict\w*|prohibit\w*|confidential)", re.IGNORECASE)

# Rules below this many words say too little to be sure of, unless the data says otherwise
_SURE_LENGTH = 18


def traits(rules: Sequence[Rule], lengths: NDArray[Any]) -> dict[str, NDArray[Any]]:
    """Flags, kinds, relevances (0..100) and minimum coverages (0..100) of `rules`, which are `lengths` words long."""
    import numpy as np

    sizes = lengths.tolist()
    flags = [
        (FALSE_POSITIVE if rule.false_positive else 0)
        | (CONTINUOUS if rule.continuous or rule.required_phrase else 0)
        | (BARE if _is_bare(rule, length) else 0)
        | (NUMBERED if length <= _LONGEST_BARE and _NUMBER_LAST.search(rule.text) else 0)
        for rule, length in zip(rules, sizes, strict=True)
    ]
    return {
        "rule_flags": np.array(flags, dtype=np.uint8),
        "rule_kinds": np.array([KINDS.index(rule.kind) for rule in rules], dtype=np.uint8),
        "rule_relevances": np.array([_relevance(*each) for each in zip(rules, sizes, strict=True)], dtype=np.uint8),
        "rule_coverages": np.array([_coverage(*each) for each in zip(rules, sizes, strict=True)], dtype=np.uint8),
    }


def _is_bare(rule: Rule, length: int) -> bool:
    """Whether prose may have these words without a thought of licensing, as in "not recommended for commercial use"."""
    says_something = rule.kind in (MatchKind.TAG, MatchKind.TEXT) or _FORBIDS.search(rule.text)
    return rule.expression in _NAMELESS and length <= _LONGEST_BARE and not says_something


def _relevance(rule: Rule, length: int) -> int:
    """As the data's documentation says: without a stated relevance, short rules count for less."""
    return rule.relevance if rule.relevance >= 0 else min(100, length * 100 // _SURE_LENGTH)


def _coverage(rule: Rule, length: int) -> int:
    """Without a stated minimum, the shorter a rule, the more of it must be there."""
    if rule.minimum_coverage:
        return rule.minimum_coverage
    for longest, coverage in ((2, 100), (9, 80), (29, 50)):
        if length <= longest:
            return coverage
    return 0
