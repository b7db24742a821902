"""Usage agreements of organisations."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from registry.api import answers, shapes
from registry.api.asked import json_body
from registry.api.authentication import known, somebody
from registry.api.blueprints import part, pool
from registry.api.documented import documented
from registry.api.language import request_language
from registry.services import agreements
from registry.services.permissions import require_member

blueprint = part("agreements", "/organisations/<name>/agreement")


class AcceptanceBody(Struct, forbid_unknown_fields=True):
    """Which version is accepted."""

    version: Annotated[str, Meta(pattern=f"^{agreements.NAME.pattern}$")]


@blueprint.get("")
@documented(answers.Agreement, errors=(404,))
def current(name: str) -> answers.Agreement:
    """The version in force, and whether whoever asks accepted it."""
    who = somebody(pool())
    return shapes.agreement(agreements.agreement_of(pool(), name, who.id if who else None))


@blueprint.post("/acceptances")
@documented(answers.Agreement, status=201, body=AcceptanceBody, errors=(403, 404, 409), needs_token=True)
def accept(name: str) -> answers.Agreement:
    """A member accepts the version in force, as they were shown it in the language of the request."""
    who = known(pool())
    asked, language = json_body(AcceptanceBody), request_language()
    require_member(pool(), who, name)
    agreements.accept(pool(), name, asked.version, user_id=who.id, login=who.login, language=language)
    return shapes.agreement(agreements.agreement_of(pool(), name, who.id))
