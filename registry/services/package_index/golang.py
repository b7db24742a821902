"""Go modules: a proxy, and a database of their digests. https://go.dev/ref/mod#goproxy-protocol, #checksum-database"""

from __future__ import annotations

import base64
import hashlib
import re
import zipfile
from pathlib import Path
from urllib.parse import quote

from packageurl import PackageURL

from licenses.errors import BadUsage
from licenses.language import text
from registry.pool import Pool
from registry.services.package_index.interface import Found, asked_lines, base, missing

CHUNK = 1024 * 1024


def find(pool: Pool, wanted: PackageURL) -> Found:
    """The module's zip from the proxy, and its digest from the database."""
    module = f"{wanted.namespace}/{wanted.name}" if wanted.namespace else wanted.name
    version = str(wanted.version)
    path, escaped = quote(_escaped(module), safe="/!"), quote(_escaped(version), safe="!+")
    proxy, sums = base(pool, "golang"), base(pool, "golang_sums")
    for line in asked_lines(pool, f"{sums}/lookup/{path}@{escaped}"):
        if found := re.fullmatch(rf"{re.escape(module)} {re.escape(version)} h1:([A-Za-z0-9+/]{{43}}=)", line):
            url = f"{proxy}/{path}/@v/{escaped}.zip"
            return Found(url, "h1", found[1], folder=f"{module}@{version}/")
    raise missing(wanted)


def digest_of(path: Path, most: int) -> str:
    """`h1` of a module's zip, base64: sha256 of the list of its files' sha256, by name.

    https://pkg.go.dev/golang.org/x/mod/sumdb/dirhash

    Raises:
        BadUsage: it is no zip, or unpacks to more than `most` bytes.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            listed = [(it.filename, _sha256(packed, it, most)) for it in packed.infolist()]
    except (zipfile.BadZipFile, NotImplementedError, OSError, RuntimeError) as wrong:
        raise BadUsage(text("what came is not what the index announced"), where=path.name) from wrong
    lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(listed))
    return base64.b64encode(hashlib.sha256(lines.encode()).digest()).decode()


def _sha256(packed: zipfile.ZipFile, it: zipfile.ZipInfo, most: int) -> str:
    digest, size = hashlib.sha256(), 0
    with packed.open(it) as stream:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > most:
                raise BadUsage(text("it sends more than {most} bytes", most=most), where=it.filename[:200])
            digest.update(chunk)
    return digest.hexdigest()


def _escaped(path: str) -> str:
    """Upper-case letters with an exclamation mark, for file systems that do not tell them apart."""
    return re.sub(r"[A-Z]", lambda found: f"!{found[0].lower()}", path)
