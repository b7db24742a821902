"""Addresses and digests as SBOM schemas accept them, whatever a manifest wrote."""

from __future__ import annotations

import re
from urllib.parse import quote

from scanner.package import Hash

# what RFC 3987 allows in an IRI reference unescaped; everything else is percent-encoded
_CLEAN = re.compile(r"[A-Za-z0-9\-._~:/?#@!$&'()*+,;=%]*")
_SAFE = "-._~:/?#@!$&'()*+,;=%"
_SCP = re.compile(r"(?:([\w.-]+)@)?([\w-]+(?:\.[\w-]+)+):(?!//)(\S+)")
_BAD_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")

_HEX = re.compile(r"[0-9a-f]+")
HEX_LENGTHS = {
    "MD5": 32,
    "SHA-1": 40,
    "SHA-256": 64,
    "SHA-384": 96,
    "SHA-512": 128,
    "SHA3-256": 64,
    "SHA3-384": 96,
    "SHA3-512": 128,
    "BLAKE2b-256": 64,
    "BLAKE2b-384": 96,
    "BLAKE2b-512": 128,
    "BLAKE3": 64,
    "Streebog-256": 64,
    "Streebog-512": 128,
}


def iri(written: str) -> str:
    """`written` as a valid IRI reference (RFC 3987), and git's `user@host:path` as the ssh URL it means."""
    if scp := _SCP.fullmatch(written):
        user, host, path = scp.groups()
        written = f"ssh://{user + '@' if user else ''}{host}/{path.lstrip('/')}"
    if not _CLEAN.fullmatch(written):
        written = quote(written, safe=_SAFE, errors="replace")
    written = _BAD_PERCENT.sub("%25", written)
    path, mark, fragment = written.partition("#")
    written = path + mark + fragment.replace("#", "%23")
    # a first segment with a colon reads as a scheme, and "1:" is none
    head = written.split("/", 1)[0].split("?", 1)[0].split("#", 1)[0]
    return "./" + written if ":" in head and not _SCHEME.match(written) else written


def valid_hash(digest: Hash) -> bool:
    """Whether a digest is hex of its algorithm's length."""
    return len(digest.value) == HEX_LENGTHS.get(digest.algorithm, -1) and bool(_HEX.fullmatch(digest.value))
