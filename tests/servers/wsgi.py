"""A WSGI application on a free port of loopback."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from waitress import wasyncore
from waitress.server import create_server

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


@contextmanager
def listening(application: Application, *, threads: int = 8) -> Iterator[str]:
    """Serve it while the block runs; its address ends with a slash."""
    server = create_server(application, host="127.0.0.1", port=0, threads=threads)
    ending = threading.Event()

    def loop() -> None:
        while not ending.is_set():
            wasyncore.loop(timeout=0.05, map=server._map, count=1, use_poll=True)
        server.close()

    thread = threading.Thread(target=loop)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}/"
    finally:
        ending.set()
        thread.join()
