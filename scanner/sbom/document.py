"""An SBOM between formats: what CycloneDX and SPDX have in common, in CycloneDX 1.7's words where they differ.

What only one family can say travels along as an `Extra`, so that a document converted within its family loses nothing.
Times are RFC 3339 in UTC with whole seconds ("2026-01-31T08:00:00Z"). Empty means not stated.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from scanner.package import Evidence, Hash

REQUIREMENT = "trustpool:requirement"  # the property that holds `Part.requirement` where a standard has no field


class Family(StrEnum):
    """Formats whose private facts mean the same."""

    CYCLONEDX = "cyclonedx"
    SPDX2 = "spdx2"
    SPDX3 = "spdx3"


class Acknowledgement(StrEnum):
    """How a licence is known. CycloneDX 1.6 §licenses.acknowledgement; SPDX licenseDeclared and licenseConcluded."""

    UNSTATED = ""
    DECLARED = "declared"
    CONCLUDED = "concluded"


class RelationKind(StrEnum):
    """How two parts relate. The two that every family knows; SPDX has more, kept in `Relation.spdx_kind`."""

    DEPENDS_ON = "depends-on"
    CONTAINS = "contains"
    OTHER = "other"


class Completeness(StrEnum):
    """What is known about completeness. CycloneDX 1.6 §compositions.aggregate."""

    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    INCOMPLETE_FIRST_PARTY = "incomplete_first_party_only"
    INCOMPLETE_FIRST_PARTY_PROPRIETARY = "incomplete_first_party_proprietary_only"
    INCOMPLETE_FIRST_PARTY_OPENSOURCE = "incomplete_first_party_opensource_only"
    INCOMPLETE_THIRD_PARTY = "incomplete_third_party_only"
    INCOMPLETE_THIRD_PARTY_PROPRIETARY = "incomplete_third_party_proprietary_only"
    INCOMPLETE_THIRD_PARTY_OPENSOURCE = "incomplete_third_party_opensource_only"
    UNKNOWN = "unknown"
    NOT_SPECIFIED = "not_specified"


class Extra(Struct, frozen=True):
    """A fact that only one family of formats can state, as JSON in that family's own shape."""

    family: Family
    key: str  # the member's name in that family's JSON
    value: bytes  # JSON


class Contact(Struct, frozen=True):
    """A person or an organisation, as SBOMs name them."""

    name: str
    email: str = ""
    organisation: bool = True
    urls: tuple[str, ...] = ()
    phone: str = ""


class Tool(Struct, frozen=True):
    """What wrote the document."""

    name: str
    version: str = ""
    vendor: str = ""


class LicenseClaim(Struct, frozen=True):
    """One statement about a part's licence: an SPDX expression, or a name where there is none."""

    expression: str = ""
    name: str = ""
    acknowledgement: Acknowledgement = Acknowledgement.UNSTATED
    text: str = ""
    url: str = ""


class LicenseText(Struct, frozen=True):
    """What a LicenseRef of the document stands for. SPDX 2.3 §10; CycloneDX 1.7 §expressionDetails."""

    reference: str  # LicenseRef-…
    text: str
    name: str = ""
    url: str = ""


class Reference(Struct, frozen=True):
    """An address outside the document. Kinds are CycloneDX's: vcs, website, distribution, issue-tracker, …"""

    kind: str
    url: str
    comment: str = ""
    hashes: tuple[Hash, ...] = ()


class Property(Struct, frozen=True, order=True):
    """A name and a value, for what no field of the standard says."""

    name: str
    value: str = ""


class Part(Struct, frozen=True):
    """One component: a package, an application, a file."""

    ref: str  # unique in the document
    name: str
    kind: str = "library"  # CycloneDX component types; "" when not stated
    group: str = ""
    version: str = ""
    file_name: str = ""  # of the file that is distributed, without a path; the hashes are of it
    requirement: str = ""  # the range, where no version is pinned: vers (ECMA-427 annex) or as written
    purl: str = ""
    cpe: str = ""
    swhids: tuple[str, ...] = ()
    description: str = ""
    scope: str = ""  # required, optional, excluded
    external: bool = False  # expected from the environment, not brought along
    hashes: tuple[Hash, ...] = ()
    licenses: tuple[LicenseClaim, ...] = ()
    observed: tuple[LicenseClaim, ...] = ()  # found in files: evidence for a conclusion
    copyright: str = ""
    observed_copyrights: tuple[str, ...] = ()  # statements found in files
    supplier: Contact | None = None
    manufacturer: Contact | None = None
    authors: tuple[Contact, ...] = ()
    publisher: str = ""
    references: tuple[Reference, ...] = ()
    properties: tuple[Property, ...] = ()
    occurrences: tuple[Evidence, ...] = ()
    extras: tuple[Extra, ...] = ()


class Relation(Struct, frozen=True):
    """`source` depends on, contains or otherwise relates to `target`; both are refs of parts."""

    source: str
    target: str
    kind: RelationKind = RelationKind.DEPENDS_ON
    spdx_kind: str = ""  # SPDX's own word, where it says more than `kind`
    comment: str = ""


class Composition(Struct, frozen=True):
    """What is known about the completeness of some parts' constituents or dependencies."""

    aggregate: Completeness
    assemblies: tuple[str, ...] = ()  # refs whose constituents it speaks of
    dependencies: tuple[str, ...] = ()  # refs whose dependency edges it speaks of


class Note(Struct, frozen=True):
    """A sentence about some parts, such as a file that could not be read."""

    subjects: tuple[str, ...]
    text: str
    created: str = ""
    annotator: str = ""


class Document(Struct, frozen=True):
    """A whole SBOM."""

    serial: str  # a URI: urn:uuid:… or SPDX's document namespace
    root: Part | None
    parts: tuple[Part, ...]  # without the root; sorted by ref
    relations: tuple[Relation, ...] = ()
    known_edges: tuple[str, ...] = ()  # refs whose dependencies are listed in full, even when there are none
    name: str = ""
    revision: int = 1
    created: str = ""
    tools: tuple[Tool, ...] = ()
    authors: tuple[Contact, ...] = ()
    supplier: Contact | None = None
    manufacturer: Contact | None = None
    phases: tuple[str, ...] = ()  # CycloneDX lifecycle phases
    licenses: tuple[LicenseClaim, ...] = ()  # of the document itself
    texts: tuple[LicenseText, ...] = ()  # of LicenseRefs in the parts' expressions, sorted
    compositions: tuple[Composition, ...] = ()
    notes: tuple[Note, ...] = ()
    properties: tuple[Property, ...] = ()
    extras: tuple[Extra, ...] = ()
    repeated: tuple[str, ...] = ()  # references that named more than one part where they were read
    origin: str = ""  # what it was read from, "CycloneDX 1.5 JSON"
