"""Container image references. Source: https://github.com/distribution/reference"""

from __future__ import annotations

import re

from scanner.mirrors import mirrored
from scanner.purl import qualified

_IMAGE = re.compile(
    r"(?:([\w.-]+(?:\.[\w-]+)+(?::\d+)?|localhost(?::\d+)?)/)?([a-z0-9]+(?:[._/-]+[a-z0-9]+)*)(?::([\w.-]+))?(?:@(sha256:[0-9a-f]{64}))?\Z"
)
_HUB = frozenset({"docker.io", "index.docker.io", "registry-1.docker.io"})


def image_purl(reference: str) -> str:
    """The purl of "registry/namespace/name:tag@digest"; "" when it is none, or parts of it are variables.

    The version is the digest where there is one, since a tag moves; the tag is kept then as a qualifier.
    """
    found = _IMAGE.match(reference.strip().strip("\"'"))
    if not found:
        return ""
    host, path, tag, digest = found[1] or "", found[2], found[3] or "", found[4] or ""
    on_hub = not host or host in _HUB or mirrored(f"https://{host}/", "docker")
    namespace, _, name = (path.removeprefix("library/") if on_hub else path).rpartition("/")
    qualifiers: dict[str, str] = {}
    if not on_hub:
        qualifiers["repository_url"] = host
    if digest and tag:
        qualifiers["tag"] = tag
    return qualified("docker", name, digest or tag, namespace, qualifiers)
