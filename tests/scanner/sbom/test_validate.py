"""Validation: the schema's word, what schemas cannot see, and advice."""

from __future__ import annotations

from pathlib import Path

import license_expression
import pytest

from scanner.formats.interface import WriteContext, format_named
from scanner.sbom import expression
from scanner.sbom.validate import Severity, validate
from tests.scanner.formats.sample import shop

CDX = b'{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [%s]}'


def findings(content: bytes, severity: Severity) -> list[tuple[str, str]]:
    return [(each.place, each.message.english()) for each in validate(content)[1] if each.severity is severity]


@pytest.mark.parametrize("name", ["cyclonedx", "cyclonedx-1.7-xml", "spdx", "spdx-tag-value"])
def test_our_own_documents_are_valid(name: str) -> None:
    assert findings(format_named(name).write(shop(), WriteContext()), Severity.ERROR) == []


def test_a_broken_schema_is_an_error_at_its_place() -> None:
    (found,) = findings(CDX % b'{"type": "gadget", "name": "x"}', Severity.ERROR)

    assert found[0] == "components/0/type"
    assert found[1].startswith("breaks the schema: 'gadget' is not one of")


def test_what_the_schema_cannot_see_is_an_error() -> None:
    content = CDX % (
        b'{"type": "library", "name": "x", "bom-ref": "x", "purl": "not a purl",'
        b' "hashes": [{"alg": "SHA-256", "content": "2ef7bde608ce5404e97d5f042f95f89f1c232871"}],'
        b' "licenses": [{"expression": "MIT AND Beer"}]}'
    )

    assert findings(content, Severity.ERROR) == [
        ("x", "this is not a package URL: not a purl"),
        ("x", "its SHA-256 has the wrong length or letters"),
        ("x", "this is not an SPDX licence expression: MIT AND Beer"),
    ]


def test_missing_minimum_elements_are_advice() -> None:
    content = CDX % b'{"type": "library", "name": "x", "bom-ref": "x"}'

    assert findings(content, Severity.ADVICE) == [
        ("", "the document does not say when it was made"),
        ("", "the document does not say who made it"),
        ("", "the document does not say what it is about"),
        ("", "the document states no relationship"),
        ("x", "it has no version"),
        ("x", "it has no supplier"),
        ("x", "it has no identifier: purl, CPE or SWHID"),
    ]


def test_a_document_of_another_tool_with_a_service_has_no_dangling_edge() -> None:
    file = Path(__file__).parent / "documents" / "other-tool-1.4.cdx.json"

    assert findings(file.read_bytes(), Severity.ERROR) == []


def test_the_list_of_licences_is_made_ready_once_for_all_components(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    ready = license_expression.get_spdx_licensing
    monkeypatch.setattr(license_expression, "get_spdx_licensing", lambda: made.append(1) or ready())
    expression._spdx.cache_clear()
    expression.is_expression.cache_clear()

    answers = [expression.is_expression(f"MIT OR LicenseRef-{number}") for number in range(50)]

    assert (answers, len(made)) == ([True] * 50, 1)
