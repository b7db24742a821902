"""Documents that anyone may open but not everyone change are encrypted with an empty password (ISO 32000-2, 7.6)."""

from __future__ import annotations

import hashlib
from typing import Any

_PAD = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")


class Cipher:
    """The key of one document."""

    def __init__(self, key: bytes, version: int, is_aes: bool) -> None:
        self._key = key
        self._version = version
        self._is_aes = is_aes

    def decrypted(self, data: bytes, number: int, generation: int = 0) -> bytes:
        """The bytes of object `number` (7.6.3.2, algorithm 1 and 1.A); b"" when they are damaged."""
        key = self._key
        if self._version < 5:
            salt = number.to_bytes(4, "little")[:3] + generation.to_bytes(2, "little")
            mixed = hashlib.md5(key + salt + (b"sAlT" if self._is_aes else b""), usedforsecurity=False)
            key = mixed.digest()[: min(16, len(key) + 5)]
        return _aes(key, data) if self._is_aes else _rc4(key, data)


def cipher(about: dict[str, Any], identifier: bytes) -> Cipher | None:
    """The cipher that the encryption dictionary describes, for the empty password; None for another handler's."""
    version, revision = about.get("V"), about.get("R")
    owner, permissions = about.get("O"), about.get("P")
    if about.get("Filter") != "Standard" or not isinstance(version, int) or not isinstance(revision, int):
        return None
    is_aes = version >= 4 and _method(about) in ("AESV2", "AESV3")
    if version >= 5:
        key = _newer_key(about, revision)
        return Cipher(key, version, is_aes) if key else None
    if not isinstance(owner, bytes) or not isinstance(permissions, int):
        return None
    stated = about.get("Length", 40)
    length = (
        5 if version == 1 else 16 if version == 4 else min(16, max(5, stated // 8 if isinstance(stated, int) else 5))
    )
    mixed = hashlib.md5(_PAD + owner[:32] + (permissions & 0xFFFFFFFF).to_bytes(4, "little"), usedforsecurity=False)
    mixed.update(identifier)
    if revision >= 4 and about.get("EncryptMetadata") is False:
        mixed.update(b"\xff" * 4)
    key = mixed.digest()[:length]
    for _ in range(50 if revision >= 3 else 0):
        key = hashlib.md5(key, usedforsecurity=False).digest()[:length]
    return Cipher(key, version, is_aes)


def _method(about: dict[str, Any]) -> str:
    """The crypt filter of streams."""
    filters = about.get("CF")
    chosen = filters.get(about.get("StmF", "StdCF")) if isinstance(filters, dict) else None
    return str(chosen.get("CFM", "")) if isinstance(chosen, dict) else ""


def _newer_key(about: dict[str, Any], revision: int) -> bytes:
    """The key of AES with 256 bits (7.6.4.3.3, algorithm 2.A), b"" when the empty password does not open it."""
    user, wrapped = about.get("U"), about.get("UE")
    if not isinstance(user, bytes) or not isinstance(wrapped, bytes) or len(user) < 48 or len(wrapped) < 32:
        return b""
    mixed = _hardened if revision >= 6 else lambda salt: hashlib.sha256(salt).digest()
    if mixed(user[32:40]) != user[:32]:
        return b""
    from cryptography.hazmat.primitives.ciphers import Cipher as Native
    from cryptography.hazmat.primitives.ciphers import algorithms, modes

    opening = Native(algorithms.AES(mixed(user[40:48])), modes.CBC(bytes(16))).decryptor()
    return opening.update(wrapped[:32]) + opening.finalize()


def _hardened(salt: bytes) -> bytes:
    """Algorithm 2.B for the empty password."""
    from cryptography.hazmat.primitives.ciphers import Cipher as Native
    from cryptography.hazmat.primitives.ciphers import algorithms, modes

    key = hashlib.sha256(salt).digest()
    rounds = 0
    while True:
        closing = Native(algorithms.AES(key[:16]), modes.CBC(key[16:32])).encryptor()
        mixed = closing.update(key * 64) + closing.finalize()
        chosen = (hashlib.sha256, hashlib.sha384, hashlib.sha512)[sum(mixed[:16]) % 3]
        key = chosen(mixed).digest()
        rounds += 1
        if rounds >= 64 and mixed[-1] <= rounds - 32:
            return key[:32]


def _aes(key: bytes, data: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers import Cipher as Native
    from cryptography.hazmat.primitives.ciphers import algorithms, modes

    if len(data) < 32 or len(data) % 16:
        data = data[: len(data) // 16 * 16]
    if len(data) < 32:
        return b""
    opening = Native(algorithms.AES(key), modes.CBC(data[:16])).decryptor()
    plain = opening.update(data[16:]) + opening.finalize()
    return plain[: -plain[-1]] if 0 < plain[-1] <= 16 else plain


def _rc4(key: bytes, data: bytes) -> bytes:
    from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4
    from cryptography.hazmat.primitives.ciphers import Cipher as Native

    try:
        return Native(ARC4(key), mode=None).decryptor().update(data)
    except ValueError:  # a key of a length that nobody uses
        return b""
