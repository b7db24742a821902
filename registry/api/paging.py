"""`cursor` and `limit` of a request for a list."""

from __future__ import annotations

from typing import TypedDict

from flask import request

from licenses.errors import BadUsage
from licenses.language import text
from registry.services.pages import MAX_LIMIT


class Paging(TypedDict):
    """What services take."""

    cursor: str
    limit: int


def paging(default: int) -> Paging:
    """Where the page begins and how many items it has.

    Raises:
        BadUsage: `limit` is not a number in its range.
    """
    written = request.args.get("limit", str(default))
    if not (written.isascii() and written.isdecimal() and 1 <= int(written[:6]) <= MAX_LIMIT):
        raise BadUsage(text("limit is a number from 1 to {most}", most=MAX_LIMIT), where=written[:20])
    return Paging(cursor=request.args.get("cursor", "")[:500], limit=int(written))
