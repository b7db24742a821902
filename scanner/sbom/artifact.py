"""The file that is distributed: its name and digests, which TR-03183-2 of the BSI asks of every component (§5.2.2)."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from packageurl import PackageURL

from licenses.errors import InputUnreadable
from licenses.language import text
from scanner.package import Hash
from scanner.sbom.document import Property

ARCHIVES = (
    *(".tgz", ".tar.gz", ".tar.bz2", ".tar.xz", ".tar.zst", ".tar", ".zip", ".whl", ".jar", ".war", ".aar", ".crate"),
    *(".gem", ".nupkg", ".rpm", ".deb", ".apk", ".har", ".conda"),
)
# how a purl type's default repository names the files that it hands out
_CONVENTIONS = {
    "cargo": "{name}-{version}.crate",
    "gem": "{name}-{version}.gem",
    "hackage": "{name}-{version}.tar.gz",
    "hex": "{name}-{version}.tar",
    "npm": "{name}-{version}.tgz",
    "nuget": "{name}.{version}.nupkg",
    "pub": "{name}-{version}.tar.gz",
}
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Artifact:
    """A file on disk."""

    name: str  # without a path
    hashes: tuple[Hash, ...]


def artifact_of(path: Path) -> Artifact:
    """The file's name and its SHA-256 and SHA-512, read once.

    Raises:
        InputUnreadable: it cannot be read.
    """
    digests = {"SHA-256": hashlib.sha256(), "SHA-512": hashlib.sha512()}
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                for digest in digests.values():
                    digest.update(chunk)
    except OSError as error:
        reason = text("cannot be read: {reason}", reason=error.strerror or type(error).__name__)
        raise InputUnreadable(reason, where=str(path)) from None
    return Artifact(path.name, tuple(Hash(name, digest.hexdigest()) for name, digest in digests.items()))


def is_archive(file_name: str) -> bool:
    """Whether a file is an archive, by its name."""
    return file_name.lower().endswith(ARCHIVES)


FILE_NAME = "bsi:component:filename"  # https://github.com/BSI-Bund/tr-03183-cyclonedx-property-taxonomy


def file_properties(file_name: str) -> tuple[Property, ...]:
    """What the BSI's property taxonomy for CycloneDX has to say of a distributed file, as far as its name tells."""
    if not file_name:
        return ()
    told = (
        ("bsi:component:archive", "archive" if is_archive(file_name) else ""),
        (FILE_NAME, file_name),
        ("bsi:component:structured", "structured" if is_archive(file_name) else ""),
    )
    return tuple(Property(name, value) for name, value in told if value)


def file_name_of(purl: str, download_url: str) -> str:
    """The name of a package's file: as its address ends, else as the purl's repository names its files; else ""."""
    last = unquote(re.split(r"[?#]", download_url)[0].rstrip("/").rsplit("/", 1)[-1]).rsplit("/", 1)[-1]
    if is_archive(last) and last.lower() not in ARCHIVES:
        return last
    convention = _CONVENTIONS.get(purl.removeprefix("pkg:").partition("/")[0])
    if convention is None or "@" not in purl or "?" in purl:
        return ""
    try:
        parsed = PackageURL.from_string(purl)
    except ValueError:
        return ""
    name = parsed.name.lower() if parsed.type == "nuget" else parsed.name
    return convention.format(name=name, version=parsed.version) if parsed.version else ""
