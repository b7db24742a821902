"""Licences that reviewers conclude against what was found."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from registry.api import answers, shapes
from registry.api.asked import EXPRESSION, VISIBLE, json_body
from registry.api.authentication import allowed, known
from registry.api.blueprints import part, pool
from registry.api.documented import documented
from registry.api.paging import PAGE, paging
from registry.services import overrules, releases, review
from registry.services.permissions import Permission

blueprint = part("overrules", "/projects/<name>/releases/<release_id>/overrules")


class OverruleBody(Struct, forbid_unknown_fields=True):
    """What is concluded about what, and why."""

    subject: Annotated[str, Meta(min_length=1, max_length=4096, pattern=VISIBLE)]  # path, purl or the project's name
    license: Annotated[str, Meta(min_length=1, max_length=overrules.LONGEST_EXPRESSION, pattern=EXPRESSION)]
    reason: Annotated[str, Meta(min_length=1, max_length=review.LONGEST_REASON, pattern=VISIBLE)]


@blueprint.get("")
@documented(answers.Listed[answers.Overrule], query=PAGE, errors=(404,))
def listed(name: str, release_id: str) -> answers.Listed[answers.Overrule]:
    """What reviewers concluded, from the first; the last one of a subject holds."""
    found = releases.release(pool(), name, release_id)
    return shapes.listed(overrules.overrules_page(pool(), found.id, **paging(100)), shapes.overrule)


@blueprint.post("")
@documented(answers.JudgedAgain, status=201, body=OverruleBody, errors=(403, 404, 409), needs_token=True)
def overrule(name: str, release_id: str) -> answers.JudgedAgain:
    """Conclude a licence for a file, a package or the project; the release is judged anew."""
    known(pool())
    asked = json_body(OverruleBody)
    who = allowed(pool(), Permission.REVIEW, name)
    outcome = overrules.overrule(
        pool(), name, release_id, subject=asked.subject, license=asked.license, reason=asked.reason, actor=who.login
    )
    return answers.JudgedAgain(outcome)
