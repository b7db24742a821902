"""Something in a pool that is not as it must be."""

from __future__ import annotations

from dataclasses import dataclass

from licenses.language import Text


@dataclass(frozen=True, slots=True)
class Finding:
    """One of them."""

    code: str  # stable, for programs
    where: str
    message: Text
