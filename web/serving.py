"""The pool on a port, by waitress: pure Python, no configuration, made for being reached directly."""

from __future__ import annotations

import errno
import signal
import socket
from types import FrameType
from typing import Any

import click
from waitress.server import create_server

from licenses.errors import BadUsage
from licenses.language import Language, say, text
from registry.jobs.runner import Runner
from registry.jobs.running import wanted_here
from registry.logs import set_up_logging
from registry.pool import Pool
from registry.services.mending import mend
from web.app import MAX_BODY, create_app

THREADS = 16  # a clone occupies one for as long as it lasts


def serve(pool: Pool, *, host: str, port: int, language: Language, workers: int = 0) -> None:
    """Serve until interrupted, and do jobs meanwhile when there are workers; prints the address first.

    Requests that are being answered when the end comes are answered, for a while.

    Raises:
        BadUsage: the port is taken or may not be used.
    """
    try:
        server = create_server(
            create_app(pool),
            host=host,
            port=port,
            threads=THREADS,
            max_request_body_size=max(MAX_BODY, pool.settings.fetch.max_bytes),
            ident=None,
        )
    except OSError as error:
        raise _unusable(error, host, port) from error
    address = address_of(host, _port(server))
    set_up_logging(pool.settings.log)
    runner = Runner(pool, workers=workers, wanted=wanted_here(pool)) if workers else None
    click.echo(say("The pool is served at {address} (Ctrl-C ends it)", language, address=address))
    previous = signal.signal(signal.SIGTERM, _interrupt)
    try:
        if runner:
            runner.start()
        else:
            mend(pool)
        server.run()
    except KeyboardInterrupt:
        click.echo()
    finally:
        signal.signal(signal.SIGTERM, previous)
        server.close()
        if runner:
            runner.stop()


def address_of(host: str, port: int) -> str:
    """The address that a browser takes."""
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def free_port(host: str, wished: int) -> int:
    """The wished port when it is free, else some free one."""
    for port in (wished, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            found: int = probe.getsockname()[1]
            return found
    return wished


def _port(server: Any) -> int:
    """The port that was taken; a name with several addresses has several sockets, each its own."""
    alone: int | None = getattr(server, "effective_port", None)
    return alone if alone is not None else int(server.effective_listen[0][1])


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _unusable(error: OSError, host: str, port: int) -> BadUsage:
    where = f"{host}:{port}"
    if error.errno == errno.EADDRINUSE:
        return BadUsage(
            text("the port is in use"), where=where, hint=text("try: trustpool serve --port {port}", port=port + 1)
        )
    return BadUsage(text("the address cannot be used: {cause}", cause=error.strerror or str(error)), where=where)
