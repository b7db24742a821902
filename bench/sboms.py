"""Write each source's SBOM in every format, have other projects' checkers judge them, and print a table.

    python -m bench.sboms SOURCE [SOURCE …]

CPU is that of writing alone, in seconds, after one scan of the source.
"""

from __future__ import annotations

import logging
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from cyclonedx.validation.xml import XmlValidator
from ntia_conformance_checker import SbomChecker
from spdx_tools.spdx.parser.parse_anything import parse_file
from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document

from scanner.cli.session import scanned
from scanner.formats.interface import Format, WriteContext, formats
from scanner.inventory import Inventory


def main(sources: list[str]) -> int:
    """Exit 1 when a checker refuses a document."""
    logging.disable(logging.CRITICAL)
    refused = 0
    for source in sources:
        with scanned(source, quiet=True) as scan:
            inventory = scan.inventory
        print(f"\n{source}: {len(inventory.components)} components, {len(inventory.dependencies)} edges")
        for name, verdicts, seconds, size in (judged(inventory, each) for each in formats().values()):
            print(f"  {name:20} {seconds:7.3f} s {size / 1e6:8.2f} MB  {', '.join(verdicts)}")
            refused += sum(not verdict.endswith("pass") for verdict in verdicts)
    return 1 if refused else 0


def judged(inventory: Inventory, each: Format) -> tuple[str, list[str], float, int]:
    """The format's name, every checker's verdict, the CPU seconds and the bytes."""
    began = time.process_time()
    content = each.write(inventory, WriteContext())
    seconds = time.process_time() - began
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"sbom{each.extension}"
        path.write_bytes(content)
        verdicts = [f"{name} {check(path)}" for name, check in CHECKS.get(each.name, ())]
    return each.name, verdicts, seconds, len(content)


def cyclonedx_json(version: SchemaVersion) -> Callable[[Path], str]:
    return lambda path: said(JsonStrictValidator(version).validate_str(path.read_text(encoding="utf-8")))


def cyclonedx_xml(version: SchemaVersion) -> Callable[[Path], str]:
    return lambda path: said(XmlValidator(version).validate_str(path.read_text(encoding="utf-8")))


def spdx_tools(path: Path) -> str:
    return said([message.validation_message for message in validate_full_spdx_document(parse_file(str(path)))])


def minimum(spec: str) -> Callable[[Path], str]:
    return lambda path: said(not SbomChecker(str(path), compliance="ntia", sbom_spec=spec).compliant)


def said(complaint: object) -> str:
    return f"refuses: {str(complaint)[:300]}" if complaint else "pass"


CHECKS: dict[str, tuple[tuple[str, Callable[[Path], str]], ...]] = {
    "cyclonedx": (("strict schema", cyclonedx_json(SchemaVersion.V1_6)),),
    "cyclonedx-1.7": (("strict schema", cyclonedx_json(SchemaVersion.V1_7)),),
    "cyclonedx-xml": (("schema", cyclonedx_xml(SchemaVersion.V1_6)),),
    "cyclonedx-1.7-xml": (("schema", cyclonedx_xml(SchemaVersion.V1_7)),),
    "spdx": (("spdx-tools", spdx_tools), ("NTIA", minimum("spdx2"))),
    "spdx-tag-value": (("spdx-tools", spdx_tools), ("NTIA", minimum("spdx2"))),
    "spdx-3": (("NTIA", minimum("spdx3")),),
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
