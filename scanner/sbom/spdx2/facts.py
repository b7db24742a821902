"""Facts of one SPDX 2 package or file: licences, hashes, addresses, places."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from scanner.package import Evidence, Hash
from scanner.sbom.document import Acknowledgement, LicenseClaim, Reference
from scanner.sbom.members import Members
from scanner.sbom.spdx2.licensing import UNSTATED_TEXT
from scanner.sbom.spdx2.locations import vcs_address
from scanner.sbom.spdx2.words import FOUND_IN, HASHES, NOASSERTION, NONE, OBSERVED, license_ref

SILENT = ("", NOASSERTION, NONE)


def locations(member: Members) -> Iterator[Reference]:
    """Download location and home page."""
    download, homepage = member.text("downloadLocation"), member.text("homepage")
    if download.startswith(("git+", "hg+", "svn+", "bzr+")):
        yield Reference("vcs", vcs_address(download))
    elif download not in SILENT:
        yield Reference("distribution", download)
    if homepage not in SILENT:
        yield Reference("website", homepage)


def hashes(member: Members) -> Iterator[Hash]:
    """Checksums by the names of our model."""
    for each in member.many("checksums"):
        algorithm = each.text("algorithm")
        yield Hash(HASHES.get(algorithm, algorithm), each.text("checksumValue").lower())


def licenses(member: Members, texts: dict[str, Members]) -> Iterator[LicenseClaim]:
    """What the makers declare and what was concluded."""
    yield from claims(member.text("licenseDeclared"), Acknowledgement.DECLARED, texts)
    yield from claims(member.text("licenseConcluded"), Acknowledgement.CONCLUDED, texts)


def claims(expression: str, stance: Acknowledgement, texts: dict[str, Members]) -> Iterator[LicenseClaim]:
    """An expression as a claim, with the text that the document holds for it."""
    if expression in SILENT:
        return
    claim = LicenseClaim(expression, acknowledgement=stance)
    yield _with_text(claim, texts[expression]) if expression in texts else claim


def _with_text(claim: LicenseClaim, known: Members) -> LicenseClaim:
    """The claim with what the document says of its LicenseRef; one that only stands for a name is that name again."""
    name, extracted_text = known.text("name"), known.text("extractedText")
    return replace(
        claim,
        expression="" if name and license_ref(name) == claim.expression else claim.expression,
        name=name,
        text="" if extracted_text in (UNSTATED_TEXT, name) else extracted_text,
        url=next(iter(known.texts("seeAlsos")), ""),
    )


def observed(comments: str) -> Iterator[LicenseClaim]:
    """Licences found in files, from the sentence that our writer makes of them."""
    if comments.startswith(OBSERVED):
        yield from (LicenseClaim(each) for each in comments.removeprefix(OBSERVED).split("; "))


def occurrences(source: str) -> Iterator[Evidence]:
    """Places, from the sentence that our writer makes of them."""
    if source.startswith(FOUND_IN):
        for place in source.removeprefix(FOUND_IN).split("; "):
            path, mark, line = place.rpartition(":")
            numbered = mark and line.isascii() and line.isdigit()
            yield Evidence(path, int(line)) if numbered else Evidence(place)
