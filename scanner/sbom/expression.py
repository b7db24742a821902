"""SPDX licence expressions in SBOMs."""

from __future__ import annotations

import re

LONGEST_EXPRESSION = 4096  # characters


def is_expression(written: str) -> bool:
    """Whether a text is an SPDX licence expression of known identifiers; a LicenseRef is whatever a document says."""
    from license_expression import ExpressionError, get_spdx_licensing

    if len(written) > LONGEST_EXPRESSION:
        return False
    plain = re.sub(r"(?:DocumentRef-[\w.\-]+:)?LicenseRef-[\w.\-]+", "MIT", written)
    try:
        return not get_spdx_licensing().unknown_license_keys(plain)  # type: ignore[no-untyped-call]
    except (ExpressionError, ValueError, RecursionError):
        return False
