"""*.wrap files (Meson). Source: https://mesonbuild.com/Wrap-dependency-system-manual.html"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.manifest.declaration import lockfile
from scanner.manifest.digests import sha256
from scanner.manifest.file import ManifestFile
from scanner.package import Package
from scanner.purl import archive_purl, purl, source_purl


@lockfile("subprojects/*.wrap", ecosystem="generic")
def parse(file: ManifestFile) -> Iterator[Package]:
    """Yield the package that a wrap fetches.

    Raises:
        Malformed: an entry stands outside any section.
    """
    for section, settings in file.ini().items():
        url, source = settings.get("url", ""), settings.get("source_url", "")
        identity = source_purl(url, settings.get("revision", "")) if section == "wrap-git" else ""
        if section == "wrap-file":
            identity = _by_folder(settings.get("directory", "")) or archive_purl(source)
        if identity:
            yield Package(
                purl=identity,
                evidence=file.evidence(f"[{section}]"),
                hashes=sha256(settings.get("source_hash", "")),
                vcs_url=url if section == "wrap-git" else "",
                download_url=source,
            )


def _by_folder(directory: str) -> str:
    """The folder that the archive unpacks to names the package and its version: "zlib-1.3.1"."""
    found = re.fullmatch(r"([A-Za-z][\w+.-]*?)-v?(\d[\w.+-]*)", directory.strip())
    return purl("generic", found[1], found[2]) if found else ""
