"""Log in and out."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from licenses.errors import Refused
from registry.pool import Pool
from registry.services import accounts
from web.rendering import render
from web.session import COOKIE, forget, from_our_page, keep

blueprint = Blueprint("login", __name__)


@blueprint.get("/login")
def form() -> str:
    """The form."""
    return _page(None, "")


@blueprint.post("/login")
def enter() -> AnyResponse:
    """Check the password; back to where they came from."""
    from_our_page()
    login = request.form.get("login", "").strip()[:100]
    try:
        secret = accounts.log_in(current_app.extensions["trustpool"], login, request.form.get("password", ""))
    except Refused as wrong:
        return Response(_page(wrong, login), 403)
    return keep(Response(status=303, headers={"Location": next_page()}), secret)


@blueprint.post("/logout")
def leave() -> AnyResponse:
    """End the session."""
    from_our_page()
    accounts.log_out(current_app.extensions["trustpool"], request.cookies.get(COOKIE, ""))
    return forget(Response(status=303, headers={"Location": url_for("projects.index")}))


def _page(error: Refused | None, login: str) -> str:
    pool: Pool = current_app.extensions["trustpool"]
    provider = bool(pool.settings.oidc.issuer)
    return render("login.html", error=error, login=login, next=next_page(), provider=provider)


def next_page() -> str:
    """Where to go afterwards: only ever a page of ours."""
    wanted = request.values.get("next", "")
    ours = wanted.startswith("/") and not wanted.startswith(("//", "/\\"))
    return wanted if ours and wanted.isprintable() else url_for("projects.index")
