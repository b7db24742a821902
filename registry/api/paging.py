"""`cursor` and `limit` of a request for a list."""

from __future__ import annotations

from typing import TypedDict

from licenses.errors import BadUsage
from licenses.language import text
from registry.api.asked import once
from registry.api.documented import Parameter
from registry.services.pages import CURSOR as CURSOR_FORM
from registry.services.pages import MAX_LIMIT

CURSOR = Parameter(
    "cursor",
    {"type": "string", "pattern": f"^{CURSOR_FORM.pattern}$"},
    "Where the page begins: `next` of the page before.",
)
LIMIT = Parameter(
    "limit", {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT}, "How many items the page has at most."
)
PAGE = (CURSOR, LIMIT)


class Paging(TypedDict):
    """What services take."""

    cursor: str
    limit: int


def paging(default: int) -> Paging:
    """Where the page begins and how many items it has.

    Raises:
        BadUsage: `limit` is not a number in its range.
    """
    written = once("limit", str(default))
    if not (written.isascii() and written.isdecimal() and len(written) < 6 and 1 <= int(written) <= MAX_LIMIT):
        raise BadUsage(text("limit is a number from 1 to {most}", most=MAX_LIMIT), where=written[:20])
    return Paging(cursor=once("cursor"), limit=int(written))
