"""Packages that are kept in the tree packed: jars, wheels and eggs, by the metadata inside.

Source: https://maven.apache.org/shared/maven-archiver/ (META-INF/maven), PEP 427, PEP 314. An archive is read within
limits and never unpacked; one that does not state what it is, such as a jar that a hand has made, stays unknown.
"""

from __future__ import annotations

import hashlib
import re
import struct
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from scanner.ecosystems._python import license_of, pypi_purl
from scanner.manifest.declaration import manifest
from scanner.manifest.file import ManifestFile, decoded
from scanner.manifest.malformed import Malformed
from scanner.manifest.vendored import is_vendored
from scanner.package import Hash, Package
from scanner.purl import purl

if TYPE_CHECKING:
    from zipfile import ZipFile

_PROPERTIES = re.compile(r"META-INF/maven/[^/]+/[^/]+/pom\.properties")
_METADATA = re.compile(r"(?:[^/]+\.dist-info/METADATA|EGG-INFO/PKG-INFO)")
_ENTRY = re.compile(r"^(groupId|artifactId|version)[ \t]*[=:][ \t]*(\S+)[ \t]*$", re.MULTILINE)
_HEADER = re.compile(r"^([A-Za-z-]+):[ \t]*([^\n]*)$", re.MULTILINE)
_POINTER = b"version https://git-lfs.github.com/"  # the archive itself is elsewhere
_END = b"PK\x05\x06"  # APPNOTE.TXT 4.3.16
_LOCATOR = b"PK\x06\x07"  # 4.3.15: another directory, of more entries or bytes than this one can state
_LONGEST_DIRECTORY = 8 * 1024 * 1024  # bytes: some 80,000 entries
_MOST_PACKAGES = 500  # in one archive
_LONGEST = 256 * 1024  # bytes of a metadata file


@manifest("*.jar", "*.war", "*.ear", "*.aar", "*.hpi", ecosystem="maven")
def parse_jar(file: ManifestFile) -> Iterator[Package]:
    """Yield each Maven artifact that is packed into the archive. Its digest is that of the one the file is named after.

    Raises:
        Malformed: not a ZIP archive, or more entries than we read.
    """
    for text in _read(file, _PROPERTIES):
        told = dict(_ENTRY.findall(text))
        group, name, version = (told.get(key, "") for key in ("groupId", "artifactId", "version"))
        if group and name and version and "$" not in group + name + version:
            hashes = _digest(file) if file.name.startswith(f"{name}-{version}") or file.name == f"{name}.jar" else ()
            yield Package(
                purl("maven", name, version, group), file.evidence(), first_party=is_vendored(file.path), hashes=hashes
            )


@manifest("*.whl", "*.egg", ecosystem="pypi")
def parse_wheel(file: ManifestFile) -> Iterator[Package]:
    """Yield the distribution.

    Raises:
        Malformed: not a ZIP archive, or more entries than we read.
    """
    for text in _read(file, _METADATA):
        told: dict[str, list[str]] = {}
        for name, value in _HEADER.findall(text.partition("\n\n")[0]):
            told.setdefault(name.lower(), []).append(value.strip())
        name, version = (told.get(key, [""])[0] for key in ("name", "version"))
        if name and version:
            yield Package(
                purl=pypi_purl(name, version),
                evidence=file.evidence(),
                first_party=is_vendored(file.path),
                declared_license=told.get("license-expression", [""])[0]
                or license_of(told.get("license", [""])[0], told.get("classifier", [])),
                homepage=told.get("home-page", [""])[0],
                description=told.get("summary", [""])[0],
                hashes=_digest(file),
            )


def _read(file: ManifestFile, wanted: re.Pattern[str]) -> Iterator[str]:
    """The text of the members whose names match."""
    if file.content.startswith(_POINTER):
        return
    import zlib  # neither before a tree has an archive
    from zipfile import BadZipFile, ZipFile

    _require_short(file.content)
    try:
        with ZipFile(BytesIO(file.content)) as archive:
            names = [each.filename for each in archive.infolist() if wanted.fullmatch(each.filename)]
            for name in names[:_MOST_PACKAGES]:
                yield _text(archive, name)
    except (BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError, EOFError, zlib.error) as error:
        raise Malformed(f"not a readable archive: {error}") from None


def _text(archive: ZipFile, name: str) -> str:
    with archive.open(name) as member:
        return decoded(member.read(_LONGEST)).replace("\r\n", "\n")


def _require_short(content: bytes) -> None:
    """Raise `Malformed` before the library builds a list of millions of entries."""
    end = content.rfind(_END)
    if end < 0 or end + 16 > len(content):
        raise Malformed("not an archive: it has no end record")
    (directory,) = struct.unpack_from("<I", content, end + 12)  # its size in bytes
    if directory > _LONGEST_DIRECTORY or content[max(0, end - 20) :].startswith(_LOCATOR):
        raise Malformed("an archive of too many entries")


def _digest(file: ManifestFile) -> tuple[Hash, ...]:
    return tuple(Hash(f"SHA-{bits}", hashlib.new(f"sha{bits}", file.content).hexdigest()) for bits in (256, 512))
