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
        [*_fields(spdx, DOCUMENT_TAGS), *map(_external_document, spdx.get("externalDocumentRefs", ()))],
        list(_fields(spdx["creationInfo"], CREATION_TAGS)),
        *(list(_annotation(each, spdx["SPDXID"])) for each in spdx.get("annotations", ())),
        *(list(_file(each)) for each in spdx.get("files", ())),
        *(list(_package(each)) for each in spdx.get("packages", ())),
        *(list(_fields(each, LICENSE_TAGS)) for each in spdx.get("hasExtractedLicensingInfos", ())),
        [line for each in spdx.get("relationships", ()) for line in _relationship(each)],
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
    if code := package.get("packageVerificationCode"):
        excluded = code.get("packageVerificationCodeExcludedFiles", ())
        ending = f" (excludes: {', '.join(excluded)})" if excluded else ""
        yield f"PackageVerificationCode: {code['packageVerificationCodeValue']}{ending}"
    yield from _checksums("PackageChecksum", package)
    for each in package.get("externalRefs", ()):
        yield f"ExternalRef: {each['referenceCategory']} {each['referenceType']} {each['referenceLocator']}"
        if "comment" in each:
            yield f"ExternalRefComment: {_value('comment', each['comment'])}"
    for each in package.get("annotations", ()):
        yield from _annotation(each, package["SPDXID"])


def _file(file: Json) -> Iterator[str]:
    yield from _fields(file, FILE_TAGS)
    yield from _checksums("FileChecksum", file)
    for each in file.get("annotations", ()):
        yield from _annotation(each, file["SPDXID"])


def _checksums(tag: str, holder: Json) -> Iterable[str]:
    return (f"{tag}: {each['algorithm']}: {each['checksumValue']}" for each in holder.get("checksums", ()))


def _annotation(annotation: Json, subject: str) -> Iterator[str]:
    yield f"Annotator: {annotation['annotator']}"
    yield f"AnnotationDate: {annotation['annotationDate']}"
    yield f"AnnotationComment: {_value('comment', annotation['comment'])}"
    yield f"AnnotationType: {annotation['annotationType']}"
    yield f"SPDXREF: {subject}"


def _relationship(edge: Json) -> Iterator[str]:
    yield f"Relationship: {edge['spdxElementId']} {edge['relationshipType']} {edge['relatedSpdxElement']}"
    if "comment" in edge:
        yield f"RelationshipComment: {_value('comment', edge['comment'])}"


def _external_document(reference: Json) -> str:
    checksum = reference["checksum"]
    digest = f"{checksum['algorithm']}: {checksum['checksumValue']}"
    return f"ExternalDocumentRef: {reference['externalDocumentId']} {reference['spdxDocument']} {digest}"
