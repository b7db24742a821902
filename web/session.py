"""Who looks at a page, and whether a form was sent from one of our pages."""

from __future__ import annotations

import hmac
from urllib.parse import urlsplit

from flask import Response, abort, current_app, g, request

from registry.pool import Pool
from registry.services.accounts import SESSION, Somebody, by_session
from registry.services.sessions import family_of, renewed

COOKIE = "trustpool-session"


def viewer() -> Somebody | None:
    """Who is logged in; looked up once a request."""
    if "viewer" not in g:
        pool: Pool = current_app.extensions["trustpool"]
        secret = request.cookies.get(COOKIE, "")
        g.viewer = by_session(pool, secret) if secret else None
    found: Somebody | None = g.viewer
    return found


def form_token() -> str:
    """What a form of ours carries: known only to who has the session; the same while its secrets change."""
    if "family" not in g:
        secret = request.cookies.get(COOKIE, "")
        pool: Pool = current_app.extensions["trustpool"]
        g.family = family_of(pool, secret) or secret
    return hmac.new(g.family.encode(), b"trustpool form", "sha256").hexdigest()


def from_our_page() -> None:
    """Refuse a form that another site made a browser send (CSRF), by its origin, and by its token when logged in.

    Raises:
        werkzeug.exceptions.Forbidden: it does not come from here.
    """
    origin = request.headers.get("Origin")
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        abort(403)
    if origin is not None and urlsplit(origin).netloc != request.host:
        abort(403)
    if viewer() and not hmac.compare_digest(request.form.get("form_token", ""), form_token()):
        abort(403)


def keep(response: Response, secret: str) -> Response:
    """Give the browser its secret: never readable by scripts, never sent along by other sites' forms."""
    response.set_cookie(
        COOKIE,
        secret,
        max_age=int(SESSION.total_seconds()),
        httponly=True,
        secure=request.is_secure,
        samesite="Lax",
    )
    return response


def rotate(response: Response) -> None:
    """Give a browser that looks at a page a new secret when its own is old."""
    looks = request.method == "GET" and response.mimetype == "text/html" and viewer() is not None
    if looks and (fresh := renewed(current_app.extensions["trustpool"], request.cookies[COOKIE])):
        keep(response, fresh)


def forget(response: Response) -> Response:
    """Take the secret back."""
    response.delete_cookie(COOKIE, httponly=True, secure=request.is_secure, samesite="Lax")
    return response
