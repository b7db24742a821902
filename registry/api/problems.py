"""Errors as `application/problem+json` (RFC 9457), in the language of the request."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

import msgspec
from flask import Response
from werkzeug.exceptions import HTTPException, RequestedRangeNotSatisfiable

from licenses.errors import BadUsage, Refused, TrustpoolError
from licenses.language import text
from registry.api.answers import Problem
from registry.api.language import request_language
from registry.services.accounts import Taken
from registry.services.archives import Withdrawn, WrittenElsewhere
from registry.services.package_index.interface import IndexSilent
from registry.services.pages import NoSuchPage
from registry.services.permissions import NotKnown
from registry.services.projects import NotFound
from registry.services.workflow import Conflict
from registry.store.documents import StorageSilent

MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: text("the request cannot be understood"),
    403: text("this is not allowed"),
    404: text("there is no such thing here"),
    405: text("this address does not know that method"),
    406: text("nothing that was asked for can be served here"),
    408: text("the request took too long"),
    411: text("the request must say how long it is"),
    412: text("it has changed since it was seen"),
    413: text("the request is too large"),
    415: text("the request's media type is not served here"),
    416: text("it has no such bytes"),
    429: text("too many requests"),
}
_STATUS: Mapping[type[TrustpoolError], HTTPStatus] = {
    NotFound: HTTPStatus.NOT_FOUND,
    NotKnown: HTTPStatus.UNAUTHORIZED,
    Withdrawn: HTTPStatus.GONE,
    WrittenElsewhere: HTTPStatus.SERVICE_UNAVAILABLE,
    StorageSilent: HTTPStatus.SERVICE_UNAVAILABLE,
    Refused: HTTPStatus.FORBIDDEN,
    Conflict: HTTPStatus.CONFLICT,
    IndexSilent: HTTPStatus.BAD_GATEWAY,
    Taken: HTTPStatus.CONFLICT,
    NoSuchPage: HTTPStatus.NOT_FOUND,
}
DEFECT = text("a defect in trustpool; its log says more")


def status_of(error: TrustpoolError) -> int:
    """The HTTP status of an error of ours."""
    for kind, status in _STATUS.items():
        if isinstance(error, kind):
            return status
    return HTTPStatus.BAD_REQUEST if isinstance(error, BadUsage) else HTTPStatus.INTERNAL_SERVER_ERROR


def of_trustpool(error: TrustpoolError) -> Response:
    """An error of ours, told to a program."""
    language = request_language()
    hint = error.hint.to(language) if error.hint else ""
    answer = _problem(status_of(error), error.what.to(language), where=error.where, hint=hint)
    if answer.status_code == HTTPStatus.UNAUTHORIZED:
        answer.headers["WWW-Authenticate"] = "Bearer"  # RFC 6750 §3
    return answer


def of_http(error: HTTPException) -> Response:
    """An error of the protocol."""
    status = error.code or 500
    answer = _problem(status, TITLES.get(status, DEFECT).to(request_language()))
    if retry := getattr(error, "retry_after", None):
        answer.headers["Retry-After"] = str(retry)
    if isinstance(error, RequestedRangeNotSatisfiable):
        answer.headers["Content-Range"] = f"bytes */{error.length}"
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        answer.headers["Allow"] = ", ".join(sorted(getattr(error, "valid_methods", None) or ()))
    return answer


def of_defect() -> Response:
    """A defect: what happened is in the log and nobody else's business."""
    return _problem(500, DEFECT.to(request_language()))


def _problem(status: int, title: str, *, where: str = "", hint: str = "") -> Response:
    body = msgspec.json.encode(Problem("about:blank", title, int(status), where, hint))
    return Response(body + b"\n", int(status), mimetype=MEDIA_TYPE)
