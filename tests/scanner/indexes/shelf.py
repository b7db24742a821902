"""A shelf of documents: what fake indexes answer, by path, in a dictionary or over HTTP on the loopback."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from scanner.indexes.registered import Answer, Get

BASE = "https://index.example"


def encoded(content: object) -> bytes:
    """Bytes and text as they are, anything else as JSON."""
    if isinstance(content, bytes):
        return content
    return content.encode() if isinstance(content, str) else json.dumps(content).encode()


def getting(shelf: Mapping[str, object]) -> Get:
    """A `Get` of an index at BASE that has these documents and no others."""

    def get(address: str, _: str) -> Answer | None:
        path = address.removeprefix(BASE)
        return Answer(address, encoded(shelf[path])) if path in shelf else None

    return get


@contextmanager
def serving(shelf: Mapping[str, object], asked: Callable[[str], None] = lambda _: None) -> Iterator[str]:
    """The address of a server with these documents; a number stands for that HTTP status, `→path` for a redirect."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked(self.path)
            found = shelf.get(self.path, shelf.get(urlsplit(self.path).path, 404))
            if isinstance(found, int):
                self.send_response(found)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            if isinstance(found, str) and found.startswith("→"):
                self.send_response(302)
                self.send_header("Location", found.removeprefix("→"))
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            content = encoded(found)
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
