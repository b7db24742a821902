"""A form with the fields of GB/T 47020-2026 (软件物料清单数据格式) as far as the public knows them.

Known, from the required-field annex and an example of a circulated draft: the elements `software`, `document`,
`components`, `dependencies`, `disruptions` and their members' names and types. Not known to us, because the published
text is not free: the final names, the value lists of `selfDevelopedProportion`, `relationship` and `supplierType`, and
the optional members. What must be stated and is not known is "unknown"; nothing here claims conformance.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scanner.formats.interface import Rendering, sbom_format

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.package import Hash
    from scanner.sbom.document import Document, Part
    from scanner.sbom.loss import Loss

Json = dict[str, Any]

FORM = "GB/T 47020-2026"
FORM_VERSION = "draft annex A"
UNKNOWN = "unknown"


def _render(document: Document) -> Rendering:
    from scanner.sbom.encoding import json_bytes

    return Rendering(json_bytes(_form(document)), tuple(_losses(document)))


def _form(document: Document) -> Json:
    return {
        "software": _software(document),
        "document": {
            "formatName": FORM,
            "formatVersion": FORM_VERSION,
            "serialNumber": document.serial,
            "timestamp": document.created or UNKNOWN,
            "authors": ", ".join(each.name for each in document.authors) or UNKNOWN,
        },
        "components": [_component(part) for part in document.parts],
        "dependencies": _dependencies(document),
        "disruptions": [],  # risks to maintenance are a judgement that a scan does not make
    }


def _software(document: Document) -> Json:
    root = document.root
    if root is None:
        return {"softwareName": document.name or UNKNOWN, "softwareVersion": UNKNOWN, "integrity": []}
    return {
        "softwareName": root.name,
        "softwareVersion": root.version or UNKNOWN,
        "integrity": [_integrity(digest) for digest in root.hashes],
        "supplier": {"supplierName": root.supplier.name if root.supplier else UNKNOWN},
        "developer": ", ".join(author.name for author in root.authors) or UNKNOWN,
        "licenseName": _license_names(root),
    }


def _component(part: Part) -> Json:
    return {
        "componentId": part.ref,
        "componentName": f"{part.group}/{part.name}" if part.group else part.name,
        "componentVersion": part.version or part.requirement or UNKNOWN,
        "selfDevelopedProportion": UNKNOWN,
        "licenseName": _license_names(part) or [UNKNOWN],
        "integrity": [_integrity(digest) for digest in part.hashes],
        "supplier": {"supplierName": part.supplier.name if part.supplier else UNKNOWN},
    }


def _license_names(part: Part) -> list[str]:
    return list(dict.fromkeys(claim.expression or claim.name for claim in part.licenses))


def _integrity(digest: Hash) -> Json:
    return {"hashAlg": digest.algorithm, "messageDigest": digest.value}


def _dependencies(document: Document) -> list[Json]:
    from scanner.sbom.document import RelationKind

    words = {RelationKind.DEPENDS_ON: "dependsOn", RelationKind.CONTAINS: "contains", RelationKind.OTHER: "other"}
    return [
        {"identityAId": each.source, "relationship": [words[each.kind]], "identityBId": each.target}
        for each in document.relations
    ]


def _losses(document: Document) -> Iterator[Loss]:
    from scanner.sbom.loss import losses_without_fields

    held = ("hashes", "licenses", "supplier")
    yield from losses_without_fields(document, FORM, held)


FORMATS = (
    sbom_format(
        "gbt-47020",
        "GB/T 47020-2026 (fields publicly known)",
        media_type="application/json",
        extension=".gbt47020.json",
        render=_render,
    ),
)
