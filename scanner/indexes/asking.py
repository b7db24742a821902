"""HTTP to package indexes, as a person's own command asks them: proxies and ~/.netrc as other tools, within limits."""

from __future__ import annotations

import netrc
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from licenses.errors import InputUnreadable
from licenses.language import text
from scanner.indexes.registered import Answer

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse, PoolManager

LARGEST_ANSWER = 64 * 1024 * 1024  # bytes of a document
LARGEST_FILE = 512 * 1024 * 1024  # bytes of a package
SECONDS = 30.0  # to wait for a connection, and for each piece of an answer
_CHUNK = 256 * 1024
_ABSENT = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
AT_ONCE = 8  # connections to one host


class Indexes:
    """Connections to the indexes of one run; safe to share between threads."""

    def __init__(self) -> None:
        self._pools: dict[str, PoolManager] = {}
        self._lock = threading.Lock()
        self._logins = _logins()

    def get(self, address: str, accept: str) -> Answer | None:
        """The document at an address; None when there is none.

        Raises:
            InputUnreadable: the index does not answer, refuses, or sends too much.
        """
        content = bytearray()
        with self._open(address, accept) as answer:
            if answer is None:
                return None
            for chunk in answer.stream(_CHUNK):
                content += chunk
                _limit(len(content), LARGEST_ANSWER, address)
            where = urlsplit(answer.geturl() or "")
        return Answer(where.geturl() if where.netloc else address, bytes(content))

    def fetch(self, address: str, into: BinaryIO, seen: Callable[[bytes], None]) -> bool:
        """Write the file at an address, each piece shown to `seen`; False when there is none.

        Raises:
            InputUnreadable: as `get`.
        """
        size = 0
        with self._open(address, "*/*") as answer:
            if answer is None:
                return False
            for chunk in answer.stream(_CHUNK, decode_content=False):
                size += len(chunk)
                _limit(size, LARGEST_FILE, address)
                seen(chunk)
                into.write(chunk)
        return True

    @contextmanager
    def _open(self, address: str, accept: str) -> Iterator[BaseHTTPResponse | None]:
        import urllib3

        headers = {"Accept": accept, "User-Agent": "trustpool"} | self._login(address)
        try:
            answer = self._pool(address).request("GET", address, headers=headers, preload_content=False)
            try:
                yield self._checked(answer, address)
            finally:
                answer.release_conn()
        except (urllib3.exceptions.HTTPError, OSError) as broken:
            raise _silent(address, str(broken)) from broken

    def _checked(self, answer: BaseHTTPResponse, address: str) -> BaseHTTPResponse | None:
        if answer.status == HTTPStatus.OK:
            return answer
        answer.drain_conn()
        if answer.status in _ABSENT:
            return None
        raise _silent(address, f"HTTP {answer.status}")

    def _pool(self, address: str) -> PoolManager:
        parts = urlsplit(address)
        if parts.scheme not in ("https", "http") or not parts.hostname:
            raise _silent(address, parts.scheme or "?")
        proxy = "" if proxy_bypass(parts.hostname) else getproxies().get(parts.scheme, "")
        with self._lock:
            if proxy not in self._pools:
                self._pools[proxy] = _made(proxy)
            return self._pools[proxy]

    def _login(self, address: str) -> dict[str, str]:
        """What ~/.netrc has for the host; urllib3 does not carry it to another one."""
        from urllib3.util import make_headers

        login = self._logins(urlsplit(address).hostname or "")
        return make_headers(basic_auth=login) if login else {}


def _made(proxy: str) -> PoolManager:
    import urllib3

    wait = urllib3.Timeout(connect=SECONDS, read=SECONDS)
    again = urllib3.Retry(connect=2, read=1, redirect=3, status=2, status_forcelist=(429, 503), backoff_factor=0.5)
    if proxy:
        return urllib3.ProxyManager(proxy, maxsize=AT_ONCE, timeout=wait, retries=again)
    return urllib3.PoolManager(maxsize=AT_ONCE, timeout=wait, retries=again)


def _logins() -> Callable[[str], str]:
    """`name:password` by host, of ~/.netrc; a damaged or missing one holds none."""
    try:
        found = netrc.netrc(str(Path.home() / ".netrc"))
    except (OSError, RuntimeError, netrc.NetrcParseError):
        return lambda _: ""

    def login(host: str) -> str:
        told = found.hosts.get(host)
        return f"{told[0]}:{told[2]}" if told else ""

    return login


def _limit(size: int, most: int, address: str) -> None:
    if size > most:
        raise _silent(address, f"> {most} bytes")


def _silent(address: str, reason: str) -> InputUnreadable:
    return InputUnreadable(text("the index does not answer: {reason}", reason=reason[:200]), where=address)
