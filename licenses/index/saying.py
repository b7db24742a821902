"""Which licence expressions say all that another one says: the symbols of each, and the expressions of each symbol."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from licenses.index.expressions import symbols

if TYPE_CHECKING:
    from numpy.typing import NDArray


def sayings(expressions: Sequence[str]) -> dict[str, NDArray[Any]]:
    """The symbols of each expression, as numbers, and the expressions of each symbol: two lists of lists."""
    import numpy as np

    said = [sorted(symbols(each)) for each in expressions]
    numbers = {symbol: place for place, symbol in enumerate(sorted({symbol for each in said for symbol in each}))}
    says = np.array([numbers[symbol] for each in said for symbol in each], dtype=np.int32)
    owners = np.repeat(np.arange(len(said), dtype=np.int32), [len(each) for each in said])
    order = np.argsort(says, kind="stable")
    return {
        "says": says,
        "says_offsets": _offsets([len(each) for each in said]),
        "said_by": owners[order],
        "said_by_offsets": _offsets(np.bincount(says, minlength=len(numbers))),
    }


def saying(expression: int, arrays: Mapping[str, NDArray[Any]]) -> NDArray[Any]:
    """For each expression whether it has all the symbols of expression number `expression`."""
    import numpy as np

    first, last = arrays["says_offsets"][expression : expression + 2].tolist()
    offsets, said_by = arrays["said_by_offsets"], arrays["said_by"]
    having = np.zeros(len(arrays["says_offsets"]) - 1, dtype=np.int32)
    for symbol in arrays["says"][first:last].tolist():
        having[said_by[int(offsets[symbol]) : int(offsets[symbol + 1])]] += 1
    whole: NDArray[Any] = having == last - first
    return whole


def _offsets(counts: Any) -> NDArray[Any]:
    import numpy as np

    offsets = np.zeros(len(counts) + 1, dtype=np.int32)
    np.cumsum(counts, out=offsets[1:])
    return offsets
