"""From the data's own licence keys to SPDX identifiers, and expressions in one normal form.

Licences that the SPDX list does not have are `LicenseRef-…`, as the data says. Source: SPDX 2.3 annex D
(https://spdx.github.io/spdx-spec/v2.3/SPDX-license-expressions/).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from licenses.index.source import LicenseEntry

_SYMBOL = re.compile(r"[A-Za-z0-9.+:_-]+")
_OPERATORS = {"and": "AND", "or": "OR", "with": "WITH"}


def spdx_keys(entries: Iterable[LicenseEntry]) -> dict[str, str]:
    """Every spelling of a licence's key or identifier, in lower case, to its SPDX identifier."""
    known: dict[str, str] = {}
    listed = sorted(entries, key=lambda entry: (entry.deprecated, entry.key))
    for entry in listed:
        known.setdefault(entry.spdx.lower(), entry.spdx)
    for entry in listed:
        for other in entry.other_spdx:
            known.setdefault(other.lower(), entry.spdx)
    return known


def own_keys(entries: Iterable[LicenseEntry]) -> dict[str, str]:
    """The data's own keys, in lower case, to SPDX identifiers."""
    return {entry.key.lower(): entry.spdx for entry in entries}


def translate(expression: str, keys: dict[str, str]) -> str:
    """`expression` in SPDX identifiers, normalised; symbols that `keys` does not know stay as they are."""

    def replaced(symbol: re.Match[str]) -> str:
        lower = symbol[0].lower()
        return _OPERATORS.get(lower) or keys.get(lower, symbol[0])

    spelled = _SYMBOL.sub(replaced, expression)
    return normal(spelled) if " " in spelled else spelled


def normal(expression: str) -> str:
    """The expression as license-expression writes it: no needless parentheses, no repeated parts."""
    from license_expression import Licensing

    licensing: Any = Licensing()  # type: ignore[no-untyped-call]
    parsed = licensing.dedup(licensing.parse(expression))
    return str(parsed.render()) if parsed is not None else ""


def symbols(expression: str) -> frozenset[str]:
    """The identifiers in an expression."""
    return frozenset(each for each in _SYMBOL.findall(expression) if each.lower() not in _OPERATORS)
