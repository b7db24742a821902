"""CycloneDX (ECMA-424) 1.6 and 1.7 in JSON. Specification: https://cyclonedx.org/docs/1.6/json/"""

from __future__ import annotations

from collections.abc import Callable

from scanner.formats.interface import Rendering, sbom_format
from scanner.sbom.document import Document

MEDIA_TYPE = "application/vnd.cyclonedx+json"  # IANA


def _json(version: tuple[int, int]) -> Callable[[Document], Rendering]:
    def render(document: Document) -> Rendering:
        from scanner.sbom.cyclonedx.writer import cyclonedx
        from scanner.sbom.encoding import json_bytes

        bom, losses = cyclonedx(document, version)
        return Rendering(json_bytes(bom), losses)

    return render


FORMATS = (
    sbom_format(
        "cyclonedx",
        "CycloneDX 1.6 JSON",
        media_type=f"{MEDIA_TYPE}; version=1.6",
        extension=".cdx.json",
        render=_json((1, 6)),
    ),
    sbom_format(
        "cyclonedx-1.7",
        "CycloneDX 1.7 JSON",
        media_type=f"{MEDIA_TYPE}; version=1.7",
        extension=".cdx.json",
        render=_json((1, 7)),
    ),
)
