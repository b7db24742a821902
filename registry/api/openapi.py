"""`/api/v1/openapi.json`: the API by OpenAPI 3.1, from its own views. https://spec.openapis.org/oas/v3.1.1"""

from __future__ import annotations

import re
from collections.abc import Iterator
from http import HTTPStatus
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import msgspec
from flask import Flask, Response, current_app, request
from werkzeug.routing import Rule

from licenses.language import LANGUAGES
from registry.api.answers import Problem
from registry.api.blueprints import PREFIX, part, pool
from registry.api.documented import JSON, Operation, Parameter, documented, encoded, operation_of
from registry.api.problems import MEDIA_TYPE

blueprint = part("openapi")

Json = dict[str, Any]
_WORD = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")
_ALWAYS = (400, 406, 429)  # what any operation may answer
_PATH: dict[str, Parameter] = {
    "name": Parameter("name", {"type": "string", "pattern": r"^[^\x00/]+$"}, "The project's name.", required=True),
    "release_id": Parameter(
        "release_id",
        {"type": "string", "pattern": r"^[^\x00/]+$"},
        "A commit, the beginning of one (at least 7 digits), its SWHID, or a label.",
        required=True,
    ),
}
_LANGUAGE = Parameter("lang", {"enum": list(LANGUAGES)}, "The language of sentences, before Accept-Language.")


@blueprint.get("/openapi.json")
@documented({"type": "object"})
def openapi() -> Response:
    """This document."""
    answer = Response(
        encoded(document(current_app, pool().settings.pool.address or request.host_url)), content_type=JSON
    )
    answer.add_etag()
    answer.make_conditional(request.environ)
    return answer


def document(app: Flask, address: str) -> Json:
    """Everything that the views of this application say about themselves."""
    rules = list(_documented(app))
    schemas = _Schemas(rules)
    paths: Json = {}
    for rule, operation, view in rules:
        described = _operation(rule, operation, view.__doc__ or "", schemas)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            paths.setdefault(_path(rule), {})[method.lower()] = described
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "trustpool \u00b7 \u53ef\u4fe1\u6e90\u6c60",
            "version": _version(),
            "license": {"name": "Apache-2.0 OR MulanPSL-2.0", "identifier": "Apache-2.0 OR MulanPSL-2.0"},
        },
        "servers": [{"url": address.rstrip("/")}],
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": schemas.named,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _documented(app: Flask) -> Iterator[tuple[Rule, Operation, Any]]:
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if rule.rule.startswith(PREFIX) and (operation := operation_of(view)):
            yield rule, operation, view


class _Schemas:
    """The types of all operations as JSON Schema, each under its name."""

    def __init__(self, rules: list[tuple[Rule, Operation, Any]]) -> None:
        types = [
            Problem,
            *(t for _, said, _ in rules for t in (said.answer, said.body) if t and t.__class__ is not dict),
        ]
        template = "#/components/schemas/{name}"
        found, self.named = msgspec.json.schema_components(types, ref_template=template)
        self._of = dict(zip(map(repr, types), found, strict=True))

    def __getitem__(self, kind: Any) -> Json:
        return kind if isinstance(kind, dict) else dict(self._of[repr(kind)])


def _operation(rule: Rule, said: Operation, about: str, schemas: _Schemas) -> Json:
    lines = about.strip().splitlines()
    described: Json = {
        "operationId": rule.endpoint.replace(".", "_"),
        "summary": lines[0] if lines else "",
        "parameters": _parameters(rule, said),
        "responses": _responses(said, schemas, with_body=said.body is not None or bool(said.consumes)),
    }
    if said.body is not None:
        described["requestBody"] = {"required": True, "content": {JSON: {"schema": schemas[said.body]}}}
    elif said.consumes:
        content: Json = {kind: {"schema": _raw(kind)} for kind in said.consumes}
        described["requestBody"] = {"required": True, "content": content}
    if said.needs_token:
        described["security"] = [{"token": []}]
    return described


def _raw(kind: str) -> Json:
    """A body that is no JSON."""
    binary: Json = {} if kind.startswith("text/") else {"format": "binary"}
    return {"type": "string", "minLength": 1, **binary}


def _parameters(rule: Rule, said: Operation) -> list[Json]:
    found = [_parameter(_in_path(word[0], word[1], said), "path") for word in _WORD.findall(rule.rule)]
    return found + [_parameter(it, "query") for it in (*said.query, _LANGUAGE)]


def _in_path(kind: str, name: str, said: Operation) -> Parameter:
    if kind == "int":
        return Parameter(name, {"type": "integer", "minimum": 0}, "", required=True)
    known = {**_PATH, **said.path}
    return known.get(name) or Parameter(name, _PATH["release_id"].schema, _PATH["release_id"].says, required=True)


def _parameter(it: Parameter, where: str) -> Json:
    said: Json = {"name": it.name, "in": where, "schema": dict(it.schema), "required": it.required}
    return {**said, "description": it.says} if it.says else said


def _responses(said: Operation, schemas: _Schemas, *, with_body: bool) -> Json:
    good: Json = {"description": HTTPStatus(said.status).phrase}
    if said.answer is not None:
        good["content"] = {JSON: {"schema": schemas[said.answer]}}
    elif said.status != HTTPStatus.NO_CONTENT:
        good["content"] = {kind: {"schema": {}} for kind in said.produces}
    found: Json = {str(said.status): good}
    if said.status == HTTPStatus.OK and not said.needs_token:
        found["304"] = {"description": HTTPStatus.NOT_MODIFIED.phrase}
    if said.ranges:
        found["206"] = {**good, "description": HTTPStatus.PARTIAL_CONTENT.phrase}
    paged = {404} if any(it.name == "cursor" for it in said.query) else set()  # no page begins there
    wrong = (
        {*said.errors, *_ALWAYS, *paged} | ({401} if said.needs_token else set()) | ({413, 415} if with_body else set())
    )
    wrong |= {416} if said.ranges else set()
    for status in sorted(wrong):
        content = {MEDIA_TYPE: {"schema": schemas[Problem]}}
        found[str(status)] = {"description": HTTPStatus(status).phrase, "content": content}
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            found["429"]["headers"] = {"Retry-After": {"schema": {"type": "integer"}, "description": "Seconds."}}
    return found


def _path(rule: Rule) -> str:
    return _WORD.sub(lambda found: "{" + found["name"] + "}", rule.rule)


def _version() -> str:
    try:
        return version("trustpool")
    except PackageNotFoundError:  # run from the source tree
        return "0"
