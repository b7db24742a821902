"""Security headers of every answer. https://owasp.org/www-project-secure-headers/"""

from __future__ import annotations

from flask import Response

from registry.api.language import COOKIE, asked_language
from web.session import rotate, viewer

# no scripts at all, nothing from elsewhere, never in somebody's frame
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
YEAR = 365 * 24 * 3600  # seconds


def secured(response: Response) -> Response:
    """Add the headers, say that the answer depends on the language, and keep a language that was asked for."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if response.mimetype in {"text/html", "application/json", "application/problem+json"}:
        response.vary.update(("Accept-Language", "Cookie"))
    if response.mimetype == "text/html" and viewer():
        response.headers["Cache-Control"] = "private, no-store"
        rotate(response)
    if response.mimetype == "text/html" and (language := asked_language()):
        response.set_cookie(COOKIE, language, max_age=YEAR, httponly=True, samesite="Lax")
    return response
