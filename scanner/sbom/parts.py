"""Inventory component → part of an SBOM document."""

from __future__ import annotations

import re

from msgspec.structs import replace

from scanner.inventory import Component, Conclusion
from scanner.package import Scope
from scanner.purpose import class_of
from scanner.sbom.artifact import file_name_of, is_archive
from scanner.sbom.copies import Copy
from scanner.sbom.creator import creator_of
from scanner.sbom.document import Acknowledgement, Contact, LicenseClaim, Part, Property, Reference
from scanner.sbom.supplier import host_at, owner_at, supplier_of

PROPERTY = "trustpool:"  # our namespace in CycloneDX properties


LONGEST_ADDRESS = 254  # characters (RFC 5321 §4.5.3.1.3)
_ADDRESS = re.compile(r"[\w.%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")

# CycloneDX's scope says whether a part is needed to run; our finer one stays as a property
SCOPES = {
    Scope.RUNTIME: "required",
    Scope.PROVIDED: "required",
    Scope.OPTIONAL: "optional",
    Scope.DEVELOPMENT: "excluded",
    Scope.TEST: "excluded",
    Scope.BUILD: "excluded",
}


def concluded_claims(found: Conclusion) -> tuple[LicenseClaim, ...]:
    """A conclusion as a claim about a licence."""
    if not found.concluded:
        return ()
    return (LicenseClaim(found.concluded, acknowledgement=Acknowledgement.CONCLUDED),)


def part_of(component: Component, concluded: tuple[LicenseClaim, ...] = (), copy: Copy = Copy()) -> Part:  # noqa: B008  frozen
    """The part that a component is, with what was concluded about its licence, and what the files of a copy state."""
    group, name = _group_and_name(component)
    supplier, origin = supplier_and_origin(component)
    authors = tuple(person(author) for author in component.authors)
    creator, creator_from = creator_of(component, authors)
    declared = _declared(component)
    from_files = not concluded and not declared and bool(copy.concluded)
    if from_files:
        concluded = (LicenseClaim(copy.concluded, acknowledgement=Acknowledgement.CONCLUDED),)
    sources = (
        ("supplier-from", origin),
        ("creator-from", creator_from),
        ("concluded-from", "files" if from_files else "declared" if declared and not concluded else ""),
    )
    return Part(
        ref=component.purl,
        name=name,
        kind="application" if component.first_party else "library",
        group=group,
        version=component.version,
        file_name="" if component.first_party else _file_name(component),
        requirement=component.requirement,
        purl=component.purl,
        description=component.description,
        scope=SCOPES[component.scope],
        external=component.scope is Scope.PROVIDED,
        hashes=component.hashes,
        licenses=(*declared, *(concluded or _as_concluded(declared))),
        copyright=component.copyright,
        observed_copyrights=copy.copyrights,
        supplier=supplier,
        manufacturer=creator,
        authors=authors,
        references=_references(component),
        properties=tuple(sorted((*_part_properties(component), *(it for each in sources for it in told(*each))))),
        occurrences=component.evidence,
    )


def _file_name(component: Component) -> str:
    """Of the file that was read when the package lies packed in the tree, for then the digests are of it; else as its
    address or its registry says."""
    packed = {seen.path.rpartition("/")[2] for seen in component.evidence if is_archive(seen.path)}
    if len(packed) == 1 and component.hashes:
        return packed.pop()
    return file_name_of(component.purl, component.download_url)


def supplier_and_origin(component: Component) -> tuple[Contact | None, str]:
    """Who supplied a component, and where that was read; a project of the tree itself is supplied by its authors.

    Of what comes from no registry that is the place of its address, and else nobody is named: whoever develops it.
    """
    if component.supplier:
        return Contact(component.supplier), ""
    if component.first_party and component.authors:
        return person(component.authors[0]), "authors"
    if component.first_party:
        return Contact(f"The {component.name} developers"), "name"
    if implied := supplier_of(component.purl):
        return implied, "purl"
    if found := owner_at(component.vcs_url) or host_at(component.download_url):
        return found, "address"
    return Contact(f"The {component.name} developers"), "name"


def person(written: str) -> Contact:
    """`Name <mail@host>` apart; anything else stays a name."""
    name, _, rest = written.partition("<")
    address, closed, _ = rest.partition(">")
    if name.strip() and closed and len(address) <= LONGEST_ADDRESS and _ADDRESS.fullmatch(address):
        return Contact(name.strip(), address, organisation=False)
    return Contact(written, organisation=False)


def maker_of_document(written: str) -> Contact:
    """Who has an SBOM made: `Name <mail>` is a person, `Name <https://…>` an organisation; "Person: " or
    "Organization: " before the name (as SPDX 2.3 §6.8 has it) says otherwise.
    """
    kind, mark, rest = written.strip().partition(": ")
    is_told = bool(mark) and kind in ("Person", "Organization")
    name, _, address = (rest if is_told else written.strip()).partition("<")
    address = address.strip().removesuffix(">").strip()
    by_web = address.startswith(("https://", "http://"))
    organisation = kind == "Organization" if is_told else by_web
    if by_web:
        return Contact(name.strip(), urls=(address,), organisation=organisation)
    return replace(person(rest if is_told else written.strip()), organisation=organisation)


def told(name: str, value: str) -> tuple[Property, ...]:
    """A property of ours, when there is something to say."""
    return (Property(PROPERTY + name, value),) if value else ()


def _group_and_name(component: Component) -> tuple[str, str]:
    """CycloneDX keeps the namespace apart: npm's scope, Maven's group; other ecosystems' names stay whole."""
    purl_type = component.purl.removeprefix("pkg:").split("/", 1)[0]
    if purl_type == "maven" and ":" in component.name:
        group, _, name = component.name.partition(":")
        return group, name
    if purl_type in ("npm", "ohpm", "composer") and "/" in component.name:
        group, _, name = component.name.rpartition("/")
        return group, name
    return "", component.name


def _declared(component: Component) -> tuple[LicenseClaim, ...]:
    if component.declared_license:
        return (LicenseClaim(component.declared_license, acknowledgement=Acknowledgement.DECLARED),)
    if component.declared_as:
        return (LicenseClaim(name=component.declared_as, acknowledgement=Acknowledgement.DECLARED),)
    return ()


def _as_concluded(declared: tuple[LicenseClaim, ...]) -> tuple[LicenseClaim, ...]:
    """Of a component that is not in the tree nothing speaks but its declaration: so that is concluded, and said to be
    (`Reason.DECLARED` of our own conclusions)."""
    return tuple(replace(claim, acknowledgement=Acknowledgement.CONCLUDED) for claim in declared)


def _references(component: Component) -> tuple[Reference, ...]:
    kinds = (("distribution", component.download_url), ("vcs", component.vcs_url), ("website", component.homepage))
    return tuple(Reference(kind, url) for kind, url in kinds if url)


def _part_properties(component: Component) -> tuple[Property, ...]:
    """What CycloneDX has no field for: the finer scope and class, the unpinned range, the licence as the manifest words
    it.
    """
    told = class_of(component.scope, (each.path for each in component.evidence))
    worded = component.declared_as if component.declared_as != component.declared_license else ""
    facts = (
        ("declared-as", worded if component.declared_license else ""),
        ("first-party", "true" if component.first_party else ""),
        ("requirement", component.requirement),
        ("scope", component.scope.value),
        ("class", told if told != component.scope.value else ""),
    )
    return tuple(Property(PROPERTY + name, value) for name, value in facts if value)
