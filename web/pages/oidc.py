"""Log in at an OpenID provider: there, and back again."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from licenses.errors import Refused
from licenses.language import text
from registry.api.addresses import external
from registry.api.blueprints import pool
from registry.services import oidc
from web.pages.login import next_page
from web.session import keep

COOKIE = "trustpool-oidc"
MINUTES = 10  # that somebody may take at the provider
_FIELDS = 4

blueprint = Blueprint("oidc", __name__)


@blueprint.get("/login/provider")
def begin() -> AnyResponse:
    """To the provider."""
    attempt = oidc.begin(pool(), _callback())
    answer = Response(status=303, headers={"Location": attempt.url, "Cache-Control": "no-store"})
    # only this browser can bring it back; that it can read it tells it nothing that it could not make up itself
    answer.set_cookie(
        COOKIE,
        "\n".join((attempt.state, attempt.nonce, attempt.verifier, next_page())),
        max_age=MINUTES * 60,
        httponly=True,
        secure=request.is_secure,
        samesite="Lax",
        path=url_for("oidc.finish"),
    )
    return answer


@blueprint.get("/login/provider/back")
def finish() -> AnyResponse:
    """Back from the provider: the answer must be for a question of this browser."""
    brought = request.cookies.get(COOKIE, "").split("\n")
    state, code = request.args.get("state", ""), request.args.get("code", "")
    if len(brought) != _FIELDS or not state or brought[0] != state:
        raise Refused(text("this answer of the provider is not for a question of yours: log in again"))
    if not code:
        cause = request.args.get("error", "")[:100]
        raise Refused(text("the login at the provider did not succeed: {cause}", cause=cause))
    attempt = oidc.Attempt("", brought[0], brought[1], brought[2])
    secret = oidc.finish(pool(), _callback(), code, attempt)
    answer = Response(status=303, headers={"Location": brought[3]})
    answer.delete_cookie(COOKIE, path=url_for("oidc.finish"))
    return keep(answer, secret)


def _callback() -> str:
    """Our own address, as the provider knows it."""
    return external("oidc.finish")
