"""Licences of SPDX 3 → claims: expressions with their texts, and the expanded licensing's objects as expressions.

Specification: https://spdx.github.io/spdx-spec/v3.0.1/model/SimpleLicensing/ and …/ExpandedLicensing/
"""

from __future__ import annotations

import re

from licenses.errors import InputUnreadable
from licenses.language import text
from scanner.sbom.document import Acknowledgement, LicenseClaim, LicenseText
from scanner.sbom.members import Members
from scanner.sbom.spdx2.licensing import UNSTATED_TEXT, references_in, text_of
from scanner.sbom.spdx2.words import license_ref
from scanner.sbom.spdx3.graph import Graph

_LISTED = re.compile(r"https?://spdx\.org/(?:licenses|rdf/[\w./]+)/([A-Za-z0-9.+-]+?)(?:\.html|\.json)?")
_SETS = {"expandedlicensing_ConjunctiveLicenseSet": " AND ", "expandedlicensing_DisjunctiveLicenseSet": " OR "}
_DEEPEST = 32  # sets within sets
_LONGEST = 65536  # characters of one expression: sets may share members, and double with every level
_SILENT = ("NOASSERTION", "NONE", "")


def claim_of(graph: Graph, name: str, stance: Acknowledgement) -> LicenseClaim | None:
    """What a licence of the graph claims; None when it is not of the document, or says nothing or none."""
    element = graph.elements.get(name)
    expression = _expression(graph, name, 0)
    if expression in _SILENT:
        return None
    if element is None:
        return LicenseClaim(expression, acknowledgement=stance)
    references = references_in(expression)
    described = _text_of(graph, element, references[0]) if references == [expression] else None
    return _described(LicenseClaim(expression, acknowledgement=stance), described)


def texts_of(graph: Graph) -> tuple[LicenseText, ...]:
    """Every LicenseRef that the graph explains, sorted."""
    found: dict[str, LicenseText] = {}
    for each in graph.of_type("simplelicensing_LicenseExpression"):
        for entry in each.many("simplelicensing_customIdToUri"):
            if known := graph.elements.get(entry.text("value")):
                _note_text(found, entry.text("key"), known)
    for each in graph.of_type("expandedlicensing_CustomLicense"):
        _note_text(found, license_ref(each.text("name") or each.place), each)
    for each in graph.of_type("simplelicensing_SimpleLicensingText"):
        reference = each.place.rpartition("#Text-")[2]  # as our writer names the texts that only files refer to
        if reference.startswith("LicenseRef-"):
            _note_text(found, reference, each)
    return tuple(found[reference] for reference in sorted(found))


def _note_text(found: dict[str, LicenseText], reference: str, known: Members) -> None:
    wording, name = known.text("simplelicensing_licenseText"), known.text("name")
    if (stated := text_of(reference, wording, name, _address(known))) and reference not in found:
        found[reference] = stated


def _address(known: Members) -> str:
    return next((url for each in known.many("externalRef") for url in each.texts("locator")), "")


def _text_of(graph: Graph, element: Members, reference: str) -> Members | None:
    if element.text("type") == "expandedlicensing_CustomLicense":
        return element
    for entry in element.many("simplelicensing_customIdToUri"):
        if entry.text("key") == reference:
            return graph.elements.get(entry.text("value"))
    return None


def _described(claim: LicenseClaim, known: Members | None) -> LicenseClaim:
    """The claim with what the document says of its LicenseRef; one that only stands for a name is that name again."""
    if known is None:
        return claim
    name, wording = known.text("name"), known.text("simplelicensing_licenseText")
    return LicenseClaim(
        expression="" if name and license_ref(name) == claim.expression else claim.expression,
        name=name,
        acknowledgement=claim.acknowledgement,
        text="" if wording in (UNSTATED_TEXT, name) else wording,
        url=_address(known),
    )


def _expression(graph: Graph, name: str, depth: int) -> str:
    """A licence as an SPDX expression."""
    if depth > _DEEPEST:
        raise _endless(name)
    listed = _LISTED.fullmatch(name)
    element = graph.elements.get(name)
    if element is None:
        return listed[1] if listed else ""
    kind = element.text("type")
    if kind == "simplelicensing_LicenseExpression":
        return element.text("simplelicensing_licenseExpression")
    if kind == "expandedlicensing_CustomLicense":
        return license_ref(element.text("name") or name)
    if kind == "expandedlicensing_ListedLicense":
        return listed[1] if listed else element.text("name")
    return _compound(graph, element, kind, depth)


def _compound(graph: Graph, element: Members, kind: str, depth: int) -> str:
    if kind in _SETS:
        members = [_expression(graph, each, depth + 1) for each in element.texts("expandedlicensing_member")]
        joined = _SETS[kind].join(f"({each})" if " " in each else each for each in members if each)
    elif kind == "expandedlicensing_OrLaterOperator":
        joined = _expression(graph, element.text("expandedlicensing_subjectLicense"), depth + 1)
        joined = re.sub(r"(?:-only)?\Z", "-or-later" if joined.endswith("-only") else "+", joined) if joined else ""
    elif kind == "expandedlicensing_WithAdditionOperator":
        base = _expression(graph, element.text("expandedlicensing_subjectExtendableLicense"), depth + 1)
        addition = element.text("expandedlicensing_subjectAddition")
        listed = _LISTED.fullmatch(addition)
        joined = f"{base} WITH {listed[1]}" if base and listed else ""
    else:
        joined = ""
    if len(joined) > _LONGEST:
        raise _endless(element.place)
    return joined


def _endless(name: str) -> InputUnreadable:
    return InputUnreadable(text("a licence is made of itself, or of too many others"), where=name)
