"""SPDX licence expressions in SBOMs."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from license_expression import Licensing

LONGEST_EXPRESSION = 4096  # characters


@lru_cache(maxsize=8192)
def is_expression(written: str) -> bool:
    """Whether a text is an SPDX licence expression of known identifiers; a LicenseRef is whatever a document says."""
    from license_expression import ExpressionError

    if len(written) > LONGEST_EXPRESSION:
        return False
    plain = re.sub(r"(?:DocumentRef-[\w.\-]+:)?LicenseRef-[\w.\-]+", "MIT", written)
    try:
        return not _spdx().unknown_license_keys(plain)  # type: ignore[no-untyped-call]
    except (ExpressionError, ValueError, RecursionError):
        return False


@cache
def _spdx() -> Licensing:
    """The library's list, made once: it reads 2,000 licences and sets up a search for all of them."""
    from license_expression import get_spdx_licensing

    made: Licensing = get_spdx_licensing()  # type: ignore[no-untyped-call]
    return made
