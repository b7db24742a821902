"""Licences in SPDX 2.3: one expression a field, and an extracted text for each LicenseRef that occurs."""

from __future__ import annotations

import re
from collections.abc import Iterable

from scanner.sbom.document import Acknowledgement, LicenseClaim, LicenseText, Part
from scanner.sbom.spdx2.locations import web_address
from scanner.sbom.spdx2.words import NOASSERTION, license_ref

_REFERENCE = re.compile(r"(?<![A-Za-z0-9.\-:])LicenseRef-[A-Za-z0-9.\-]+")
_COMPOUND = re.compile(r" (?:AND|OR) ")
UNSTATED_TEXT = "The text of this licence is not part of the document."


def declared(part: Part) -> str:
    """§7.15: what the part's makers say."""
    return _joined(claim for claim in part.licenses if claim.acknowledgement is not Acknowledgement.CONCLUDED)


def concluded(part: Part) -> str:
    """§7.13: what a reviewer or rule concluded."""
    return _joined(claim for claim in part.licenses if claim.acknowledgement is Acknowledgement.CONCLUDED)


def expression_of(claim: LicenseClaim) -> str:
    """The claim as an SPDX expression."""
    return claim.expression or license_ref(claim.name)


def references_in(expression: str) -> list[str]:
    """The LicenseRefs of an expression that this document must explain."""
    return _REFERENCE.findall(expression)


def _joined(claims: Iterable[LicenseClaim]) -> str:
    expressions = list(dict.fromkeys(expression_of(claim) for claim in claims))
    if len(expressions) < 2:
        return expressions[0] if expressions else NOASSERTION
    return " AND ".join(f"({each})" if _COMPOUND.search(each) else each for each in expressions)


def extracted(parts: Iterable[Part], texts: Iterable[LicenseText]) -> list[dict[str, object]]:
    """§10: every LicenseRef of the parts with its text, sorted. A name that a manifest words is its own text."""
    known = {each.reference: _entry(each) for each in texts}
    found: dict[str, dict[str, object]] = {}
    for part in parts:
        for claim in (*part.licenses, *part.observed):
            expression = expression_of(claim)
            for reference in references_in(expression):
                unstated: dict[str, object] = {"licenseId": reference, "extractedText": UNSTATED_TEXT}
                entry = found.setdefault(reference, known.get(reference, unstated))
                if reference == expression:
                    _describe(entry, claim)
    return [found[reference] for reference in sorted(found)]


def _entry(known: LicenseText) -> dict[str, object]:
    addresses = [address] if (address := web_address(known.url)) else []
    entry = {"licenseId": known.reference, "extractedText": known.text or UNSTATED_TEXT}
    return entry | ({"name": known.name} if known.name else {}) | ({"seeAlsos": addresses} if addresses else {})


def _describe(entry: dict[str, object], claim: LicenseClaim) -> None:
    if claim.text.strip() or (claim.name.strip() and entry["extractedText"] == UNSTATED_TEXT):
        entry["extractedText"] = claim.text if claim.text.strip() else claim.name
    if claim.name:
        entry["name"] = claim.name
    if address := web_address(claim.url):
        entry["seeAlsos"] = [address]


def text_of(reference: str, wording: str, name: str, url: str) -> LicenseText | None:
    """What a document says of a LicenseRef; None when that is nothing."""
    stated = "" if wording in (UNSTATED_TEXT, name) else wording
    return LicenseText(reference, stated, name, url) if stated or name or url else None
