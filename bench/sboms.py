"""Write each source's SBOM in every format, have other projects' checkers judge them, and print a table.

    python -m bench.sboms [--author AUTHOR] [--details] SOURCE [SOURCE …]

A row is a source, a column a checker: `yes`, or what it misses. NTIA and BSI are profiles of ntia-conformance-checker,
which reads SPDX 2 and 3; the BSI's it knows for SPDX 3 only. For it the source is packed into a tar file, which is what
is distributed here. Of the BSI profile the table gives each field that is missing and for how many components: most
lockfiles hold neither licences nor SHA-512 digests, and neither is invented. CPU is that of writing all formats, in
seconds, after the scan.

The CycloneDX validator's grammar for addresses takes some 15 ms each: it judges 20 of each source, spread evenly, and
the schema sees short ones. spdx-tools makes the list of licences anew for each one of a tag-value document (30 ms):
here it is made once. Neither changes what they say.
"""

from __future__ import annotations

import logging
import re
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import jsonschema
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from cyclonedx.validation.xml import XmlValidator
from ntia_conformance_checker import SbomChecker
from rfc3987_syntax import is_valid_syntax_iri_reference
from spdx_tools.spdx.parser.parse_anything import parse_file
from spdx_tools.spdx.parser.tagvalue import parser as tag_value
from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document

from scanner.cli.session import Scanned, scanned
from scanner.formats.interface import WriteContext, formats
from scanner.sbom.artifact import Artifact, artifact_of
from scanner.sbom.convert import sbom_format_named
from scanner.sbom.load import load
from scanner.sbom.short_addresses import with_short_addresses
from scanner.sbom.validate import Severity, validate
from scanner.source.origin_remote import origin_address

AUTHOR = "trustpool bench <bench@trustpool.example>"
ADDRESSES = 20
READ_BACK = (
    *("cyclonedx", "cyclonedx-xml", "cyclonedx-1.7", "cyclonedx-1.7-xml"),
    *("spdx", "spdx-tag-value", "spdx-3"),
)


@dataclass(slots=True)
class Row:
    """One source's answers."""

    source: str
    components: int
    edges: int
    cpu: float = 0.0
    said: dict[str, list[str]] = field(default_factory=dict)  # checker → what it misses, over all formats it reads


def main(arguments: list[str]) -> int:
    """Exit 1 when a checker refuses a document, but for facts that the BSI wants and the source does not hold."""
    logging.disable(logging.CRITICAL)
    validity = jsonschema._format._rfc3987_is_valid_syntax  # type: ignore[attr-defined]
    jsonschema._format._rfc3987_is_valid_syntax = cache(validity)  # type: ignore[attr-defined]
    tag_value.get_spdx_licensing = cache(tag_value.get_spdx_licensing)
    author = _option(arguments, "--author") or AUTHOR
    details = "--details" in arguments
    rows = []
    for source in (each for each in arguments if each != "--details"):
        rows.append(row(source, author))
        print(line(rows[-1]), flush=True)
        for checker, missed in rows[-1].said.items() if details else ():
            print(f"    {checker}: {'; '.join(missed) or 'nothing missing'}")
    print(HEADING)
    refused = [each for each in rows if any(missed for checker, missed in each.said.items() if checker != "BSI")]
    return 1 if refused else 0


def _option(arguments: list[str], name: str) -> str:
    if name not in arguments:
        return ""
    at = arguments.index(name)
    value = arguments[at + 1]
    del arguments[at : at + 2]
    return value


def row(source: str, author: str) -> Row:
    """Scan once, write every format, ask every checker."""
    with scanned(source, quiet=True) as scan, tempfile.TemporaryDirectory() as folder:
        inventory = scan.inventory
        origin = origin_address(scan.opened.repository)
        context = WriteContext(author=author, artifact=packed(scan, Path(folder)), origin=origin)
        found = Row("/".join(Path(source).parts[-2:]), len(inventory.components), len(inventory.dependencies))
        for each in formats().values():
            began = time.process_time()
            content = each.write(inventory, context)
            found.cpu += time.process_time() - began
            path = Path(folder) / f"sbom{each.extension}"
            path.write_bytes(content)
            for checker, check in CHECKS.get(each.name, ()):
                found.said.setdefault(checker, []).extend(check(path))
            if each.name in READ_BACK:
                found.said.setdefault("read back", []).extend(read_back(each.name, content))
        return found


