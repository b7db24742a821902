"""What a finder of packages is, and how it asks its index. No address is built in."""

from __future__ import annotations

import base64
import binascii
import importlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol, TypeVar

import msgspec
from packageurl import PackageURL

from licenses.errors import BadUsage, InputUnreadable
from licenses.language import text
from registry.pool import Pool
from registry.services.outgoing import get
from registry.services.projects import NotFound

T = TypeVar("T")
KINDS = ("npm", "pypi", "cargo", "maven", "gem", "golang", "composer", "nuget")  # types of purls, and names of modules
LARGEST_INDEX = 64 * 1024 * 1024  # bytes of an index's answer
JSON = "application/json"


class IndexSilent(InputUnreadable):
    """The configured index does not answer as one."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where the package's source is, and what it must be."""

    url: str
    algorithm: str  # of hashlib; or "h1", Go's digest of a module's files
    digest: str  # hex; of "h1" base64, as Go writes it
    member: str = ""  # of the archive, which is the archive with the source; "" for the whole
    folder: str = ""  # in the zip, several names deep, below which the source is; "" for the whole


class Finder(Protocol):
    """A module of this package."""

    def find(self, pool: Pool, wanted: PackageURL) -> Found:
        """Ask the index.

        Raises:
            NotFound: no index is configured, or it does not have this, or says no digest of it.
            IndexSilent: it does not answer as one.
        """


def finder(kind: str) -> Finder:
    """The one for purls of this type; only that module is imported."""
    found: Finder = importlib.import_module(f"registry.services.package_index.{kind}")
    return found


def base(pool: Pool, kind: str) -> str:
    """The address of the index, without a slash at its end.

    Raises:
        NotFound: none is configured.
    """
    address: str = getattr(pool.settings.index, kind)
    if not address:
        raise NotFound(
            text("no index is configured for packages of the kind {kind}", kind=kind),
            hint=text("its administrator names one in the settings, under [index]"),
        )
    return address.rstrip("/")


def missing(wanted: PackageURL) -> NotFound:
    """What is raised when the index has no such source, or no digest of it."""
    return NotFound(text("the index has no source of this package in this version"), where=wanted.to_string())


def asked(pool: Pool, url: str, accept: str = "*/*") -> bytes:
    """What the index answers, unpacked where it was sent packed.

    Raises:
        NotFound: it has no such thing.
        IndexSilent: it does not answer, or too much.
    """
    try:
        content = b"".join(download(pool, url, LARGEST_INDEX, accept))
        return _unpacked(content) if content.startswith(b"\x1f\x8b") else content
    except NotFound:
        raise
    except InputUnreadable as silent:
        raise IndexSilent(silent.what, where=silent.where, hint=silent.hint) from silent


def asked_json(pool: Pool, url: str, shape: type[T], accept: str = JSON) -> T:
    """The same as a value.

    Raises:
        NotFound, IndexSilent: see `asked`.
    """
    try:
        return msgspec.json.decode(asked(pool, url, accept), type=shape)
    except msgspec.MsgspecError as strange:
        raise IndexSilent(text("the index does not answer as one"), where=url) from strange


def asked_lines(pool: Pool, url: str) -> Iterator[str]:
    """The same as lines of text.

    Raises:
        NotFound, IndexSilent: see `asked`.
    """
    yield from asked(pool, url).decode("utf-8", "replace").splitlines()


def download(pool: Pool, url: str, most: int, accept: str = "*/*") -> Iterator[bytes]:
    """The bytes of a file, as they come.

    Raises:
        BadUsage: the address may not be called, or it sends more than `most` bytes.
        InputUnreadable: it does not answer.
    """
    fetch = pool.settings.fetch
    private = fetch.private_addresses or pool.settings.index.private_addresses
    return get(url, accept=accept, private=private, timeout=fetch.timeout, most=most)


def hex_of_base64(packed: str) -> str:
    """A digest as hex; "" when it is none."""
    try:
        return base64.b64decode(packed, validate=True).hex()
    except binascii.Error:
        return ""


def _unpacked(content: bytes) -> bytes:
    try:
        plain = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(content, LARGEST_INDEX + 1)
    except zlib.error as wrong:
        raise InputUnreadable(text("the index does not answer as one")) from wrong
    if len(plain) > LARGEST_INDEX:
        raise BadUsage(text("it sends more than {most} bytes", most=LARGEST_INDEX))
    return plain
