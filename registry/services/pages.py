"""Cursor pagination: a page says where the next one starts, so that rows added meanwhile shift nothing."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from licenses.errors import BadUsage
from licenses.language import text

T = TypeVar("T")
MAX_LIMIT = 100


CURSOR = re.compile(r"[A-Za-z0-9_-]{0,500}")


class NoSuchPage(BadUsage):
    """No page of the list begins there."""


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some items of a list."""

    items: tuple[T, ...]
    next: str  # the cursor of the next page; "" on the last


def page_of(rows: Sequence[T], limit: int, keys: Sequence[str]) -> Page[T]:
    """A page from `limit + 1` rows asked of the database; `keys` are the rows' places in the order of the list."""
    more = len(rows) > limit
    return Page(tuple(rows[:limit]), encode(keys[limit - 1]) if more else "")


def encode(place: str) -> str:
    """An opaque cursor for a place in a list."""
    return base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")


def decode(cursor: str) -> str:
    """The place that a cursor stands for; "" for "".

    Raises:
        BadUsage: this is not written as our cursors are.
        NoSuchPage: it is, but stands for no place.
    """
    if not CURSOR.fullmatch(cursor):
        raise BadUsage(text("this cursor does not come from an earlier page"), where=cursor[:80])
    try:
        place = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, UnicodeDecodeError) as error:
        raise NoSuchPage(text("this cursor does not come from an earlier page"), where=cursor[:80]) from error
    if "\0" in place:
        raise NoSuchPage(text("this cursor does not come from an earlier page"), where=cursor[:80])
    return place


def number(cursor: str) -> int:
    """The row number that a cursor stands for; 0 for "".

    Raises:
        BadUsage: this is not one of our cursors.
    """
    place = decode(cursor)
    if place and not (place.isascii() and place.isdecimal() and len(place) < 19):
        raise NoSuchPage(text("this cursor does not come from an earlier page"), where=cursor[:80])
    return int(place or 0)