def packed(scan: Scanned, folder: Path) -> Artifact:
    """The scanned files as one tar file, the same every time."""
    tree, path = scan.opened.tree, folder / f"{scan.inventory.source.name}.tar"
    with tarfile.open(path, "w") as archive:
        for entry, blob in zip(tree.entries, tree.blobs([each.blob for each in tree.entries]), strict=False):
            member = tarfile.TarInfo(entry.path)
            member.size = len(blob.content)
            with tempfile.SpooledTemporaryFile() as stream:
                stream.write(blob.content)
                stream.seek(0)
                archive.addfile(member, stream)
    return artifact_of(path)


def read_back(name: str, content: bytes) -> Iterator[str]:
    """Whether our own reader gives the same bytes again, and our own checks find no error."""
    again = sbom_format_named(name)(load(content))
    if again.content != content or again.losses:
        yield f"{name} changes"
    yield from (f"{name}: {it.message.english()}" for it in validate(content)[1] if it.severity is Severity.ERROR)


def cyclonedx_json(version: SchemaVersion) -> Callable[[Path], list[str]]:
    return lambda path: [
        *said(JsonStrictValidator(version).validate_str(with_short_addresses(path.read_bytes()))),
        *addresses(path.read_bytes()),
    ]


def addresses(content: bytes) -> list[str]:
    """Addresses among those of the document that RFC 3987's grammar refuses."""
    found = sorted(set(re.findall(rb'"url": "([^"\\\\]*)"', content)))
    judged = found[:: len(found) // ADDRESSES + 1]
    return [f"not an IRI: {each.decode()}" for each in judged if not is_iri(each.decode())]


@cache
def is_iri(address: str) -> bool:
    valid: bool = is_valid_syntax_iri_reference(address)
    return valid


def cyclonedx_xml(version: SchemaVersion) -> Callable[[Path], list[str]]:
    return lambda path: said(XmlValidator(version).validate_str(path.read_text(encoding="utf-8")))


def spdx_tools(path: Path) -> list[str]:
    return [message.validation_message for message in validate_full_spdx_document(parse_file(str(path)))]


def profile(name: str, spec: str) -> Callable[[Path], list[str]]:
    def check(path: Path) -> list[str]:
        checker = SbomChecker(str(path), compliance=name, sbom_spec=spec)
        if checker.compliant:
            return []
        missed = [f"{fact} {len(parts)}" for fact, parts in checker.all_components_without_info]
        whole = [what for what, given in checker.table_elements if not given and "(" not in what]
        return missed or whole or ["refused"]

    return check


def said(complaint: object) -> list[str]:
    return [str(complaint)[:300]] if complaint else []


CHECKS: dict[str, tuple[tuple[str, Callable[[Path], list[str]]], ...]] = {
    "cyclonedx": (("schema", cyclonedx_json(SchemaVersion.V1_6)),),
    "cyclonedx-1.7": (("schema", cyclonedx_json(SchemaVersion.V1_7)),),
    "cyclonedx-xml": (("schema", cyclonedx_xml(SchemaVersion.V1_6)),),
    "cyclonedx-1.7-xml": (("schema", cyclonedx_xml(SchemaVersion.V1_7)),),
    "spdx": (("spdx-tools", spdx_tools), ("NTIA", profile("ntia", "spdx2"))),
    "spdx-tag-value": (("spdx-tools", spdx_tools), ("NTIA", profile("ntia", "spdx2"))),
    "spdx-3": (("NTIA", profile("ntia", "spdx3")), ("BSI", profile("bsi", "spdx3"))),
}
COLUMNS = ("schema", "spdx-tools", "NTIA", "read back", "BSI")
HEADING = f"{'source':24} parts  edges    CPU  {'  '.join(f'{each:10}' for each in COLUMNS)}"


def line(found: Row) -> str:
    """A row of the table."""
    answers = ["yes" if not found.said.get(each) else "; ".join(found.said[each])[:160] for each in COLUMNS]
    answers = [f"{each:10}" for each in answers]
    return f"{found.source[:24]:24} {found.components:5} {found.edges:6} {found.cpu:6.2f}  {'  '.join(answers)}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
