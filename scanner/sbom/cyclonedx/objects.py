"""The small objects of a CycloneDX document as they are read: licences, contacts, tools, remarks."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.package import Hash
from scanner.sbom.document import (
    Acknowledgement,
    Completeness,
    Composition,
    Contact,
    LicenseClaim,
    Note,
    Property,
    Reference,
    Tool,
)
from scanner.sbom.expression import is_expression
from scanner.sbom.members import Members
from scanner.sbom.times import utc_seconds


def hashes_of(member: Members) -> Iterator[Hash]:
    """Digests."""
    for each in member.many("hashes"):
        yield Hash(each.text("alg"), each.text("content").lower())


def licenses_of(member: Members) -> Iterator[LicenseClaim]:
    """Claims about licences, each with its text."""
    for choice in member.many("licenses"):
        held = choice.one("license")
        if held is None:
            yield LicenseClaim(choice.text("expression"), acknowledgement=_stance(choice))
        else:
            attached = held.one("text")
            yield LicenseClaim(
                expression=held.text("id") or (held.text("name") if _is_compound(held.text("name")) else ""),
                name="" if _is_compound(held.text("name")) else held.text("name"),
                acknowledgement=_stance(held),
                text=attached.text("content") if attached and not attached.text("encoding") else "",
                url=held.text("url"),
            )


def _is_compound(name: str) -> bool:
    """Whether a licence's name is an expression: up to 1.6 one that stands beside others has no other place."""
    return any(f" {word} " in name for word in ("AND", "OR", "WITH")) and is_expression(name)


def _stance(member: Members) -> Acknowledgement:
    stated = member.text("acknowledgement")
    return Acknowledgement(stated) if stated in ("declared", "concluded") else Acknowledgement.UNSTATED


def organisation(member: Members | None) -> Contact | None:
    """An organizationalEntity; None stays None."""
    if member is None:
        return None
    person = next(member.many("contact"), Members("", {}))
    return Contact(
        member.text("name"), email=person.text("email"), urls=member.texts("url"), phone=person.text("phone")
    )


def individual(member: Members) -> Contact:
    """An organizationalContact."""
    return Contact(member.text("name"), member.text("email"), organisation=False, phone=member.text("phone"))


def reference(member: Members) -> Reference:
    """An external reference."""
    return Reference(member.text("type"), member.text("url"), member.text("comment"), tuple(hashes_of(member)))


def properties_of(member: Members) -> Iterator[Property]:
    """Names and values."""
    for each in member.many("properties"):
        yield Property(each.text("name"), each.text("value"))


def tools_of(metadata: Members) -> Iterator[Tool]:
    """A list up to 1.4; components and services since."""
    if isinstance(metadata.values.get("tools"), list):
        for each in metadata.many("tools"):
            yield Tool(each.text("name"), each.text("version"), each.text("vendor"))
    elif tools := metadata.one("tools"):
        for each in tools.many("components"):
            supplier = each.one("supplier")
            yield Tool(each.text("name"), each.text("version"), supplier.text("name") if supplier else "")


def composition(member: Members) -> Composition:
    """One statement about completeness."""
    stated = member.text("aggregate")
    known = {level.value: level for level in Completeness}
    return Composition(
        known.get(stated, Completeness.NOT_SPECIFIED), member.texts("assemblies"), member.texts("dependencies")
    )


def note(member: Members) -> Note:
    """One annotation."""
    annotator = member.one("annotator") or Members("", {})
    kinds = {"component": "", "organization": "Organization: ", "individual": "Person: ", "service": ""}
    makers = ((prefix, annotator.one(kind)) for kind, prefix in kinds.items())
    name = next((prefix + maker.text("name") for prefix, maker in makers if maker), "")
    return Note(member.texts("subjects"), member.text("text"), utc_seconds(member.text("timestamp")), name)
