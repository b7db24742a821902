"""The pool for any WSGI server: `gunicorn --config python:web.gunicorn 'web.wsgi:application()'`."""

from __future__ import annotations

import atexit
import os
from contextlib import ExitStack

from flask import Flask

from registry.api.rates import DEFAULT, LOGIN, Rates
from registry.logs import set_up_logging
from registry.pool import open_pool
from registry.settings import read_settings
from web.app import create_app


def application() -> Flask:
    """The application of the pool that the settings name. Each server process opens its own."""
    settings = read_settings()
    set_up_logging(settings.log)
    stack = ExitStack()
    atexit.register(stack.close)
    rates = Rates(
        os.environ.get("TRUSTPOOL_RATE", DEFAULT),
        os.environ.get("TRUSTPOOL_LOGIN_RATE", LOGIN),
        os.environ.get("TRUSTPOOL_RATE_STORAGE", "memory://"),
    )
    return create_app(stack.enter_context(open_pool(settings=settings)), rates)
