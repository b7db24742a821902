"""Who asks: what a token is good for, and a token for who has a password."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from msgspec import Meta, Struct

from registry.api import answers, shapes
from registry.api.asked import VISIBLE, json_body
from registry.api.authentication import known
from registry.api.blueprints import part, pool
from registry.api.documented import documented
from registry.api.paging import PAGE, paging
from registry.models import Role, State
from registry.services import accounts, projects

blueprint = part("identity")


class TokenBody(Struct, forbid_unknown_fields=True):
    """Who wants a token, and which."""

    login: Annotated[str, Meta(max_length=64)]
    password: Annotated[str, Meta(max_length=accounts.LONGEST_PASSWORD)]
    name: Annotated[str, Meta(min_length=1, max_length=100, pattern=VISIBLE)]
    role: Role = Role.CONTRIBUTOR
    days: Annotated[int, Meta(ge=1, le=accounts.LONGEST_TOKEN.days)] = 90


@blueprint.get("/me")
@documented(answers.Me, needs_token=True)
def me() -> answers.Me:
    """Whom the token belongs to."""
    who = known(pool())
    return answers.Me(who.login, who.administrator, who.limit)


@blueprint.post("/tokens")
@documented(answers.Issued, status=201, body=TokenBody, errors=(403, 409))
def issue() -> answers.Issued:
    """A token for who has this password; it is shown this once."""
    asked = json_body(TokenBody)
    accounts.log_out(pool(), accounts.log_in(pool(), asked.login, asked.password))
    secret = accounts.issue_token(
        pool(), asked.login, asked.name, role=asked.role, lasts=timedelta(days=asked.days), actor=asked.login.lower()
    )
    return answers.Issued(secret)


@blueprint.get("/reviews")
@documented(answers.Listed[answers.ReleaseRow], query=PAGE)
def waiting() -> answers.Listed[answers.ReleaseRow]:
    """Releases that wait for a reviewer, the longest waiting first."""
    return shapes.listed(projects.releases_in(pool(), State.IN_REVIEW, **paging(20)), shapes.release_row)
