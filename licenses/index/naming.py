"""Which words of a notice name its licence: where they are missing or replaced, an edited notice is of another one.

"Available under the MIT License" with another name in it differs in one word of five, and says something else. The
words are those of the licence's key, identifier and name that the notice has and that say which licence it is, and the
numbers of its version: "version 3 of the License" is no notice of version 2.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from licenses.detection import MatchKind
from licenses.index.expressions import symbols
from licenses.text.tokens import words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from licenses.index.source import LicenseEntry, Rule

_KINDS = (MatchKind.NOTICE, MatchKind.REFERENCE, MatchKind.TAG)
# in the names of so many licences that they tell none apart, or said for another reason
_GENERIC = """
    license licence licenses public general agreement software version terms open source free documentation library
    exception notice new clause variant style old simplified modified revised permissive use only later plus unknown
    other commercial proprietary reference code copyright project foundation domain restriction commons font fonts data
    patent grant clause attribution permissive acknowledgement disclaimer service freeware shareware academic research
    educational sdk eula api web site community and or with the of for to in by a an no non re
"""
# of a key: `lgpl-2.1-plus`, `cc-by-4.0`
_VERSION = re.compile(r"-(\d+(?:\.\d+)*)(?:-plus)?$")


def naming(
    rules: Sequence[Rule], entries: Iterable[LicenseEntry], arrays: Mapping[str, NDArray[Any]]
) -> dict[str, NDArray[Any]]:
    """For all notices and references: the rule, which of its names or numbers it is, and the place of such words."""
    known = _named(entries, arrays)
    rows: list[tuple[int, int, int]] = []
    together, offsets = arrays["rule_words"], arrays["rule_offsets"].tolist()
    for number, rule in enumerate(rules):
        if rule.false_positive or rule.kind not in _KINDS:
            continue
        body = together[offsets[number] : offsets[number + 1]]
        groups = [ids for symbol in sorted(symbols(rule.expression)) for ids in known.get(symbol.lower(), ())]
        for group, ids in enumerate(groups):
            rows += [(number, group, place) for place in np.isin(body, ids).nonzero()[0].tolist()]
    table = np.array(rows, dtype=np.int32).reshape(-1, 3)
    ranges = np.searchsorted(table[:, 0], np.arange(len(rules) + 1))
    return {
        "naming_offsets": ranges.astype(np.int32),
        "naming_groups": table[:, 1].copy(),
        "naming_places": table[:, 2].copy(),
    }


def _named(entries: Iterable[LicenseEntry], arrays: Mapping[str, NDArray[Any]]) -> dict[str, list[NDArray[Any]]]:
    """For each licence key the ids of the words that name it, and of each number of its version but 0."""
    numbers, telling = arrays["word_numbers"], arrays["telling"]
    generic = words(_GENERIC.encode("utf-8")).numbers
    known: dict[str, list[NDArray[Any]]] = {}
    for entry in entries:
        spelled = words(
            " ".join((entry.key, entry.spdx.removeprefix("LicenseRef-scancode-"), entry.name)).encode("utf-8")
        )
        named = _ids(np.setdiff1d(spelled.numbers, generic), numbers)
        version = _VERSION.search(entry.key)
        parts = [part for part in version[1].split(".") if part != "0"] if version else []
        groups = [named[telling[named]], *(_ids(words(part.encode()).numbers, numbers) for part in parts)]
        known[entry.key.lower()] = [ids for ids in groups if len(ids)]
    return known


def _ids(wanted: NDArray[np.uint64], numbers: NDArray[np.uint64]) -> NDArray[Any]:
    """The ids of those of the words that some rule has."""
    ids = numbers.searchsorted(wanted)
    known: NDArray[Any] = ids[numbers.take(ids, mode="clip") == wanted]
    return known
