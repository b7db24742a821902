"""SPDX 2 tag-value → the JSON of the same document. A line that is no tag is an error with its number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from licenses.errors import InputUnreadable
from licenses.language import text
from scanner.sbom.spdx2.tag_value import (
    CREATION_TAGS,
    DOCUMENT_TAGS,
    FILE_TAGS,
    LICENSE_TAGS,
    PACKAGE_TAGS,
)

Json = dict[str, Any]

_REPEATED = frozenset(
    {"creators", "licenseInfoFromFiles", "licenseInfoInFiles", "attributionTexts", "fileTypes", "fileContributors"}
    | {"seeAlsos"}
)
# a tag that begins an object, the member that holds such objects, and the tags inside
_BEGINNINGS = {
    "PackageName": ("packages", PACKAGE_TAGS),
    "FileName": ("files", FILE_TAGS),
    "LicenseID": ("hasExtractedLicensingInfos", LICENSE_TAGS),
}


def from_tag_value(written: str) -> Json:
    """The document as SPDX 2 JSON.

    Raises:
        InputUnreadable: a line is not `Tag: value`, a text is not closed, or a compound value lacks a word.
    """
    document: Json = {"creationInfo": {}}
    _TagReader(document).read(written)
    return document


class _TagReader:
    """Knows which object the lines belong to while one document is read."""

    def __init__(self, document: Json) -> None:
        self.document = document
        self.current: Json = document
        self.tags = DOCUMENT_TAGS
        self.named: dict[str, Json] = {}
        self.annotation: Json = {}

    def read(self, written: str) -> None:
        for number, tag, value in _pairs(written):
            try:
                self._take(tag, value)
            except (ValueError, IndexError):
                raise InputUnreadable(
                    text("line {line} of the SBOM cannot be read: {tag}", line=number, tag=tag)
                ) from None

    def _take(self, tag: str, value: str) -> None:
        if tag in _BEGINNINGS:
            holder, self.tags = _BEGINNINGS[tag]
            self.current = {}
            self.document.setdefault(holder, []).append(self.current)
        if self._compound(tag, value) or self._annotated(tag, value):
            return
        inverse = {name: member for member, name in self.tags.items()}
        creation = {name: member for member, name in CREATION_TAGS.items()}
        if tag in inverse:
            self._put(self.current, inverse[tag], value)
        elif tag in creation:
            self._put(self.document["creationInfo"], creation[tag], value)
        if tag == "SPDXID":
            self.named[value] = self.current

    def _put(self, holder: Json, member: str, value: str) -> None:
        if member in _REPEATED:
            holder.setdefault(member, []).append(value)
        else:
            holder[member] = value == "true" if member == "filesAnalyzed" else value

    def _compound(self, tag: str, value: str) -> bool:
        """Tags whose value holds several fields."""
        if tag in ("PackageChecksum", "FileChecksum"):
            algorithm, digest = value.split(":", 1)
            self.current.setdefault("checksums", []).append(
                {"algorithm": algorithm.strip(), "checksumValue": digest.strip()}
            )
        elif tag == "ExternalRef":
            category, kind, locator = value.split(None, 2)
            self.current.setdefault("externalRefs", []).append(
                {"referenceCategory": category, "referenceType": kind, "referenceLocator": locator}
            )
        elif tag == "ExternalRefComment":
            self.current["externalRefs"][-1]["comment"] = value
        elif tag == "PackageVerificationCode":
            code, _, excluded = value.partition("(excludes:")
            names = [name.strip() for name in excluded.rstrip(") ").split(",") if name.strip()]
            more = {"packageVerificationCodeExcludedFiles": names} if names else {}
            self.current["packageVerificationCode"] = {"packageVerificationCodeValue": code.strip()} | more
        else:
            return self._of_document(tag, value)
        return True

    def _of_document(self, tag: str, value: str) -> bool:
        if tag == "Relationship":
            source, kind, target = value.split()
            self.document.setdefault("relationships", []).append(
                {"spdxElementId": source, "relationshipType": kind, "relatedSpdxElement": target}
            )
        elif tag == "RelationshipComment":
            self.document["relationships"][-1]["comment"] = value
        elif tag == "ExternalDocumentRef":
            name, address, algorithm, digest = value.split()
            checksum = {"algorithm": algorithm.rstrip(":"), "checksumValue": digest}
            self.document.setdefault("externalDocumentRefs", []).append(
                {"externalDocumentId": name, "spdxDocument": address, "checksum": checksum}
            )
        else:
            return False
        return True

    def _annotated(self, tag: str, value: str) -> bool:
        """§12: five tags make an annotation, the last one says of what."""
        members = {
            "Annotator": "annotator",
            "AnnotationDate": "annotationDate",
            "AnnotationComment": "comment",
            "AnnotationType": "annotationType",
        }
        if tag in members:
            if tag == "Annotator":
                self.annotation = {}
            self.annotation[members[tag]] = value
            return True
        if tag == "SPDXREF":
            holder = self.named.get(value, self.document)
            holder.setdefault("annotations", []).append(self.annotation)
            return True
        return False


def _pairs(written: str) -> Iterator[tuple[int, str, str]]:
    """Line number, tag and value; a value between <text> and </text> may run over many lines."""
    lines = iter(enumerate(written.split("\n"), 1))
    for number, line in lines:
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        tag, mark, value = line.rstrip("\r").partition(":")
        if not mark:
            raise InputUnreadable(text("line {line} of the SBOM cannot be read: {tag}", line=number, tag=line[:80]))
        value = value.strip(" \t")
        if value.startswith("<text>"):
            value = _whole_text(value, lines, number)
        yield number, tag.strip(), value


def _whole_text(value: str, lines: Iterator[tuple[int, str]], start: int) -> str:
    collected = [value.removeprefix("<text>")]
    while "</text>" not in collected[-1]:
        following = next(lines, None)
        if following is None:
            raise InputUnreadable(text("the text that begins in line {line} is not closed", line=start))
        collected.append(following[1])
    return "\n".join(collected).partition("</text>")[0]
