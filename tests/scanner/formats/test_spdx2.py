"""SPDX 2.3 documents of scans: valid by spdx-tools and the NTIA checker, equal in both forms."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from ntia_conformance_checker import SbomChecker
from spdx_tools.spdx.model.document import Document
from spdx_tools.spdx.parser.parse_anything import parse_file
from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document

from scanner.formats.interface import WriteContext, format_named
from scanner.inventory import Inventory
from tests.scanner.formats.sample import component, shop

FORMS = ("spdx", "spdx-tag-value")


def file_of(inventory: Inventory, name: str, folder: Path) -> Path:
    chosen = format_named(name)
    path = folder / f"shop{chosen.extension}"
    path.write_bytes(chosen.write(inventory, WriteContext()))
    return path


def complaints(inventory: Inventory, name: str, folder: Path) -> list[str]:
    document: Document = parse_file(str(file_of(inventory, name, folder)))
    return [message.validation_message for message in validate_full_spdx_document(document)]


def written(inventory: Inventory) -> Any:
    return json.loads(format_named("spdx").write(inventory, WriteContext()))


def package(name: str) -> Any:
    return next(each for each in written(shop())["packages"] if each["name"] == name)


@pytest.mark.parametrize("name", FORMS)
def test_a_scan_is_valid(name: str, tmp_path: Path) -> None:
    assert complaints(shop(), name, tmp_path) == []


def test_both_forms_hold_the_same_document(tmp_path: Path) -> None:
    read = [parse_file(str(file_of(shop(), name, tmp_path))) for name in FORMS]

    assert read[0] == read[1]


@pytest.mark.parametrize("name", FORMS)
def test_a_scan_meets_the_minimum_elements(name: str, tmp_path: Path) -> None:
    assert SbomChecker(str(file_of(shop(), name, tmp_path)), compliance="ntia").compliant


@pytest.mark.parametrize("name", FORMS)
def test_the_same_scan_gives_the_same_bytes(name: str) -> None:
    write = format_named(name).write

    assert write(shop(), WriteContext()) == write(shop(), WriteContext(language="zh"))


def test_a_locked_package_carries_all_that_the_files_say() -> None:
    left = package("left")
    del left["annotations"]

    assert left == {
        "name": "left",
        "SPDXID": "SPDXRef-npm-40scope-left-1.0.0-6144e4e0",
        "versionInfo": "1.0.0",
        "packageFileName": "left 1.tgz",
        "supplier": "Organization: Left 有限公司",
        "originator": "Person: Zhang San (zs@left.example)",
        "downloadLocation": "https://npm.example/@scope/left/-/left%201.tgz",
        "filesAnalyzed": False,
        "checksums": [{"algorithm": "SHA512", "checksumValue": "ab" * 64}],
        "homepage": "https://left.example",
        "sourceInfo": "found in: package-lock.json:12; package.json:7",
        "licenseConcluded": "MIT",
        "licenseDeclared": "MIT",
        "copyrightText": "Copyright (c) 2020 Left",
        "externalRefs": [
            {
                "referenceCategory": "PACKAGE-MANAGER",
                "referenceType": "purl",
                "referenceLocator": "pkg:npm/%40scope/left@1.0.0",
            }
        ],
        "primaryPackagePurpose": "LIBRARY",
    }


def test_a_licence_that_is_only_a_name_becomes_a_reference_with_its_words() -> None:
    worded = package("worded")["licenseDeclared"]

    assert worded == "LicenseRef-free-as-in-beer-f083c5b5"
    assert [each["name"] for each in written(shop())["hasExtractedLicensingInfos"] if each["licenseId"] == worded] == [
        "free as in beer"
    ]


def test_a_development_dependency_is_called_one() -> None:
    worded = package("worded")["SPDXID"]

    assert [
        (edge["spdxElementId"], edge["relationshipType"], edge["relatedSpdxElement"])
        for edge in written(shop())["relationships"]
        if worded in edge.values()
    ] == [
        ("SPDXRef-npm-shop-1.2.0-d7cf9cd5", "DEPENDS_ON", worded),
        (worded, "DEV_DEPENDENCY_OF", "SPDXRef-npm-shop-1.2.0-d7cf9cd5"),
        (worded, "DEPENDS_ON", "NONE"),
    ]


def test_what_is_not_known_is_said_so() -> None:
    assert [
        (edge["spdxElementId"], edge["relationshipType"], edge["comment"])
        for edge in written(shop())["relationships"]
        if edge["relatedSpdxElement"] == "NOASSERTION"
    ] == [
        ("SPDXRef-npm-shop-1.2.0-d7cf9cd5", "CONTAINS", "incomplete"),
        ("SPDXRef-npm-shop-1.2.0-d7cf9cd5", "DEPENDS_ON", "incomplete"),
        ("SPDXRef-maven-org.example-tool-217fa087", "DEPENDS_ON", "incomplete"),
    ]


HOSTILE = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=HOSTILE, version=HOSTILE, url=HOSTILE, license_text=HOSTILE)
def test_whatever_a_manifest_says_the_document_stays_valid(
    name: str, version: str, url: str, license_text: str, tmp_path: Path
) -> None:
    facts = {"declared_as": license_text, "download_url": url, "homepage": url, "supplier": name, "authors": (name,)}
    odd = component("pkg:generic/odd", name, version, **facts)

    assert complaints(replace(shop(), components=(odd,), dependencies=()), "spdx", tmp_path) == []
