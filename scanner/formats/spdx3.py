"""SPDX 3.0.1 in JSON-LD. Specification: https://spdx.github.io/spdx-spec/v3.0.1/"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.formats.interface import Rendering, sbom_format

if TYPE_CHECKING:
    from scanner.sbom.document import Document


def _json_ld(document: Document) -> Rendering:
    from scanner.sbom.encoding import json_bytes
    from scanner.sbom.spdx3.writer import spdx3

    graph, losses = spdx3(document)
    return Rendering(json_bytes(graph), losses)


FORMATS = (
    sbom_format(
        "spdx-3",
        "SPDX 3.0.1 JSON-LD",
        media_type="application/spdx+json; version=3.0.1",
        extension=".spdx3.json",
        render=_json_ld,
    ),
)
