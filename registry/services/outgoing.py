"""Requests that the pool sends to addresses that people gave it. They must not become requests into our own network.

All addresses of the host are checked, and the connection goes to the very one that was checked: a name server may give
another one the next moment. Redirects are not followed, answers not read beyond their status, proxies not asked.
"""

from __future__ import annotations

import http
import http.client
import socket
import ssl
from collections.abc import Iterator, Mapping
from urllib.parse import SplitResult, urlsplit

from licenses.errors import BadUsage, InputUnreadable
from licenses.language import text
from registry.services.projects import NotFound
from scanner.source.policy import is_public

PORTS = {"https": 443, "http": 80}
CHUNK = 256 * 1024


def checked_url(url: str, *, private: bool) -> SplitResult:
    """The parts of an address that may be called; `private` allows http and hosts that are not on the public internet.

    Raises:
        BadUsage: it is no address, holds credentials, or its scheme is not allowed.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise BadUsage(text("this is no address"), where=url[:200]) from None
    schemes = ("https", "http") if private else ("https",)
    clean = url.isascii() and url.isprintable() and " " not in url and "\\" not in url
    if parts.scheme not in schemes or not parts.hostname or not clean or port == 0:
        raise BadUsage(text("an address begins with: {schemes}", schemes=", ".join(f"{it}://" for it in schemes)))
    if parts.username or parts.password:
        raise BadUsage(text("an address with a password in it would be kept and shown: leave it out"))
    return parts


def post(url: str, body: bytes, headers: Mapping[str, str], *, private: bool, timeout: float) -> int:
    """Send a JSON document; the HTTP status of the answer.

    Raises:
        BadUsage: the address may not be called.
        InputUnreadable: it does not answer.
    """
    parts = checked_url(url, private=private)
    port = parts.port or PORTS[parts.scheme]
    host = str(parts.hostname)
    address = _address(host, port, private=private)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(host, port, timeout=timeout)
    try:
        connection.sock = _connected(address, port, host, timeout, tls=parts.scheme == "https")
        path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        told = {"Content-Type": "application/json", "User-Agent": "trustpool", **headers}
        connection.request("POST", path, body, told)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException) as silent:
        cause = str(silent) or type(silent).__name__
        raise InputUnreadable(text("it does not answer: {cause}", cause=cause[:200]), where=url) from silent
    finally:
        connection.close()


def get(url: str, *, accept: str, private: bool, timeout: float, most: int) -> Iterator[bytes]:
    """The answer's bytes, as they come.

    Raises:
        BadUsage: the address may not be called, or the answer is larger than `most` bytes.
        NotFound: it says that there is no such thing.
        InputUnreadable: it does not answer, or not with 200.
    """
    parts = checked_url(url, private=private)
    port, host = parts.port or PORTS[parts.scheme], str(parts.hostname)
    address = _address(host, port, private=private)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(host, port, timeout=timeout)
    try:
        connection.sock = _connected(address, port, host, timeout, tls=parts.scheme == "https")
        path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        connection.request("GET", path, headers={"Accept": accept, "User-Agent": "trustpool"})
        answer = connection.getresponse()
        if answer.status in {http.HTTPStatus.NOT_FOUND, http.HTTPStatus.GONE}:
            raise NotFound(text("it has no such thing"), where=url)
        if answer.status != http.HTTPStatus.OK:
            raise InputUnreadable(text("it answers with status {status}", status=answer.status), where=url)
        received = 0
        while chunk := answer.read(CHUNK):
            received += len(chunk)
            if received > most:
                raise BadUsage(text("it sends more than {most} bytes", most=most), where=url)
            yield chunk
    except (OSError, http.client.HTTPException) as silent:
        cause = str(silent) or type(silent).__name__
        raise InputUnreadable(text("it does not answer: {cause}", cause=cause[:200]), where=url) from silent
    finally:
        connection.close()


def _address(host: str, port: int, *, private: bool) -> str:
    try:
        found = [str(place[0]) for *_, place in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError):
        raise InputUnreadable(text("there is no host {host}", host=host)) from None
    if not private and not all(map(is_public, found)):
        raise BadUsage(
            text("the host {host} is not on the public internet; such hosts are not allowed here", host=host)
        )
    return found[0]


def _connected(address: str, port: int, host: str, timeout: float, *, tls: bool) -> socket.socket:
    plain = socket.create_connection((address, port), timeout)
    if not tls:
        return plain
    try:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
    except BaseException:
        plain.close()
        raise
