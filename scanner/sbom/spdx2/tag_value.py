"""SPDX 2.3 JSON ↔ tag-value, the same facts in lines. Tags are those of the specification's field names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

Json = dict[str, Any]

DOCUMENT_TAGS = {
    "spdxVersion": "SPDXVersion",
    "dataLicense": "DataLicense",
    "SPDXID": "SPDXID",
    "name": "DocumentName",
    "documentNamespace": "DocumentNamespace",
    "comment": "DocumentComment",
}
CREATION_TAGS = {
    "licenseListVersion": "LicenseListVersion",
    "creators": "Creator",
    "created": "Created",
    "comment": "CreatorComment",
}
PACKAGE_TAGS = {
    "name": "PackageName",
    "SPDXID": "SPDXID",
    "versionInfo": "PackageVersion",
    "packageFileName": "PackageFileName",
    "supplier": "PackageSupplier",
    "originator": "PackageOriginator",
    "downloadLocation": "PackageDownloadLocation",
    "filesAnalyzed": "FilesAnalyzed",
    "homepage": "PackageHomePage",
    "primaryPackagePurpose": "PrimaryPackagePurpose",
    "sourceInfo": "PackageSourceInfo",
    "licenseConcluded": "PackageLicenseConcluded",
    "licenseInfoFromFiles": "PackageLicenseInfoFromFiles",
    "licenseDeclared": "PackageLicenseDeclared",
    "licenseComments": "PackageLicenseComments",
    "copyrightText": "PackageCopyrightText",
    "summary": "PackageSummary",
    "description": "PackageDescription",
    "comment": "PackageComment",
    "attributionTexts": "PackageAttributionText",
    "releaseDate": "ReleaseDate",
    "builtDate": "BuiltDate",
    "validUntilDate": "ValidUntilDate",
}
FILE_TAGS = {
    "fileName": "FileName",
    "SPDXID": "SPDXID",
    "fileTypes": "FileType",
    "licenseConcluded": "LicenseConcluded",
    "licenseInfoInFiles": "LicenseInfoInFile",
    "licenseComments": "LicenseComments",
    "copyrightText": "FileCopyrightText",
    "comment": "FileComment",
    "noticeText": "FileNotice",
    "fileContributors": "FileContributor",
    "attributionTexts": "FileAttributionText",
}
LICENSE_TAGS = {
    "licenseId": "LicenseID",
    "extractedText": "ExtractedText",
    "name": "LicenseName",
    "seeAlsos": "LicenseCrossReference",
    "comment": "LicenseComment",
}
# fields that the specification writes between <text> and </text>, on however many lines
MULTILINE = frozenset(
    {
        "comment",
        "copyrightText",
        "description",
        "summary",
        "sourceInfo",
        "licenseComments",
        "extractedText",
        "attributionTexts",
        "noticeText",
    }
)


def tag_value(spdx: Json) -> str:
    """The document in lines, ending in a newline."""
    sections: list[list[str]] = [
        [*_fields(spdx, DOCUMENT_TAGS), *map(_external_document, _objects(spdx, "externalDocumentRefs"))],
        list(_fields(spdx["creationInfo"], CREATION_TAGS)),
        *(list(_annotation(each, spdx["SPDXID"])) for each in _objects(spdx, "annotations")),
        *(list(_file(each)) for each in _objects(spdx, "files")),
        *(list(_package(each)) for each in _objects(spdx, "packages")),
        *(list(_fields(each, LICENSE_TAGS)) for each in _objects(spdx, "hasExtractedLicensingInfos")),
        [line for each in _objects(spdx, "relationships") for line in _relationship(each)],
    ]
    return "\n\n".join("\n".join(section) for section in sections if section) + "\n"


def _fields(holder: Json, tags: dict[str, str]) -> Iterator[str]:
    for member, tag in tags.items():
        values = holder.get(member, ())
        for value in values if isinstance(values, list | tuple) else (values,):
            yield f"{tag}: {_value(member, value)}"


def _value(member: str, value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    written = str(value)
    plain = written in ("NOASSERTION", "NONE")
    if (member in MULTILINE and not plain) or "\n" in written or "\r" in written:
        return f"<text>{written.replace('</text>', '< /text>')}</text>"
    return written


def _package(package: Json) -> Iterator[str]:
    yield from _fields(package, PACKAGE_TAGS)
    yield from _verification_code(package.get("packageVerificationCode"))
    yield from _checksums("PackageChecksum", package)
    for each in _objects(package, "externalRefs"):
        yield f"ExternalRef: {each['referenceCategory']} {each['referenceType']} {each['referenceLocator']}"
        if "comment" in each:
            yield f"ExternalRefComment: {_value('comment', each['comment'])}"
    for each in _objects(package, "annotations"):
        yield from _annotation(each, package["SPDXID"])


def _verification_code(code: Any) -> Iterator[str]:
    if isinstance(code, dict):
        excluded = code.get("packageVerificationCodeExcludedFiles")
        ending = f" (excludes: {', '.join(map(str, excluded))})" if isinstance(excluded, list) and excluded else ""
        yield f"PackageVerificationCode: {code.get('packageVerificationCodeValue', '')}{ending}"


def _objects(holder: Json, name: str) -> Iterator[Json]:
    """The objects of an array. What another tool wrote was kept as it was, and may be anything."""
    values = holder.get(name)
    return (value for value in values if isinstance(value, dict)) if isinstance(values, list) else iter(())


def _file(file: Json) -> Iterator[str]:
    yield from _fields(file, FILE_TAGS)
    yield from _checksums("FileChecksum", file)
    for each in _objects(file, "annotations"):
        yield from _annotation(each, file["SPDXID"])


def _checksums(tag: str, holder: Json) -> Iterable[str]:
    return (f"{tag}: {each['algorithm']}: {each['checksumValue']}" for each in _objects(holder, "checksums"))


def _annotation(annotation: Json, subject: str) -> Iterator[str]:
    yield f"Annotator: {annotation.get('annotator', '')}"
    yield f"AnnotationDate: {annotation.get('annotationDate', '')}"
    yield f"AnnotationComment: {_value('comment', annotation.get('comment', ''))}"
    yield f"AnnotationType: {annotation.get('annotationType', '')}"
    yield f"SPDXREF: {subject}"


def _relationship(edge: Json) -> Iterator[str]:
    ends = (edge.get(name, "") for name in ("spdxElementId", "relationshipType", "relatedSpdxElement"))
    yield f"Relationship: {' '.join(map(str, ends))}"
    if "comment" in edge:
        yield f"RelationshipComment: {_value('comment', edge['comment'])}"


def _external_document(reference: Json) -> str:
    checksum = next(iter(_objects({"checksum": [reference.get("checksum")]}, "checksum")), {})
    digest = f"{checksum.get('algorithm', '')}: {checksum.get('checksumValue', '')}"
    return (
        f"ExternalDocumentRef: {reference.get('externalDocumentId', '')} {reference.get('spdxDocument', '')} {digest}"
    )
