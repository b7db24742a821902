"""What a REUSE.toml or `.reuse/dep5` states of the files that its patterns match (https://reuse.software/spec-3.3/)."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct

from licenses.globs import any_glob

MOST = 2000  # statements in one file


class Precedence(StrEnum):
    """Who is right where a file has something to say itself."""

    CLOSEST = "closest"  # the file, as far as it says something
    AGGREGATE = "aggregate"  # both
    OVERRIDE = "override"  # the statement


class Statement(Struct, frozen=True):
    """One annotation and the files that it is about."""

    source: str  # path of the file that states it
    globs: tuple[str, ...]  # as licenses.globs reads them, relative to the tree
    expressions: tuple[str, ...]  # SPDX
    copyrights: tuple[str, ...]  # as written
    precedence: Precedence


def covers(statement: Statement, path: str) -> bool:
    """Whether the statement is about a file."""
    return any_glob(statement.globs)(path)


def last_of(statements: Sequence[Statement], path: str) -> Statement | None:
    """Of the statements of one file, the one that holds for `path`: the last that covers it."""
    return next((one for one in reversed(statements) if covers(one, path)), None)
