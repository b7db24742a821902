"""Bytes of any SBOM → document: which format it is, is read from the content, not from a name."""

from __future__ import annotations

from pathlib import Path

from licenses.errors import InputUnreadable
from licenses.language import text
from scanner.sbom.document import Document
from scanner.sbom.members import json_object

LARGEST = 256 * 1024 * 1024  # bytes


def load(content: bytes) -> Document:
    """The SBOM in `content`: CycloneDX 1.2 to 1.7 in JSON or XML, SPDX 2.2, 2.3 in JSON or tag-value, SPDX 3.0, DSDX.

    Raises:
        InputUnreadable: it is none of these, too large, or not what it claims to be.
    """
    if len(content) > LARGEST:
        raise InputUnreadable(text("the file is larger than {limit} bytes", limit=LARGEST))
    head = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"<"):
        return _xml(content)
    if head.startswith(b"{"):
        return _json(content)
    if b"SPDXVersion:" in content[:65536]:
        return _tag_value(_decoded(content))
    if b"DSDXVersion:" in content[:65536]:
        from scanner.sbom.dsdx import read_dsdx_tags

        return read_dsdx_tags(_decoded(content))
    raise _unknown()


def looks_like_sbom(path: Path) -> bool:
    """Whether a file begins as an SBOM does, so that a command may take an SBOM or a source to scan."""
    with path.open("rb") as stream:
        head = stream.read(65536)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"<"):
        return b"cyclonedx.org/schema/bom" in head
    return start.startswith(b"{") or b"SPDXVersion:" in head or b"DSDXVersion:" in head


def _json(content: bytes) -> Document:
    members = json_object(content)
    if members.values.get("bomFormat") == "CycloneDX":
        from scanner.sbom.cyclonedx.reader import read_cyclonedx

        return read_cyclonedx(members)
    if "spdxVersion" in members.values:
        from scanner.sbom.spdx2.reader import read_spdx2

        return read_spdx2(members)
    if "@context" in members.values or "@graph" in members.values:
        from scanner.sbom.spdx3.reader import read_spdx3

        return read_spdx3(members)
    if "dsdx_version" in members.values:
        from scanner.sbom.dsdx import read_dsdx

        return read_dsdx(members)
    raise _unknown()


def _xml(content: bytes) -> Document:
    from scanner.sbom.cyclonedx.reader import read_cyclonedx
    from scanner.sbom.cyclonedx.xml import from_xml
    from scanner.sbom.members import Members

    return read_cyclonedx(Members("", from_xml(content)), "XML")


def _tag_value(written: str) -> Document:
    from scanner.sbom.members import Members
    from scanner.sbom.spdx2.reader import read_spdx2
    from scanner.sbom.spdx2.tag_reader import from_tag_value

    return read_spdx2(Members("", from_tag_value(written)), "tag-value")


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputUnreadable(text("it is not UTF-8")) from None


def _unknown() -> InputUnreadable:
    return InputUnreadable(
        text("it is not an SBOM in a format that can be read"),
        hint=text("CycloneDX 1.2 to 1.7, SPDX 2.2, 2.3 and 3.0.1 and DSDX 1.0 can be read"),
    )
