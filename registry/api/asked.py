"""What a request says: its query, its JSON body, the version that it was made for."""

from __future__ import annotations

from typing import TypeVar

import msgspec
from flask import abort, request

from licenses.errors import BadUsage
from licenses.language import text
from registry.api.documented import Parameter
from registry.api.documented import encoded as encoded_answer

T = TypeVar("T")
# At least one character that is seen, and none that no text holds. Written so that JSON Schema's regular expressions
# (ECMA-262) and Python's mean the same by it: they disagree about what white space is.
VISIBLE = r"^[^\x00]*[^\x00-\x20\x7f-\xa0\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff][^\x00]*$"
# An SPDX expression with parentheses one deep, which is enough to say anything: a regular language says no more.
_ID = r"(?!(?:[Aa][Nn][Dd]|[Oo][Rr]|[Ww][Ii][Tt][Hh])\b)[A-Za-z0-9.-]*[A-Za-z0-9]\+?"
_LICENSE = rf"{_ID}(?: WITH {_ID})?"
_ALTERNATIVES = rf"{_LICENSE}(?: (?:AND|OR) {_LICENSE})*"
_ITEM = rf"(?:{_LICENSE}|\({_ALTERNATIVES}\))"
EXPRESSION = rf"^{_ITEM}(?: (?:AND|OR) {_ITEM})*$"
LARGEST_BODY = 1024 * 1024  # bytes of JSON


def word(name: str, says: str, *, most: int, **schema: object) -> Parameter:
    """A parameter of the query that is a text of at most `most` characters."""
    return Parameter(name, {"type": "string", "maxLength": most, "pattern": r"^[^\x00]*$", **schema}, says)


def query(parameter: Parameter) -> str:
    """A word of the query; "" when it is not there.

    Raises:
        BadUsage: it is too long, or holds what no text holds.
    """
    written = once(parameter.name)
    most: int = parameter.schema["maxLength"]
    if len(written) > most:
        raise BadUsage(text("{name} has at most {most} characters", name=parameter.name, most=most))
    choices = parameter.schema.get("enum")
    if choices and written and written not in choices:
        raise BadUsage(text("{name} is one of: {choices}", name=parameter.name, choices=", ".join(choices)))
    return written


def once(name: str, default: str = "") -> str:
    """A word of the query that may stand there once.

    Raises:
        BadUsage: it stands there more than once.
    """
    written = request.args.getlist(name)
    if len(written) > 1:
        raise BadUsage(text("{name} is given more than once", name=name))
    return written[0] if written else default


def json_body(shape: type[T]) -> T:
    """The request's JSON, checked.

    Raises:
        BadUsage: it is not JSON of that shape.
    """
    if request.mimetype not in {"", "application/json"}:
        abort(415)
    if (request.content_length or 0) > LARGEST_BODY:
        abort(413)
    content = request.get_data(cache=False)
    if b"\\u0000" in content:
        raise BadUsage(text("the request's JSON holds the character U+0000"))
    try:
        return msgspec.convert(_whole_numbers(msgspec.json.decode(content)), shape)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as wrong:
        raise BadUsage(text("the request's JSON does not have the expected form: {cause}", cause=str(wrong))) from wrong


def _whole_numbers(said: object) -> object:
    """JSON knows no integers: 3.0 is one (JSON Schema 2020-12, Core §4.2.3)."""
    if isinstance(said, dict):
        return {name: _whole_numbers(value) for name, value in said.items()}
    if isinstance(said, list):
        return [_whole_numbers(value) for value in said]
    return int(said) if isinstance(said, float) and said.is_integer() else said


def require_unchanged(now: object) -> None:
    """Go on only when what the client has seen, by `If-Match`, is still what it would get (RFC 9110 §13.1.1).

    Raises:
        werkzeug.exceptions.PreconditionFailed: it has changed.
    """
    from werkzeug.http import generate_etag

    wanted = request.if_match
    if wanted and not wanted.contains(generate_etag(encoded_answer(now))):
        abort(412)
