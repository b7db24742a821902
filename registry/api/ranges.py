"""A part of a download: `Range`, `If-Range`, 206 and 416 (RFC 9110 §14). One range of bytes, as resuming needs it.

What we do not understand is answered as if it was not asked (§14.2): other units, several ranges, what is no range.
"""

from __future__ import annotations

import re

from flask import Response, request
from werkzeug.exceptions import RequestedRangeNotSatisfiable
from werkzeug.http import quote_etag

_RANGE = re.compile(r"\s*bytes\s*=[\s,]*(?:(\d{1,18})\s*-\s*(\d{0,18})|-\s*(\d{1,18}))[\s,]*", re.IGNORECASE)


def asked_range(size: int, etag: str) -> range | None:
    """Which of `size` bytes are asked for; None for the whole.

    Raises:
        RequestedRangeNotSatisfiable: there are no such bytes.
    """
    if request.method != "GET" or not _of_this(etag):
        return None
    found = _RANGE.fullmatch(request.headers.get("Range", ""))
    if found is None:
        return None
    first, last, suffix = found.groups()
    if suffix is not None:
        part = range(max(0, size - int(suffix)), size)
    else:
        part = range(int(first), min(int(last) + 1, size) if last else size)
        if last and int(last) < int(first):
            return None
    if not part:
        raise RequestedRangeNotSatisfiable(size)
    return part


def partial(answer: Response, part: range, size: int) -> None:
    """Make an answer whose body is `part` say so (§15.3.7)."""
    answer.status_code = 206
    answer.content_length = len(part)
    answer.headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{size}"


def _of_this(etag: str) -> bool:
    """Whether the client has the beginning of these very bytes, if it says what it has (§13.1.5)."""
    known = request.headers.get("If-Range")
    return known is None or known.strip() == quote_etag(etag)
