"""`@documented`: what a view takes and answers, said once; the OpenAPI document and the view's behaviour come from it.

A documented view returns one of `registry.api.answers`; here it becomes JSON with an entity tag, or 304 when the
client has it already (RFC 9110 §13), or 406 when the client wants something else (§12.5.1).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from types import MappingProxyType
from typing import Any

import msgspec
from flask import Response, abort, request

from licenses.language import LANGUAGES
from registry.api.language import request_language

JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One word of the query or of the path."""

    name: str
    schema: Mapping[str, Any]  # JSON Schema 2020-12
    says: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Operation:
    """What is known about a view."""

    answer: Any  # a type of registry.api.answers; None when there is no JSON
    status: int
    body: Any  # the type of the JSON that it takes; None for none
    query: tuple[Parameter, ...]
    path: Mapping[str, Parameter]  # beyond what a path's words are by default
    errors: tuple[int, ...]
    needs_token: bool
    produces: tuple[str, ...]  # media types
    consumes: tuple[str, ...]  # media types of a body that is not JSON of the type `body`
    ranges: bool  # a part of the answer can be asked for


View = Callable[..., Any]
OPERATION = "trustpool_operation"  # the attribute of a view


def documented(
    answer: Any = None,
    *,
    status: int = 200,
    body: Any = None,
    query: tuple[Parameter, ...] = (),
    path: Mapping[str, Parameter] = MappingProxyType({}),
    errors: tuple[int, ...] = (),
    needs_token: bool = False,
    produces: tuple[str, ...] = (JSON,),
    consumes: tuple[str, ...] = (),
    ranges: bool = False,
) -> Callable[[View], View]:
    """Say what a view takes and answers. Its docstring says what it is for."""
    said = Operation(answer, status, body, query, path, errors, needs_token, produces, consumes, ranges)

    def mark(view: View) -> View:
        @wraps(view)
        def asked(**place: Any) -> Response:
            _require_acceptable(produces)
            if set(request.args.getlist("lang")) - set(LANGUAGES):
                abort(400)
            given = view(**place)
            return given if isinstance(given, Response) else _answered(given, status)

        setattr(asked, OPERATION, said)
        return asked

    return mark


def operation_of(view: View) -> Operation | None:
    """What was said about a view."""
    found: Operation | None = getattr(view, OPERATION, None)
    return found


def encoded(answer: Any) -> bytes:
    """An answer as JSON."""
    return msgspec.json.encode(answer) + b"\n"


def _answered(answer: Any, status: int) -> Response:
    if answer is None:
        return Response(status=status)
    made = Response(encoded(answer), status, content_type=JSON)
    made.headers["Content-Language"] = {"en": "en", "zh": "zh-Hans"}[request_language()]
    if request.method in {"GET", "HEAD"}:
        made.add_etag()
        made.headers["Cache-Control"] = "no-cache"  # kept, but asked about each time
        made.make_conditional(request.environ)
    return made


def _require_acceptable(produces: tuple[str, ...]) -> None:
    """An error is always told as a problem; what was asked for is not made in vain."""
    wanted = request.accept_mimetypes
    if wanted and not any(wanted.quality(media) > 0 for media in produces):
        abort(406)
