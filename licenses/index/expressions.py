"""From the data's own licence keys to SPDX identifiers, and expressions in one normal form.

Licences that the SPDX list does not have are `LicenseRef-…`, as the data says. Source: SPDX 2.3 annex D
(https://spdx.github.io/spdx-spec/v2.3/SPDX-license-expressions/).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from licenses.identifiers import identifiers

if TYPE_CHECKING:
    from licenses.index.source import LicenseEntry

_SYMBOL = re.compile(r"[A-Za-z0-9.+:_-]+")
_OPERATORS = {"and": "AND", "or": "OR", "with": "WITH"}


# Identifiers that SPDX has withdrawn in favour of an expression. Source: https://spdx.org/licenses/ (deprecated ones)
_WITHDRAWN = {
    "ecos-2.0": "GPL-2.0-or-later WITH eCos-exception-2.0",
    "gpl-2.0-with-autoconf-exception": "GPL-2.0-only WITH Autoconf-exception-2.0",
    "gpl-2.0-with-bison-exception": "GPL-2.0-only WITH Bison-exception-2.2",
    "gpl-2.0-with-classpath-exception": "GPL-2.0-only WITH Classpath-exception-2.0",
    "gpl-2.0-with-font-exception": "GPL-2.0-only WITH Font-exception-2.0",
    "gpl-2.0-with-gcc-exception": "GPL-2.0-only WITH GCC-exception-2.0",
    "gpl-3.0-with-autoconf-exception": "GPL-3.0-only WITH Autoconf-exception-3.0",
    "gpl-3.0-with-gcc-exception": "GPL-3.0-only WITH GCC-exception-3.1",
    "wxwindows": "LGPL-2.0-or-later WITH WxWindows-exception-3.1",
}


def spdx_keys(entries: Iterable[LicenseEntry]) -> dict[str, str]:
    """Every spelling of a licence's identifier or key, in lower case, to what SPDX calls it today.

    An SPDX identifier means itself before it means another licence's old name or the data's own key.
    """
    listed = sorted(entries, key=lambda entry: (entry.deprecated, entry.key))
    own = own_keys(listed)
    known = dict(_WITHDRAWN)
    for spdx in own.values():
        known.setdefault(spdx.lower(), spdx)
    for entry in listed:
        for other in (entry.spdx, *entry.other_spdx, entry.key):
            known.setdefault(other.lower(), own[entry.key.lower()])
    return known


def own_keys(entries: Iterable[LicenseEntry]) -> dict[str, str]:
    """The data's own keys, in lower case, to SPDX identifiers.

    The list that license-expression brings is the newer one: licences that SPDX has since named have their names there.
    """
    keys = {entry.key.lower(): entry.spdx for entry in entries}
    for key, spdx in _listed():
        known = keys.get(key.lower())
        # a name that SPDX gave wins over one that the data made up, whichever of the two sources is the newer
        if known and (known.startswith("LicenseRef-") or not spdx.startswith("LicenseRef-")):
            keys[key.lower()] = spdx
    return {key: _one_name(spdx) for key, spdx in keys.items()}


def _one_name(spdx: str) -> str:
    """One identifier for a licence whose text in each language is an entry of its own in the data, as Mulan PSL is."""
    known = identifiers().get(spdx.lower()) if spdx.startswith("LicenseRef-") else None
    return known.id if known else spdx


def _listed() -> Iterator[tuple[str, str]]:
    from license_expression import get_license_index

    for entry in get_license_index():  # type: ignore[no-untyped-call]
        if not entry.get("is_deprecated") and entry.get("spdx_license_key"):
            yield entry["license_key"], entry["spdx_license_key"]


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
