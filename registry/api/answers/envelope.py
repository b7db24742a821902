"""What is around answers: a page of a list, a problem; and how moments are written."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Generic, TypeVar

from msgspec import Meta, Struct

T = TypeVar("T")
Moment = Annotated[datetime, Meta(tz=True)]


class Listed(Struct, Generic[T], frozen=True):
    """A page of a list; `next` is the cursor to ask for, or null on the last."""

    items: list[T]
    next: str | None


class Problem(Struct, frozen=True, omit_defaults=True):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str = ""  # what it is about: a name, a path, an address
    hint: str = ""  # what to do next
