"""DSSE envelopes: a payload, its type, and signatures over both.

Specification: https://github.com/secure-systems-lab/dsse/blob/master/envelope.md and protocol.md.
"""

from __future__ import annotations

import base64
import binascii
import json

import msgspec
from cryptography.exceptions import InvalidSignature
from securesystemslib.dsse import Envelope
from securesystemslib.signer import CryptoSigner, Signature, SSlibKey  # type: ignore[attr-defined]

from licenses.errors import TrustpoolError
from licenses.language import text
from scanner.provenance.keys import NodeKey, PublicKey

LARGEST_ENVELOPE = 16 * 1024 * 1024  # bytes
MOST_SIGNATURES = 64


class EnvelopeMalformed(TrustpoolError):
    """The bytes are not a DSSE envelope; `what` is the reason."""


class _Signature(msgspec.Struct):
    sig: str
    keyid: str = ""


class _Envelope(msgspec.Struct, rename="camel"):
    payload: str
    payload_type: str
    signatures: list[_Signature]


def seal(payload: bytes, payload_type: str, key: NodeKey) -> bytes:
    """The payload signed with `key`, as an envelope in JSON. Ed25519 draws no random numbers: same in, same out."""
    envelope = Envelope(payload, payload_type, {})
    public = SSlibKey.from_crypto(key.key.public_key(), keyid=key.public.key_id)
    envelope.sign(CryptoSigner(key.key, public))
    return json.dumps(envelope.to_dict(), sort_keys=True, separators=(",", ":")).encode() + b"\n"


def open_envelope(content: bytes) -> Envelope:
    """The envelope in `content`; nothing in it is to be trusted before `signed_by`.

    Raises:
        EnvelopeMalformed: it is too large, not JSON of that shape, or its base64 is not the one way to write its bytes.
    """
    if len(content) > LARGEST_ENVELOPE:
        raise EnvelopeMalformed(text("it is larger than {limit} bytes", limit=LARGEST_ENVELOPE))
    try:
        read = msgspec.json.decode(content, type=_Envelope)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as reason:
        raise EnvelopeMalformed(text("it is not a DSSE envelope in JSON: {reason}", reason=str(reason))) from None
    if not 1 <= len(read.signatures) <= MOST_SIGNATURES:
        raise EnvelopeMalformed(text("it has {count} signatures", count=len(read.signatures)))
    signatures = {
        str(place): Signature(each.keyid, _decoded(each.sig, "sig").hex()) for place, each in enumerate(read.signatures)
    }
    return Envelope(_decoded(read.payload, "payload"), read.payload_type, signatures)


def signed_by(envelope: Envelope, key: PublicKey) -> bool:
    """Whether one of the signatures is by `key`. The key id in an envelope is a hint that anyone can write: unused."""
    signed = envelope.pae()
    return any(_verifies(key, bytes.fromhex(each.signature), signed) for each in envelope.signatures.values())


def _verifies(key: PublicKey, signature: bytes, signed: bytes) -> bool:
    try:
        key.key.verify(signature, signed)
    except InvalidSignature:
        return False
    return True


def _decoded(written: str, member: str) -> bytes:
    """Strict base64: other spellings of the same bytes are refused, so that no byte of an envelope can be changed."""
    try:
        content = base64.b64decode(written.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        content = b""
    if base64.b64encode(content).decode() != written:
        raise EnvelopeMalformed(text("its member {member} is not canonical base64", member=member))
    return content
