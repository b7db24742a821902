"""Is an SBOM valid, and does it say what one must say? Findings in order: the standard's own schema, what schemas
cannot check, and the minimum elements of NTIA (2021), which are advice and no error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from packageurl import PackageURL

from licenses.language import Text, text
from scanner.sbom.address import HEX_LENGTHS, valid_hash
from scanner.sbom.document import Document, Part
from scanner.sbom.expression import is_expression
from scanner.sbom.load import load
from scanner.sbom.short_addresses import with_short_addresses


class Severity(StrEnum):
    """Whether a finding makes the document invalid."""

    ERROR = "error"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong or missing."""

    severity: Severity
    place: str  # a component's reference, or where the schema was broken; "" for the document
    message: Text


def validate(content: bytes) -> tuple[Document, tuple[Finding, ...]]:
    """The document and what is wrong with it.

    Raises:
        InputUnreadable: it cannot be read as any SBOM at all.
    """
    document = load(content)
    checks: tuple[Callable[[Document], Iterator[Finding]], ...] = (_references, _parts, _minimum)
    found = [*_schema(document, content), *(finding for check in checks for finding in check(document))]
    return document, tuple(found)


def _schema(document: Document, content: bytes) -> Iterator[Finding]:
    """CycloneDX publishes strict schemas, which its library brings; SPDX 2's rules are those of its reader here."""
    standard, _, rest = document.origin.partition(" ")
    if standard != "CycloneDX":
        return
    from cyclonedx.schema import OutputFormat, SchemaVersion
    from cyclonedx.validation import make_schemabased_validator

    version, _, form = rest.partition(" ")
    validator = make_schemabased_validator(
        OutputFormat.JSON if form == "JSON" else OutputFormat.XML, SchemaVersion.from_version(version)
    )
    written = with_short_addresses(content) if form == "JSON" else content.decode("utf-8", "replace")
    for broken in validator.validate_str(written, all_errors=True) or ():
        where = "/".join(map(str, getattr(broken.data, "absolute_path", ())))
        said = getattr(broken.data, "message", str(broken.data))
        yield Finding(Severity.ERROR, where, text("breaks the schema: {reason}", reason=said[:300]))


def _references(document: Document) -> Iterator[Finding]:
    """Every end of every edge must be in the document; CycloneDX services are, though not as parts."""
    refs = {part.ref for part in _all(document)}
    for ref in document.repeated:
        yield Finding(Severity.ERROR, ref, text("it is the identifier of more than one component"))
    services = any(extra.key == "services" for extra in document.extras)
    dangling = {end: None for each in document.relations for end in (each.source, each.target) if end not in refs}
    for ref in () if services else dangling:
        yield Finding(Severity.ERROR, ref, text("an edge leads to it, but it is not in the document"))


def _parts(document: Document) -> Iterator[Finding]:
    for part in _all(document):
        if part.purl and not _is_purl(part.purl):
            yield Finding(Severity.ERROR, part.ref, text("this is not a package URL: {purl}", purl=part.purl))
        for digest in part.hashes:
            if digest.algorithm in HEX_LENGTHS and not valid_hash(digest):
                reason = text("its {algorithm} has the wrong length or letters", algorithm=digest.algorithm)
                yield Finding(Severity.ERROR, part.ref, reason)
        for claim in (*part.licenses, *part.observed):
            if claim.expression and not is_expression(claim.expression):
                wrong = text("this is not an SPDX licence expression: {expression}", expression=claim.expression)
                yield Finding(Severity.ERROR, part.ref, wrong)


def _minimum(document: Document) -> Iterator[Finding]:
    """https://www.ntia.gov/report/2021/minimum-elements-software-bill-materials-sbom, §III."""
    facts = (
        (document.created, text("the document does not say when it was made")),
        (document.authors or document.manufacturer or document.tools, text("the document does not say who made it")),
        (document.root, text("the document does not say what it is about")),
        (document.relations or not document.parts, text("the document states no relationship")),
    )
    yield from (Finding(Severity.ADVICE, "", message) for stated, message in facts if not stated)
    for part in document.parts:
        if part.kind == "file":
            continue
        needed = (
            (part.version or part.requirement, text("it has no version")),
            (part.supplier or part.manufacturer or part.publisher, text("it has no supplier")),
            (part.purl or part.cpe or part.swhids, text("it has no identifier: purl, CPE or SWHID")),
        )
        yield from (Finding(Severity.ADVICE, part.ref, message) for stated, message in needed if not stated)


def _all(document: Document) -> tuple[Part, ...]:
    return (*((document.root,) if document.root else ()), *document.parts)


def _is_purl(written: str) -> bool:
    try:
        PackageURL.from_string(written)
    except ValueError:
        return False
    return True
