"""The one exception family that speaks to people: what happened, where, and what to do next."""

from __future__ import annotations

from enum import IntEnum

from licenses.language import Text


class ExitCode(IntEnum):
    """What every `trustpool` command returns to its caller."""

    CLEAN = 0
    REFUSED = 1  # a gate or a verification said no
    USAGE = 2
    UNREADABLE = 3  # the input could not be read
    INTERNAL = 4  # a defect of ours


class TrustpoolError(Exception):
    """An error for the person who can fix it.

    `what` is the sentence, `where` the file, ref or setting it concerns, `hint` what to try next.
    """

    exit_code = ExitCode.INTERNAL

    def __init__(self, what: Text, *, where: str = "", hint: Text | None = None) -> None:
        super().__init__(what.english())
        self.what = what
        self.where = where
        self.hint = hint


class InputUnreadable(TrustpoolError):
    """The source, file or document cannot be read as what it claims to be."""

    exit_code = ExitCode.UNREADABLE


class BadUsage(TrustpoolError):
    """The command's words or a setting are wrong."""

    exit_code = ExitCode.USAGE


class Refused(TrustpoolError):
    """A gate or a verification said no; not a defect."""

    exit_code = ExitCode.REFUSED
