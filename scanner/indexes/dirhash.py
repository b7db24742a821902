"""The digest of a Go module, which is of its files and not of the zip that carries them."""

from __future__ import annotations

import hashlib
import struct
import zipfile
import zlib
from pathlib import Path

MOST = 500 * 1024 * 1024  # bytes unpacked; the go command takes no larger module
_MOST_MEMBERS = 200_000
_CHUNK = 1 << 20
_FAILURES = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, NotImplementedError, RuntimeError)


def h1(path: Path, most: int = MOST) -> str:
    """The SHA-256 of which `h1:` in go.sum is the base64, in hex.

    golang.org/x/mod/sumdb/dirhash, Hash1: over the lines "<sha256 of a file>  <its name>", sorted by name.

    Raises:
        ValueError: it is no zip, damaged, has a name that no module has, or unpacks to more than `most` bytes.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return _listed(archive, most)
    except _FAILURES as wrong:
        raise ValueError(f"not a readable zip: {wrong}") from wrong


def _listed(archive: zipfile.ZipFile, most: int) -> str:
    members = archive.infolist()
    names = {each.filename for each in members}
    if not len(names) == len(members) <= _MOST_MEMBERS or any("\n" in name for name in names):
        raise ValueError("its list of files is none of a module")
    whole = hashlib.sha256()
    left = most
    for name in sorted(names):
        digest = hashlib.sha256()
        with archive.open(name) as stream:
            while chunk := stream.read(_CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise ValueError(f"it unpacks to more than {most} bytes")
                digest.update(chunk)
        whole.update(f"{digest.hexdigest()}  {name}\n".encode())
    return whole.hexdigest()
