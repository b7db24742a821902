"""SPDX 3.0.1 documents of scans: read by the project's own model, conformant, and precise about edges."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from ntia_conformance_checker import SbomChecker
from spdx_python_model.bindings import v3_0_1 as model

from scanner.formats.interface import WriteContext, format_named
from tests.scanner.formats.sample import shop

SHOP = "SPDXRef-npm-shop-1.2.0-d7cf9cd5"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    chosen = format_named("spdx-3")
    file = tmp_path / f"shop{chosen.extension}"
    file.write_bytes(chosen.write(shop(), WriteContext(author="Li Si <ls@shop.example>")))
    return file


@pytest.fixture
def graph(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(path.read_bytes())["@graph"]
    return found


def short(iri: str) -> str:
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def test_the_standards_own_model_reads_every_element(path: Path, graph: list[dict[str, Any]]) -> None:
    read = model.SHACLObjectSet()
    with path.open(encoding="utf-8") as stream:
        model.JSONLDDeserializer().read(stream, read)

    assert read.missing_ids == set()
    assert {each.spdxId for each in read.foreach_type(model.Element)} == {
        each["spdxId"] for each in graph if "spdxId" in each
    }


def test_a_scan_meets_the_minimum_elements(path: Path) -> None:
    assert SbomChecker(str(path), compliance="ntia", sbom_spec="spdx3").compliant


def test_the_same_scan_gives_the_same_bytes() -> None:
    write = format_named("spdx-3").write

    assert write(shop(), WriteContext()) == write(shop(), WriteContext(language="zh"))


def test_edges_say_their_life_cycle_and_their_completeness(graph: list[dict[str, Any]]) -> None:
    edges = [
        (
            each["relationshipType"],
            each.get("scope"),
            each.get("completeness"),
            [short(target) for target in each["to"]],
        )
        for each in graph
        if each.get("relationshipType") in ("dependsOn", "contains") and each["from"].endswith(SHOP)
    ]

    assert sorted(edges, key=str) == [
        ("contains", None, "incomplete", ["NoAssertionElement"]),
        ("contains", None, None, [f"{SHOP}-tree"]),
        ("dependsOn", "development", "incomplete", ["SPDXRef-npm-worded-0.1.0-f99693bc"]),
        ("dependsOn", "runtime", "incomplete", ["SPDXRef-npm-40scope-left-1.0.0-6144e4e0"]),
        ("dependsOn", "test", "incomplete", ["SPDXRef-maven-org.example-tool-217fa087"]),
    ]


def test_a_part_that_is_known_to_need_nothing_says_so(graph: list[dict[str, Any]]) -> None:
    assert [
        (each["completeness"], [short(target) for target in each["to"]])
        for each in graph
        if each.get("relationshipType") == "dependsOn" and "right-2.0.0" in each["from"]
    ] == [("complete", ["NoneElement"])]


def test_the_author_can_be_reached(graph: list[dict[str, Any]]) -> None:
    creation = next(each for each in graph if each["type"] == "CreationInfo")
    author = next(each for each in graph if each.get("spdxId") == creation["createdBy"][0])

    assert (author["name"], author["externalIdentifier"][0]["identifier"]) == ("Li Si", "ls@shop.example")


def test_a_custom_licence_leads_to_its_text(graph: list[dict[str, Any]]) -> None:
    expression = next(
        each
        for each in graph
        if each.get("simplelicensing_licenseExpression") == "(MIT OR Apache-2.0) AND LicenseRef-right"
    )
    texts = {each["spdxId"] for each in graph if each["type"] == "simplelicensing_SimpleLicensingText"}

    assert [(each["key"], each["value"] in texts) for each in expression["simplelicensing_customIdToUri"]] == [
        ("LicenseRef-right", True)
    ]
