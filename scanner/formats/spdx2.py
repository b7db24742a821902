"""SPDX 2.3 in JSON and tag-value. Specification: https://spdx.github.io/spdx-spec/v2.3/"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.formats.interface import Rendering, sbom_format

if TYPE_CHECKING:
    from scanner.sbom.document import Document


def _json(document: Document) -> Rendering:
    from scanner.sbom.encoding import json_bytes
    from scanner.sbom.spdx2.writer import spdx2

    spdx, losses = spdx2(document)
    return Rendering(json_bytes(spdx), losses)


def _tag_value(document: Document) -> Rendering:
    from scanner.sbom.spdx2.tag_value import tag_value
    from scanner.sbom.spdx2.writer import spdx2

    spdx, losses = spdx2(document)
    return Rendering(tag_value(spdx).encode("utf-8", "replace"), losses)


FORMATS = (
    sbom_format("spdx", "SPDX 2.3 JSON", media_type="application/spdx+json", extension=".spdx.json", render=_json),
    sbom_format("spdx-tag-value", "SPDX 2.3 tag-value", media_type="text/spdx", extension=".spdx", render=_tag_value),
)
