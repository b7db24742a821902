"""CycloneDX (ECMA-424) 1.6 and 1.7 in JSON and XML. Specification: https://cyclonedx.org/docs/1.7/json/ and …/xml/"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from scanner.formats.interface import Format, Rendering, sbom_format

if TYPE_CHECKING:
    from scanner.sbom.document import Document

JSON_TYPE = "application/vnd.cyclonedx+json"  # both registered with IANA
XML_TYPE = "application/vnd.cyclonedx+xml"


def _json(version: tuple[int, int]) -> Callable[[Document], Rendering]:
    def render(document: Document) -> Rendering:
        from scanner.sbom.cyclonedx.writer import cyclonedx
        from scanner.sbom.encoding import json_bytes

        bom, losses = cyclonedx(document, version)
        return Rendering(json_bytes(bom), losses)

    return render


def _xml(version: tuple[int, int]) -> Callable[[Document], Rendering]:
    def render(document: Document) -> Rendering:
        from scanner.sbom.cyclonedx.writer import cyclonedx
        from scanner.sbom.cyclonedx.xml import to_xml

        bom, losses = cyclonedx(document, version)
        content, more = to_xml(bom)
        return Rendering(content, (*losses, *more))

    return render


def _format(version: tuple[int, int], name: str) -> tuple[Format, Format]:
    number = ".".join(map(str, version))
    return (
        sbom_format(
            name,
            f"CycloneDX {number} JSON",
            media_type=f"{JSON_TYPE}; version={number}",
            extension=".cdx.json",
            render=_json(version),
        ),
        sbom_format(
            f"{name}-xml",
            f"CycloneDX {number} XML",
            media_type=f"{XML_TYPE}; version={number}",
            extension=".cdx.xml",
            render=_xml(version),
        ),
    )


FORMATS = (*_format((1, 6), "cyclonedx"), *_format((1, 7), "cyclonedx-1.7"))
