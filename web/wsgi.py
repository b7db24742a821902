"""The pool for any WSGI server: `gunicorn --config python:web.gunicorn 'web.wsgi:application()'`."""

from __future__ import annotations

import atexit
from contextlib import ExitStack

from flask import Flask

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
    return create_app(stack.enter_context(open_pool(settings=settings)))
