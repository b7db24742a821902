"""HTTP to one pool: the token goes to it and nowhere else, problems become our errors, answers become values."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlencode, urlsplit

import msgspec
import urllib3

from licenses.errors import BadUsage, InputUnreadable, Refused, TrustpoolError
from licenses.language import Language, Text, text
from registry.api.answers import Problem

if TYPE_CHECKING:
    from urllib3.response import BaseHTTPResponse

T = TypeVar("T")
LARGEST_ANSWER = 64 * 1024 * 1024  # bytes of JSON
CHUNK = 256 * 1024
_TIMEOUT = urllib3.Timeout(connect=15, read=300)  # seconds
_RETRIES = urllib3.Retry(connect=2, read=0, redirect=0, status=0, other=0, backoff_factor=0.5)


class PoolRefuses(Refused):
    """The pool understood, and said no."""


@dataclass(frozen=True, slots=True)
class Connection:
    """One pool, as one person."""

    address: str  # without a slash at its end
    token: str
    language: Language
    http: urllib3.PoolManager

    def get(self, path: str, kind: type[T], /, **query: str) -> T:
        """An answer.

        Raises:
            TrustpoolError: see `_request`.
        """
        asked = {name: value for name, value in query.items() if value}
        return self._answer(self._request("GET", f"{path}?{urlencode(asked)}" if asked else path), kind)

    def send(self, method: str, path: str, body: Any, kind: type[T]) -> T:
        """The answer to a body of JSON.

        Raises:
            TrustpoolError: see `_request`.
        """
        answer = self._request(method, path, msgspec.json.encode(body), {"Content-Type": "application/json"})
        return self._answer(answer, kind)

    def upload(self, path: str, body: Any, size: int, kind: type[T], **query: str) -> T:
        """The answer to a file, sent as it is read.

        Raises:
            TrustpoolError: see `_request`.
        """
        headers = {"Content-Type": "application/octet-stream", "Content-Length": str(size)}
        asked = {name: value for name, value in query.items() if value}
        return self._answer(self._request("POST", f"{path}?{urlencode(asked)}", body, headers), kind)

    @contextmanager
    def download(self, path: str) -> Iterator[Iterator[bytes]]:
        """The bytes of a file, as they come.

        Raises:
            TrustpoolError: see `_request`.
        """
        answer = self._request("GET", path, headers={"Accept": "*/*"})
        try:
            yield self._chunks(answer)
        finally:
            answer.release_conn()

    def _chunks(self, answer: BaseHTTPResponse) -> Iterator[bytes]:
        try:
            yield from answer.stream(CHUNK, decode_content=False)
        except urllib3.exceptions.HTTPError as broken:
            raise self._silent(broken) from broken

    def _answer(self, answer: BaseHTTPResponse, kind: type[T]) -> T:
        try:
            content = answer.read(LARGEST_ANSWER + 1)
            if len(content) > LARGEST_ANSWER:
                raise InputUnreadable(text("the pool's answer is too large"), where=self.address)
            return msgspec.json.decode(content, type=kind)
        except msgspec.MsgspecError as strange:
            raise InputUnreadable(text("this does not answer as a pool does"), where=self.address) from strange
        except urllib3.exceptions.HTTPError as broken:
            raise self._silent(broken) from broken
        finally:
            answer.release_conn()

    def _request(
        self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None
    ) -> BaseHTTPResponse:
        """One request.

        Raises:
            InputUnreadable: nobody answers, or not as a pool does.
            PoolRefuses: the pool says no.
            BadUsage: the pool does not understand, or has no such thing.
        """
        told = {"Accept": "application/json", "Accept-Language": self.language, "User-Agent": "trustpool"}
        told |= {"Authorization": f"Bearer {self.token}"} if self.token else {}
        try:
            answer = self.http.request(
                method,
                self.address + path,
                body=body,
                headers={**told, **(headers or {})},
                preload_content=False,
                redirect=False,
                retries=_RETRIES,
                timeout=_TIMEOUT,
            )
        except urllib3.exceptions.HTTPError as broken:
            raise self._silent(broken) from broken
        if answer.status >= 300:
            raise self._problem(answer)
        return answer

    def _problem(self, answer: BaseHTTPResponse) -> TrustpoolError:
        status = answer.status
        try:
            said = msgspec.json.decode(answer.read(1024 * 1024), type=Problem)
        except (msgspec.MsgspecError, urllib3.exceptions.HTTPError):
            return InputUnreadable(
                text("this does not answer as a pool does (status {status})", status=status), where=self.address
            )
        finally:
            answer.release_conn()
        hint = _quoted(said.hint) if said.hint else None
        if status == 401:
            hint = text("log in: trustpool login {address}", address=self.address)
        if status == 429:
            hint = text("try again in {seconds} seconds", seconds=answer.headers.get("Retry-After", "?"))
        kind = (
            PoolRefuses if status in {401, 403, 409, 410, 412, 429} else BadUsage if status < 500 else InputUnreadable
        )
        return kind(_quoted(said.title), where=said.detail or self.address, hint=hint)

    def _silent(self, broken: Exception) -> InputUnreadable:
        cause = getattr(broken, "reason", None) or broken
        return InputUnreadable(text("the pool does not answer: {cause}", cause=str(cause)), where=self.address)


def connect(address: str, token: str, language: Language, *, secrets: bool = False) -> Connection:
    """A pool by its address; `secrets` when a password will be sent.

    Raises:
        BadUsage: this is no address of a pool; or a token would go over a connection that others can read.
    """
    found = urlsplit(address)
    if found.scheme not in {"https", "http"} or not found.hostname or found.username or found.query or found.fragment:
        raise BadUsage(
            text("this is not the address of a pool"),
            where=address,
            hint=text("like this: {example}", example="https://pool.example"),
        )
    if (token or secrets) and found.scheme == "http" and not _is_here(found.hostname):
        raise BadUsage(
            text("a token or password does not travel over http, where others could read it"),
            where=address,
            hint=text("use the pool's https address"),
        )
    return Connection(address.rstrip("/"), token, language, urllib3.PoolManager())


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _quoted(said: str) -> Text:
    """A sentence of the pool's, in our language already."""
    return Text("{said}", (("said", said),))
