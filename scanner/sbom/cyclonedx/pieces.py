"""The small objects of a CycloneDX document: licences, contacts, tools, properties, compositions."""

from __future__ import annotations

from typing import Any

from scanner.package import Evidence
from scanner.sbom.address import iri
from scanner.sbom.cyclonedx.versions import Version, spdx_ids
from scanner.sbom.document import Composition, Contact, LicenseClaim, LicenseText, Property, Tool

Json = dict[str, Any]


def license_choices(claims: tuple[LicenseClaim, ...], version: Version) -> list[Json]:
    """Up to 1.6 either one expression or a list of licences; from 1.7 on they may stand together."""
    mixed = version >= (1, 7)
    expressions = {claim.expression for claim in claims}
    if not mixed and len(claims) > 1 and len(expressions) == 1 and not expressions <= {"", *spdx_ids()}:
        claims = claims[:1]  # declared and concluded are the same expression, which may stand here once
    return [license_choice(claim, whole=mixed or len(claims) == 1) for claim in claims]


def license_choice(claim: LicenseClaim, *, whole: bool) -> Json:
    """One claim; `whole` when an expression may stand here as one."""
    stance = {"acknowledgement": claim.acknowledgement.value} if claim.acknowledgement else {}
    attached = {"text": {"content": claim.text}} if claim.text else {}
    address = {"url": iri(claim.url)} if claim.url else {}
    if claim.expression in spdx_ids():
        return {"license": {"id": claim.expression, **stance, **attached, **address}}
    if claim.expression and whole and not attached and not address:
        return {"expression": claim.expression, **stance}
    # an expression that may not stand here as one keeps its words as a name
    return {"license": {"name": claim.expression or claim.name or "unknown", **stance, **attached, **address}}


def details_json(known: LicenseText) -> Json:
    """What a LicenseRef of an expression stands for (1.7)."""
    written = {
        "licenseIdentifier": known.reference,
        "text": {"content": known.text} if known.text else None,
        "url": iri(known.url) if known.url else "",
    }
    return without_empty(written)


def occurrence_json(seen: Evidence) -> Json:
    """A place where a component was found."""
    return {"location": seen.path} if seen.line is None else {"location": seen.path, "line": seen.line}


def annotator_json(written: str) -> Json:
    """Who made a remark: SPDX's "Person: …" and "Organization: …" are told apart, all else is a tool."""
    kind, _, name = written.partition(": ")
    if kind in ("Person", "Organization"):
        return {"individual" if kind == "Person" else "organization": {"name": name}}
    return {"component": {"type": "application", "name": written or "unknown"}}


def tool_json(tool: Tool) -> Json:
    """A tool as a component of `metadata.tools`."""
    vendor = {"name": tool.vendor} if tool.vendor else None
    written = {"type": "application", "supplier": vendor, "name": tool.name, "version": tool.version}
    return without_empty(written, keep=("name",))


def organisation_json(contact: Contact | None) -> Json | None:
    """An organizationalEntity; None stays None."""
    if contact is None:
        return None
    person = without_empty({"email": contact.email, "phone": contact.phone})
    return without_empty(
        {"name": contact.name, "url": [iri(url) for url in contact.urls], "contact": [person] if person else []}
    )


def individual_json(contact: Contact) -> Json:
    """An organizationalContact."""
    return without_empty({"name": contact.name, "email": contact.email, "phone": contact.phone}, keep=("name",))


def property_list(properties: tuple[Property, ...]) -> list[Json]:
    """Names and values, in their order."""
    return [{"name": each.name, "value": each.value} for each in properties]


def composition_json(composition: Composition) -> Json:
    """One statement about completeness."""
    written = {
        "aggregate": composition.aggregate.value,
        "assemblies": sorted(set(composition.assemblies)),
        "dependencies": sorted(set(composition.dependencies)),
    }
    return without_empty(written)


def without_empty(members: Json, keep: tuple[str, ...] = ()) -> Json:
    """The members that state something, and those to keep anyway."""
    return {key: value for key, value in members.items() if value or key in keep}
