"""The answers to a question of compatibility, and who gives them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from licenses.language import Text, text


class Answer(StrEnum):
    """May it go in?"""

    YES = "yes"
    NO = "no"
    CHECK = "check"  # on conditions that a person must look at
    UNKNOWN = "unknown"

    @property
    def label(self) -> Text:
        """Its name for people."""
        return {
            Answer.YES: text("compatible"),
            Answer.NO: text("not compatible"),
            Answer.CHECK: text("compatible on conditions"),
            Answer.UNKNOWN: text("not known"),
        }[self]


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one source says."""

    answer: Answer
    because: Text
    source: str  # a URL, or a licence and its section; "" when nobody says anything
