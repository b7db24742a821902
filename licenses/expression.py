"""SPDX licence expressions: read, normalised and written.

Grammar: SPDX 2.3, annex D (identifiers without case, operators in any case). Read also: ScanCode keys, withdrawn ids,
the "+" of older notices. A recursive-descent parser of our own, because it says where an expression is wrong, bounds
its depth, and costs no import.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NoReturn, TypeAlias

from msgspec import Struct

from licenses.errors import InputUnreadable
from licenses.identifiers import REPLACED, identifiers
from licenses.language import Text, text

MAX_DEPTH = 50  # parentheses inside parentheses
MAX_LENGTH = 20_000  # characters


class BadExpression(InputUnreadable):
    """The text is not a licence expression; `where` quotes it and marks the place."""


class License(Struct, frozen=True):
    """One licence, perhaps with an exception."""

    id: str  # SPDX id, LicenseRef-…, or as written when nobody knows it
    exception: str = ""  # SPDX exception id, after WITH
    or_later: bool = False  # a "+" that no "-or-later" id says

    def __str__(self) -> str:
        later = "+" if self.or_later else ""
        return f"{self.id}{later} WITH {self.exception}" if self.exception else f"{self.id}{later}"


class AllOf(Struct, frozen=True):
    """Every part applies (AND)."""

    parts: tuple[Expression, ...]  # at least two, none of them an AllOf

    def __str__(self) -> str:
        return " AND ".join(f"({part})" if isinstance(part, AnyOf) else str(part) for part in self.parts)


class AnyOf(Struct, frozen=True):
    """The recipient chooses one part (OR)."""

    parts: tuple[Expression, ...]  # at least two, none of them an AnyOf

    def __str__(self) -> str:
        return " OR ".join(f"({part})" if isinstance(part, AllOf) else str(part) for part in self.parts)


Expression: TypeAlias = License | AllOf | AnyOf


@lru_cache(maxsize=8192)
def parse(written: str) -> Expression:
    """The expression that `written` states, normalised: SPDX ids, no doubles, no needless parentheses.

    An identifier that nobody knows is kept as written; `unknown_ids` lists such.

    Raises:
        BadExpression: it is empty, too long, nested too deep or not an expression.
    """
    if len(written) > MAX_LENGTH:
        what = text(
            "a licence expression of {length} characters; at most {limit} are read",
            length=len(written),
            limit=MAX_LENGTH,
        )
        raise BadExpression(what, where=f"{written[:60]}…")
    return _Parser(written).whole()


def normalise(written: str) -> str:
    """The canonical spelling of `written`.

    Raises:
        BadExpression: see `parse`.
    """
    return str(parse(written))


def licenses_in(expression: Expression) -> Iterator[License]:
    """Each licence of the expression, left to right."""
    if isinstance(expression, License):
        yield expression
    else:
        for part in expression.parts:
            yield from licenses_in(part)


def unknown_ids(expression: Expression) -> tuple[str, ...]:
    """Identifiers that are neither on a list we know nor marked as a reference of the writer's own."""
    ids = [name for part in licenses_in(expression) for name in (part.id, part.exception) if name]
    return tuple(dict.fromkeys(name for name in ids if name.lower() not in identifiers() and not _is_reference(name)))


def all_of(parts: list[Expression]) -> Expression:
    """`parts` joined by AND: flat, without doubles."""
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, AllOf) else (part,))]
    unique = tuple(dict.fromkeys(flat))
    return unique[0] if len(unique) == 1 else AllOf(unique)


def any_of(parts: list[Expression]) -> Expression:
    """`parts` joined by OR: flat, without doubles."""
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, AnyOf) else (part,))]
    unique = tuple(dict.fromkeys(flat))
    return unique[0] if len(unique) == 1 else AnyOf(unique)


def _is_reference(name: str) -> bool:
    return name.lower().startswith(("licenseref-", "documentref-", "additionref-"))


_TOKEN = re.compile(r"\s*([()]|[^\s()]+)")
_NAME = re.compile(r"(?:DocumentRef-[\w.\-]+:)?[\w.\-]+\+?", re.IGNORECASE)
_OPERATORS = {"AND", "OR", "WITH"}


class _Parser:
    """One pass over one text: OR binds loosest, then AND, then WITH."""

    def __init__(self, written: str) -> None:
        self.written = written
        self.tokens = [(found.group(1), found.start(1)) for found in _TOKEN.finditer(written)]
        self.place = 0
        self.depth = 0

    def whole(self) -> Expression:
        if not self.tokens:
            self._refuse(text("a licence expression is empty"))
        expression = self._alternatives()
        if self.place < len(self.tokens):
            self._refuse(
                text("a licence expression goes on with {token} where AND, OR or its end belongs", token=self._peek())
            )
        return expression

    def _alternatives(self) -> Expression:
        parts = [self._conjunction()]
        while self._take("OR"):
            parts.append(self._conjunction())
        return any_of(parts)

    def _conjunction(self) -> Expression:
        parts = [self._operand()]
        while self._take("AND"):
            parts.append(self._operand())
        return all_of(parts)

    def _operand(self) -> Expression:
        if not self._take("("):
            return self._license()
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self._refuse(text("a licence expression is nested deeper than {limit} levels", limit=MAX_DEPTH))
        inside = self._alternatives()
        if not self._take(")"):
            self._refuse(text("a licence expression lacks a closing parenthesis"))
        self.depth -= 1
        return inside

    def _license(self) -> Expression:
        known = _resolve(self._name())
        if not self._take("WITH"):
            return known
        exception = self._name()
        found = identifiers().get(exception.lower())
        name = found.id if found else exception
        if not isinstance(known, License) or known.exception:
            self._refuse(text("{token} already carries an exception; WITH cannot add another", token=str(known)))
        return License(known.id, name, known.or_later)

    def _name(self) -> str:
        name = self._peek()
        if not name or name in "()" or name.upper() in _OPERATORS:
            self._refuse(text("a licence expression lacks a licence identifier"))
        if not _NAME.fullmatch(name):
            self._refuse(text("{token} is not a licence identifier", token=name[:60]))
        self.place += 1
        return name

    def _peek(self) -> str:
        return self.tokens[self.place][0] if self.place < len(self.tokens) else ""

    def _take(self, wanted: str) -> bool:
        if self._peek().upper() != wanted:
            return False
        self.place += 1
        return True

    def _refuse(self, what: Text) -> NoReturn:
        position = self.tokens[self.place][1] if self.place < len(self.tokens) else len(self.written)
        start = max(0, position - 40)
        quoted = f"{self.written[start:position]}⟨?⟩{self.written[position : position + 40]}"
        raise BadExpression(
            what,
            where=f"{'…' if start else ''}{quoted}{'…' if position + 40 < len(self.written) else ''}",
            hint=text("licence expressions look like this: MIT OR (GPL-2.0-or-later WITH Classpath-exception-2.0)"),
        )


def _resolve(name: str) -> Expression:
    """The licence that a written identifier means, or the expression that replaced it."""
    bare = name.removesuffix("+")
    if replacement := REPLACED.get(bare.lower()):
        return parse(replacement)
    known = identifiers()
    if name != bare and (found := known.get(name.lower()) or known.get(f"{_version(bare)}-or-later".lower())):
        return License(found.id)
    found = known.get(bare.lower())
    if found and (replacement := REPLACED.get(found.id.lower())):
        return parse(replacement)
    return License(found.id if found else bare, or_later=name != bare and not bare.lower().endswith("-or-later"))


def _version(name: str) -> str:
    return re.sub(r"-(only|or-later)$", "", name, flags=re.IGNORECASE)
