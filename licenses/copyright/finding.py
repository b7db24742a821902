"""What one blob says about who made and who owns it."""

from __future__ import annotations

from msgspec import Struct


class Copyright(Struct, frozen=True):
    """One copyright statement, comment signs and markup removed, every © written as `(c)`."""

    statement: str  # words separated by single spaces
    holders: tuple[str, ...]  # as written; `normalise_holder` gives the form to compare
    years: str  # as written, such as "1999-2004, 2007"; empty when the statement names none
    first_line: int  # 1-based
    last_line: int  # 1-based, inclusive


class Author(Struct, frozen=True):
    """A person or body said to have written something; not a claim of ownership."""

    name: str  # with the address, if one is given
    first_line: int  # 1-based
    last_line: int  # 1-based, inclusive


class CopyrightFindings(Struct, frozen=True):
    """Everything that one blob says, in the order of its lines."""

    copyrights: tuple[Copyright, ...] = ()
    authors: tuple[Author, ...] = ()
