"""A node's Ed25519 key: made on first use, kept in two PEM files, known by the digest of its public half."""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from licenses.errors import InputUnreadable
from licenses.language import text

PRIVATE_NAME = "node.key.pem"
PUBLIC_NAME = "node.pub.pem"
LARGEST_PEM = 64 * 1024  # bytes


@dataclass(frozen=True, slots=True)
class PublicKey:
    """What others need to check a node's signatures."""

    key: Ed25519PublicKey

    @property
    def pem(self) -> bytes:
        """SubjectPublicKeyInfo in PEM (RFC 8410)."""
        return self.key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    @property
    def key_id(self) -> str:
        """sha256 of the DER SubjectPublicKeyInfo, hex: the same key has the same id everywhere."""
        return hashlib.sha256(self.key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()


@dataclass(frozen=True, slots=True)
class NodeKey:
    """A node's signing key."""

    key: Ed25519PrivateKey

    @property
    def public(self) -> PublicKey:
        """The half that may be shown."""
        return PublicKey(self.key.public_key())


def node_key(folder: Path) -> NodeKey:
    """The key in `folder`; made there when there is none, once, however many processes ask at the same time.

    Raises:
        InputUnreadable: the file there is not an Ed25519 key, or others may read it.
    """
    private = folder / PRIVATE_NAME
    if not private.exists():
        _make(folder)
    found = NodeKey(_private_key(private))
    _publish(folder, found.public)
    return found


def read_public_key(path: Path) -> PublicKey:
    """The public key in a PEM file.

    Raises:
        InputUnreadable: the file cannot be read or holds something else.
    """
    return public_key_in(_small_file(path), str(path))


def public_key_in(content: bytes, where: str) -> PublicKey:
    """The public key in PEM; `where` names where it comes from.

    Raises:
        InputUnreadable: it is something else.
    """
    hint = text("the pool publishes its public key as a PEM file with a PUBLIC KEY block")
    try:
        key = load_pem_public_key(content)
    except (ValueError, UnsupportedAlgorithm):
        raise InputUnreadable(text("this is not a public key in PEM form"), where=where, hint=hint) from None
    if not isinstance(key, Ed25519PublicKey):
        raise InputUnreadable(text("this public key is not an Ed25519 key"), where=where, hint=hint)
    return PublicKey(key)


def _make(folder: Path) -> None:
    """Put a new private key in place whole, or leave the one that another process put there first."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    temporary = _written_aside(folder, pem)
    try:
        os.link(temporary, folder / PRIVATE_NAME)  # unlike rename, fails when the name is taken
    except FileExistsError:
        return
    finally:
        temporary.unlink()


def _publish(folder: Path, key: PublicKey) -> None:
    """Keep the public half beside the private one, readable for all."""
    public = folder / PUBLIC_NAME
    if public.exists() and public.read_bytes() == key.pem:
        return
    temporary = _written_aside(folder, key.pem)
    temporary.chmod(0o644)
    temporary.replace(public)


def _written_aside(folder: Path, content: bytes) -> Path:
    descriptor, name = tempfile.mkstemp(prefix=".key-", dir=folder)  # mode 0600 from the start
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    return Path(name)


def _private_key(path: Path) -> Ed25519PrivateKey:
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise InputUnreadable(
            text("others on this machine may read the node's private key"),
            where=str(path),
            hint=text("try: chmod 600 {path}", path=str(path)),
        )
    try:
        key = load_pem_private_key(_small_file(path), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise InputUnreadable(text("this is not a private key in PEM form"), where=str(path)) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise InputUnreadable(text("the node's key is not an Ed25519 key"), where=str(path))
    return key


def _small_file(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            content = stream.read(LARGEST_PEM + 1)
    except OSError as reason:
        raise InputUnreadable(
            text("the file cannot be read: {reason}", reason=reason.strerror or str(reason)), where=str(path)
        ) from None
    if len(content) > LARGEST_PEM:
        raise InputUnreadable(text("the file is too large for a key"), where=str(path))
    return content
