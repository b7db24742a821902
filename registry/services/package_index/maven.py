"""Maven (Java): a repository's sources. https://maven.apache.org/repository/layout.html"""

from __future__ import annotations

import re

from packageurl import PackageURL

from registry.pool import Pool
from registry.services.package_index.interface import Found, asked, base, missing
from registry.services.projects import NotFound

_DIGESTS = {"sha512": 128, "sha256": 64, "sha1": 40}  # hex digits; the best that the repository has


def find(pool: Pool, wanted: PackageURL) -> Found:
    """The archive with the classifier `sources`, and the digest that lies beside it."""
    group = str(wanted.namespace or "").replace(".", "/")
    version = str(wanted.version)
    url = f"{base(pool, 'maven')}/{group}/{wanted.name}/{version}/{wanted.name}-{version}-sources.jar"
    for algorithm, length in _DIGESTS.items():
        try:
            said = asked(pool, f"{url}.{algorithm}").decode("ascii", "replace")
        except NotFound:
            continue
        # the digest alone, or as sha256sum writes it
        if found := re.match(rf"\s*([0-9a-fA-F]{{{length}}})\b", said):
            return Found(url, algorithm, found[1].lower())
    raise missing(wanted)
