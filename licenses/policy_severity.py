"""How grave a violation is."""

from __future__ import annotations

from enum import StrEnum

from licenses.language import Text, text


class Severity(StrEnum):
    """From the gravest."""

    REFUSE = "refuse"  # the gate says no
    WARN = "warn"  # a person should look
    NOTE = "note"  # worth knowing

    @property
    def label(self) -> Text:
        """Its name for people."""
        return {
            Severity.REFUSE: text("refused"),
            Severity.WARN: text("warning"),
            Severity.NOTE: text("note"),
        }[self]

    @property
    def rank(self) -> int:
        """0 is the gravest."""
        return list(Severity).index(self)
