"""What a conversion could not carry over: said, never silent."""

from __future__ import annotations

from dataclasses import dataclass

from licenses.language import Text


@dataclass(frozen=True, slots=True)
class Loss:
    """A fact of the source document that the target format has no place for."""

    subject: str  # the component's reference; "" for the document itself
    fact: str  # dotted name of the field, as the source format spells it
    reason: Text
