"""How licences speak: runs of three words that the texts and notices of several licences share.

A text in which such runs are frequent is licensing of some sort, whoever wrote it. ScanCode's detection of unknown
licences counts runs of words, too (https://scancode-toolkit.readthedocs.io, `--unknown-licenses`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from licenses.detection import MatchKind
from licenses.index import anchors
from licenses.index.traits import FALSE_POSITIVE, KINDS
from licenses.index.vocabulary import distinct

if TYPE_CHECKING:
    from numpy.typing import NDArray

RUN = 3
_LICENSES = 5  # expressions whose rules have a run that is common to licences


def legalese(arrays: dict[str, NDArray[Any]]) -> dict[str, NDArray[np.uint64]]:
    """The keys, in order, of the runs that five or more licences share and that have a telling word in them."""
    together, offsets = arrays["rule_words"], arrays["rule_offsets"]
    speaking = np.isin(arrays["rule_kinds"], [KINDS.index(MatchKind.TEXT), KINDS.index(MatchKind.NOTICE)])
    speaking &= arrays["rule_flags"] & FALSE_POSITIVE == 0
    owner = np.repeat(np.arange(len(offsets) - 1), np.diff(offsets))
    keys = anchors.keys(arrays["word_numbers"][together], RUN)
    count = len(keys)
    telling = arrays["telling"][together]
    kept = speaking[owner[:count]] & (owner[:count] == owner[RUN - 1 : RUN - 1 + count])
    kept &= np.logical_or.reduce([telling[place : place + count] for place in range(RUN)])
    runs, numbers = np.unique(keys[kept], return_inverse=True)
    expressions = arrays["rule_expressions"][owner[:count][kept]]
    size = len(arrays["expression_offsets"])
    pairs = distinct(numbers.astype(np.int64) * size + expressions)
    return {"legal_runs": runs[np.bincount(pairs // size, minlength=len(runs)) >= _LICENSES]}
