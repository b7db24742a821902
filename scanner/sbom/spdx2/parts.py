"""Packages and files of SPDX 2 → parts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scanner.sbom.contact_text import contact_from
from scanner.sbom.document import REQUIREMENT, Acknowledgement, Extra, LicenseClaim, Part, Reference
from scanner.sbom.members import Members
from scanner.sbom.reference_hashes import FACT, with_hashes
from scanner.sbom.spdx2.facts import SILENT, claims, hashes, licenses, locations, observed, occurrences
from scanner.sbom.spdx2.lines import annotations_of, extra, maker, rest
from scanner.sbom.spdx2.words import ANY_VERSION, FOUND_IN, KINDS, OBSERVED, PART_FACTS

_PACKAGE_FIELDS = frozenset(
    """
    name SPDXID versionInfo supplier originator downloadLocation checksums homepage licenseConcluded
    licenseDeclared packageFileName copyrightText description externalRefs hasFiles
    """.split()  # noqa: SIM905
)
_FILE_FIELDS = frozenset(
    "fileName SPDXID checksums licenseConcluded licenseInfoInFiles copyrightText comment".split()  # noqa: SIM905
)


def package(member: Members, texts: dict[str, Members]) -> Part:
    """The part that a package is; `texts` are what the document says of its LicenseRefs."""
    properties, odd = annotations_of(member)[1:]
    facts = [each for each in properties if each.name.startswith(PART_FACTS)]
    other = tuple(each for each in properties if not each.name.startswith(PART_FACTS))
    fact = {each.name.removeprefix(PART_FACTS): each.value for each in facts}
    version = member.text("versionInfo")
    requirement = next((each.value for each in other if each.name == REQUIREMENT), "")
    found_in, comments = member.text("sourceInfo"), member.text("licenseComments")
    purpose = member.text("primaryPackagePurpose")
    first = maker(member.text("originator"))
    identifiers = _Identifiers(member)
    written = "" if member.text("copyrightText") in SILENT else member.text("copyrightText")
    is_evidence = fact.get("copyright-from") == "evidence"

    def values(name: str) -> list[str]:
        return [each.value for each in facts if each.name == PART_FACTS + name]

    authors = tuple(map(contact_from, values("author")))
    detailed = any(first and (each.name, each.email) == (first.name, first.email) for each in authors)
    manufacturer = next(map(contact_from, values("manufacturer")), first if first and first.organisation else None)
    return Part(
        ref=member.text("SPDXID"),
        name=member.text("name"),
        kind=fact.get("type") or KINDS.get(purpose, ""),
        group=fact.get("group", ""),
        file_name=member.text("packageFileName"),
        version="" if version in (*SILENT, ANY_VERSION, requirement) else version,
        requirement=requirement,
        purl=identifiers.purl,
        cpe=identifiers.cpe,
        swhids=identifiers.swhids,
        description=member.text("description"),
        scope=fact.get("scope", ""),
        external=fact.get("external") == "true",
        hashes=tuple(hashes(member)),
        licenses=tuple(licenses(member, texts)),
        observed=tuple(observed(comments)),
        copyright="" if is_evidence else written,
        observed_copyrights=tuple(written.split("\n") if is_evidence else values("evidence.copyright")),
        supplier=next(map(contact_from, values("supplier")), maker(member.text("supplier"))),
        manufacturer=manufacturer,
        authors=(*((first,) if first and not first.organisation and not detailed else ()), *authors),
        publisher=fact.get("publisher", ""),
        references=with_hashes((*locations(member), *identifiers.references), values(FACT)),
        properties=other,
        occurrences=tuple(occurrences(found_in)),
        extras=tuple(_package_extras(member, odd, purpose)),
    )


def _package_extras(member: Members, odd: list[Any], purpose: str) -> Iterator[Extra]:
    understood = set(_PACKAGE_FIELDS) | {"annotations"}
    if member.values.get("filesAnalyzed") is False:
        understood.add("filesAnalyzed")
    understood.update(["sourceInfo"] if member.text("sourceInfo").startswith(FOUND_IN) else [])
    understood.update(["licenseComments"] if member.text("licenseComments").startswith(OBSERVED) else [])
    understood.update(["primaryPackagePurpose"] if purpose in KINDS else [])
    yield from rest(member.values, understood)
    if odd:
        yield extra("annotations", odd)


def file(member: Members, texts: dict[str, Members]) -> Part:
    """The part that a file is."""
    concluded = member.text("licenseConcluded")
    return Part(
        ref=member.text("SPDXID"),
        name=member.text("fileName"),
        kind="file",
        description=member.text("comment"),
        hashes=tuple(hashes(member)),
        licenses=tuple(claims(concluded, Acknowledgement.CONCLUDED, texts)),
        observed=tuple(LicenseClaim(each) for each in member.texts("licenseInfoInFiles") if each not in SILENT),
        copyright="" if member.text("copyrightText") in SILENT else member.text("copyrightText"),
        extras=tuple(rest(member.values, _FILE_FIELDS)),
    )


class _Identifiers:
    """The external references of a package, sorted out (§7.21)."""

    def __init__(self, member: Members) -> None:
        self.purl = self.cpe = ""
        swhids: list[str] = []
        references: list[Reference] = []
        for each in member.many("externalRefs"):
            kind, locator = each.text("referenceType"), each.text("referenceLocator")
            if kind == "purl" and not self.purl:
                self.purl = locator
            elif kind in ("cpe23Type", "cpe22Type") and not self.cpe:
                self.cpe = locator
            elif kind == "swh":
                swhids.append(locator)
            else:
                references.append(Reference(kind, locator, each.text("comment")))
        self.swhids, self.references = tuple(swhids), tuple(references)
