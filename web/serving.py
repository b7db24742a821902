"""The pool on a port, by waitress: pure Python, no configuration, made for being reached directly."""

from __future__ import annotations

import errno
import signal
from types import FrameType

import click
from waitress.server import create_server

from licenses.errors import BadUsage
from licenses.language import Language, say, text
from registry.pool import Pool
from web.app import MAX_BODY, create_app

THREADS = 16  # a clone occupies one for as long as it lasts


def serve(pool: Pool, *, host: str, port: int, language: Language) -> None:
    """Serve until interrupted; prints the address first.

    Raises:
        BadUsage: the port is taken or may not be used.
    """
    try:
        server = create_server(
            create_app(pool), host=host, port=port, threads=THREADS, max_request_body_size=MAX_BODY, ident=None
        )
    except OSError as error:
        raise _unusable(error, host, port) from error
    address = f"http://{_bracketed(host)}:{server.effective_port}/"  # type: ignore[union-attr]
    click.echo(say("The pool is served at {address} (Ctrl-C ends it)", language, address=address))
    previous = signal.signal(signal.SIGTERM, _interrupt)
    try:
        server.run()
    except KeyboardInterrupt:
        click.echo()
    finally:
        signal.signal(signal.SIGTERM, previous)
        server.close()


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _unusable(error: OSError, host: str, port: int) -> BadUsage:
    where = f"{host}:{port}"
    if error.errno == errno.EADDRINUSE:
        return BadUsage(
            text("the port is in use"), where=where, hint=text("try: trustpool serve --port {port}", port=port + 1)
        )
    return BadUsage(text("the address cannot be used: {cause}", cause=error.strerror or str(error)), where=where)


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
