"""Go modules: a proxy, and a database of their digests. https://go.dev/ref/mod#goproxy-protocol, #checksum-database"""

from __future__ import annotations

import base64
import re
from pathlib import Path
from urllib.parse import quote

from packageurl import PackageURL

from licenses.errors import BadUsage
from licenses.language import text
from registry.pool import Pool
from registry.services.package_index.interface import Found, asked_lines, base, missing
from scanner.indexes.dirhash import h1


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
    """`h1` of a module's zip, base64, as the database of digests has it.

    Raises:
        BadUsage: it is no zip, or unpacks to more than `most` bytes.
    """
    try:
        return base64.b64encode(bytes.fromhex(h1(path, most))).decode()
    except ValueError as wrong:
        raise BadUsage(text("what came is not what the index announced"), where=path.name) from wrong


def _escaped(path: str) -> str:
    """Upper-case letters with an exclamation mark, for file systems that do not tell them apart."""
    return re.sub(r"[A-Z]", lambda found: f"!{found[0].lower()}", path)
