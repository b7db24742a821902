"""Digests as lockfiles spell them, to `Hash` values."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable

from scanner.package import Hash

_NAMES = {"md5": "MD5", "sha1": "SHA-1", "sha256": "SHA-256", "sha384": "SHA-384", "sha512": "SHA-512"}
_BYTES = {"MD5": 16, "SHA-1": 20, "SHA-256": 32, "SHA-384": 48, "SHA-512": 64}
_HEX = re.compile(r"[0-9a-fA-F]+")


def integrity(text: str) -> tuple[Hash, ...]:
    """The hashes of a subresource-integrity string (W3C SRI): "sha512-<base64> sha1-<base64>"."""
    found = (part.partition("?")[0].partition("-") for part in text.split())
    return tuple(digest for name, _, value in found for digest in from_base64(name, value))


def prefixed(values: Iterable[str]) -> tuple[Hash, ...]:
    """The hashes of strings such as "sha256:<hex>" or "sha1=<hex>"; others are passed over."""
    found = (re.split(r"[:=]", value, maxsplit=1) for value in values)
    hashes = {digest for parts in found if len(parts) == 2 for digest in from_hex(parts[0], parts[1])}
    return tuple(sorted(hashes))


def from_hex(algorithm: str, value: str) -> tuple[Hash, ...]:
    """One hash, or none when the value is not a digest of that algorithm."""
    name = _NAMES.get(algorithm.strip().lower().replace("-", ""))
    value = value.strip().lower()
    valid = name is not None and len(value) == 2 * _BYTES[name] and _HEX.fullmatch(value)
    return (Hash(name, value),) if name and valid else ()


def from_base64(algorithm: str, value: str) -> tuple[Hash, ...]:
    """One hash given in base64, or none when the value is not a digest of that algorithm."""
    try:
        raw = base64.b64decode(value.strip(), validate=True)
    except (binascii.Error, ValueError):
        return ()
    return from_hex(algorithm, raw.hex())


def sha256(value: str) -> tuple[Hash, ...]:
    """A SHA-256 in hex, or none when the value is not one."""
    return from_hex("sha256", value)
