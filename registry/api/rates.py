"""How often somebody may ask: for each token, and for each address without one.

Moving windows, by the library `limits`. Counted in this process; with a storage address (such as `redis://…`) by all
processes of the pool together.
"""

from __future__ import annotations

import hashlib
import math
import time

from flask import Flask, current_app, request
from limits import RateLimitItem, parse_many
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter
from werkzeug.exceptions import TooManyRequests

from licenses.errors import BadUsage
from licenses.language import text
from registry.api.authentication import somebody
from registry.settings import RateSettings


def limit_rates(app: Flask, rates: RateSettings) -> None:
    """Refuse what comes too often with 429 and `Retry-After` (RFC 6585 §4).

    Raises:
        BadUsage: the rates cannot be understood.
    """
    try:
        limiter = MovingWindowRateLimiter(storage_from_string(rates.storage))
        usual, login = (tuple(parse_many(said)) if said else () for said in (rates.everyone, rates.login))
    except Exception as wrong:
        raise BadUsage(
            text("the rates cannot be understood: {cause}", cause=str(wrong)),
            hint=text("like this: {example}", example=RateSettings().everyone),
        ) from wrong

    @app.before_request
    def admit() -> None:
        if request.path.startswith(("/static/", "/healthz", "/readyz", "/metrics")):
            return
        if usual:
            _admit(limiter, usual, _who())
        if request.path in {"/login", "/api/v1/tokens"} and request.method == "POST":
            _admit(limiter, login, f"login {request.remote_addr}")


def _admit(limiter: MovingWindowRateLimiter, rates: tuple[RateLimitItem, ...], who: str) -> None:
    for rate in rates:
        if not limiter.hit(rate, who):
            free = limiter.get_window_stats(rate, who).reset_time
            raise TooManyRequests(retry_after=max(1, math.ceil(free - time.time())))


def _who() -> str:
    """The token's digest when it is in force: with made-up ones nobody gets further than their address does."""
    if somebody(current_app.extensions["trustpool"]):
        return hashlib.sha256(request.headers["Authorization"].encode()).hexdigest()
    return f"address {request.remote_addr}"
