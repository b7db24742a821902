"""The texts of the licences that have no SPDX id, for formats that must explain each LicenseRef (SPDX 2.3 §10)."""

from __future__ import annotations

from collections.abc import Iterable

from licenses.texts import license_text
from scanner.sbom.document import LicenseText, Part
from scanner.sbom.spdx2.licensing import expression_of, references_in


def known_texts(parts: Iterable[Part]) -> tuple[LicenseText, ...]:
    """Of every LicenseRef in the parts' licences whose text our data holds, sorted."""
    claims = (claim for part in parts for claim in (*part.licenses, *part.observed))
    references = {reference for claim in claims for reference in references_in(expression_of(claim))}
    found = ((reference, license_text(reference)) for reference in sorted(references))
    return tuple(LicenseText(reference, content) for reference, content in found if content)
