"""The form with GB/T 47020-2026's fields, and DSDX."""

from __future__ import annotations

import json
from typing import Any

import pytest

from scanner.formats.interface import WriteContext, format_named
from scanner.sbom.assemble import document_of
from scanner.sbom.convert import sbom_format_named
from tests.scanner.formats.sample import shop


def written(name: str) -> Any:
    return json.loads(format_named(name).write(shop(), WriteContext()))


def component(document: Any, key: str, value: str) -> Any:
    return next(each for each in document["components"] if each[key] == value)


def test_the_form_has_the_elements_that_are_known() -> None:
    assert list(written("gbt-47020")) == ["software", "document", "components", "dependencies", "disruptions"]


def test_a_component_has_every_required_member() -> None:
    assert component(written("gbt-47020"), "componentName", "@scope/left") == {
        "componentId": "pkg:npm/%40scope/left@1.0.0",
        "componentName": "@scope/left",
        "componentVersion": "1.0.0",
        "selfDevelopedProportion": "unknown",
        "licenseName": ["MIT"],
        "integrity": [
            {"hashAlg": "SHA-512", "messageDigest": "ab" * 64},
            {"hashAlg": "SHA-1", "messageDigest": "not hex"},
        ],
        "supplier": {"supplierName": "Left 有限公司"},
    }


def test_an_edge_names_both_ends() -> None:
    assert {
        "identityAId": "pkg:npm/%40scope/left@1.0.0",
        "relationship": ["dependsOn"],
        "identityBId": "pkg:npm/right@2.0.0",
    } in written("gbt-47020")["dependencies"]


def test_dsdx_names_component_language_and_licence() -> None:
    assert component(written("dsdx"), "name", "left") == {
        "id": "pkg:npm/%40scope/left@1.0.0",
        "group": "@scope",
        "name": "left",
        "version": "1.0.0",
        "language": "JavaScript",
        "license": ["MIT"],
    }


def test_dsdx_in_lines_has_a_block_a_component() -> None:
    lines = format_named("dsdx-tags").write(shop(), WriteContext()).decode().splitlines()
    start = lines.index("ComponentName: right")

    assert lines[:2] == ["Name: shop", "DSDXVersion: DSDX-1.0"]
    assert lines[start : start + 6] == [
        "ComponentName: right",
        "ComponentGroup: ",
        "ComponentVersion: 2.0.0",
        "ComponentID: pkg:npm/right@2.0.0",
        "ComponentLanguage: JavaScript",
        'ComponentLicense: ["(MIT OR Apache-2.0) AND LicenseRef-right"]',
    ]


@pytest.mark.parametrize("name", ["gbt-47020", "dsdx", "dsdx-tags"])
def test_the_same_scan_gives_the_same_bytes(name: str) -> None:
    write = format_named(name).write

    assert write(shop(), WriteContext()) == write(shop(), WriteContext(language="zh"))


def test_what_has_no_field_is_listed() -> None:
    losses = sbom_format_named("gbt-47020")(document_of(shop())).losses

    assert [loss.fact for loss in losses if loss.subject == "pkg:npm/%40scope/left@1.0.0"] == [
        "file_name",
        "scope",
        "copyright",
        "authors",
        "references",
        "occurrences",
    ]
