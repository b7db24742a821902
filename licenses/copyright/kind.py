"""What a word of a copyright line can be."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """One letter a kind, so that a line of words becomes a string that a grammar of regular expressions can read."""

    COPYRIGHT = "C"  # the word or the sign
    YEAR = "Y"  # 1999, 1999-2004, 1999,2001, 2004-present
    NUMBER = "N"  # any other number
    PROPER = "P"  # a word with a capital
    CAPITALS = "A"  # a word of capitals
    INITIALS = "I"  # J. or J.R.
    COMPANY = "K"  # Inc., GmbH, Foundation
    UNIVERSITY = "U"
    PARTICLE = "V"  # van, de
    EMAIL = "M"
    URL = "L"
    OF = "O"
    IN = "n"
    BY = "B"
    AND = "&"
    TO = "T"
    DASH = "-"
    STATE = "D"  # CA. at the end of an address
    MARK = "t"  # (tm), (r)
    OPEN = "("  # a bracket on its own
    CONTRIBUTORS = "G"
    AUTHORS = "H"  # the authors
    AUTHOR = "X"  # author, @author
    WRITTEN = "W"  # written, developed … (by)
    MAINTAINER = "m"
    OTHERS = "Z"
    PORTIONS = "Q"
    RIGHT = "R"
    RESERVED = "S"
    HOLDER = "h"
    BE = "i"  # is, are
    HELD = "d"
    NOTICE = "c"
    WORD = "w"  # any other word
    STOP = "J"  # no statement goes past it
    BREAK = "E"  # an empty line
