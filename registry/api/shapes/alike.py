"""What a row and its answer have in common: members of the same names, said as JSON says them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

from msgspec import Struct

from licenses.language import Text
from registry.api import answers
from registry.api.language import request_language
from registry.services.pages import Page

R = TypeVar("R")
A = TypeVar("A")
S = TypeVar("S", bound=Struct)


def alike(kind: type[S], row: object, **otherwise: object) -> S:
    """An answer whose members are the row's of the same names, except where said otherwise."""
    same = {name: _said(getattr(row, name)) for name in kind.__struct_fields__ if name not in otherwise}
    return kind(**same, **otherwise)


def listed(page: Page[R], shape: Callable[[R], A]) -> answers.Listed[A]:
    """A page of a list."""
    return answers.Listed([shape(it) for it in page.items], page.next or None)


def moment(at: datetime) -> datetime:
    """In UTC, to the second."""
    return at.astimezone(UTC).replace(microsecond=0)


def sentence(it: Text | None) -> str | None:
    """A sentence in the reader's language."""
    return it.to(request_language()) if it else None


def _said(value: Any) -> Any:
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, Text):
        return sentence(value)
    return list(value) if isinstance(value, tuple) else value
