"""Documents that are read and written again say what they said; what a target cannot hold is listed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from cyclonedx.validation.xml import XmlValidator

from scanner.formats.interface import Rendering, WriteContext, format_named
from scanner.sbom.convert import sbom_format_named
from scanner.sbom.load import load
from tests.scanner.formats.sample import shop

FIXTURES = Path(__file__).parent / "documents"
READABLE = ("cyclonedx", "cyclonedx-xml", "cyclonedx-1.7", "cyclonedx-1.7-xml", "spdx", "spdx-tag-value", "spdx-3")
DSDX = ("dsdx", "dsdx-tags")


def converted(file: str, name: str) -> Rendering:
    return sbom_format_named(name)(load((FIXTURES / file).read_bytes()))


def contained(stated: Any, written: Any) -> bool:
    """Whether all that one JSON value states is in the other, in any order."""
    if isinstance(stated, dict):
        return all(name in written and contained(value, written[name]) for name, value in stated.items() if value)
    if isinstance(stated, list):
        return all(any(contained(value, other) for other in written) for value in stated)
    return bool(stated == written)


@pytest.mark.parametrize("name", READABLE)
def test_our_own_documents_come_back_byte_for_byte(name: str) -> None:
    content = format_named(name).write(shop(), WriteContext())

    assert sbom_format_named(name)(load(content)) == Rendering(content)


@pytest.mark.parametrize("file", ["other-tool-1.4.cdx.json", "other-tool-1.7.cdx.json"])
def test_a_cyclonedx_document_of_another_tool_loses_nothing(file: str) -> None:
    rendering = converted(file, "cyclonedx-1.7")
    stated = json.loads((FIXTURES / file).read_bytes())
    del stated["specVersion"]
    stated.pop("$schema", None)

    assert contained(stated, json.loads(rendering.content))
    assert rendering.losses == ()


def test_an_spdx_document_of_another_tool_loses_nothing() -> None:
    rendering = converted("other-tool-2.3.spdx.json", "spdx")

    assert contained(json.loads((FIXTURES / "other-tool-2.3.spdx.json").read_bytes()), json.loads(rendering.content))
    assert rendering.losses == ()


def test_tag_value_and_json_of_the_same_document_are_read_the_same() -> None:
    tag_value = converted("other-tool-2.3.spdx.json", "spdx-tag-value").content
    read_back = sbom_format_named("spdx")(load(tag_value)).content

    assert json.loads(read_back) == json.loads(converted("other-tool-2.3.spdx.json", "spdx").content)


def test_xml_and_json_of_the_same_document_are_read_the_same() -> None:
    xml = converted("other-tool-1.4.cdx.json", "cyclonedx-1.7-xml").content
    read_back = sbom_format_named("cyclonedx-1.7")(load(xml)).content

    assert json.loads(read_back) == json.loads(converted("other-tool-1.4.cdx.json", "cyclonedx-1.7").content)


@pytest.mark.parametrize("name", ["cyclonedx", "cyclonedx-1.7", "cyclonedx-xml", "cyclonedx-1.7-xml"])
@pytest.mark.parametrize("file", ["other-tool-1.4.cdx.json", "other-tool-1.7.cdx.json", "other-tool-2.3.spdx.json"])
def test_every_conversion_to_cyclonedx_is_valid(file: str, name: str) -> None:
    version = SchemaVersion.V1_7 if "1.7" in name else SchemaVersion.V1_6
    validator = XmlValidator(version) if name.endswith("xml") else JsonStrictValidator(version)

    assert validator.validate_str(converted(file, name).content.decode()) is None


def test_what_the_older_version_cannot_hold_is_listed() -> None:
    losses = converted("other-tool-1.7.cdx.json", "cyclonedx").losses

    assert sorted((loss.subject, loss.fact) for loss in losses) == [
        ("", "citations"),
        ("", "metadata.distributionConstraints"),
        ("lib", "licenses.text LicenseRef-x"),
    ]


def test_what_spdx_cannot_hold_is_listed() -> None:
    losses = converted("other-tool-1.4.cdx.json", "spdx").losses

    assert sorted((loss.subject, loss.fact, loss.reason.template.split()[0]) for loss in losses) == [
        ("", "metadata.timestamp", "carried"),
        ("", "metadata.tools", "carried"),
        ("", "services", "SPDX"),
        ("", "vulnerabilities", "SPDX"),
        ("pkg:npm/a@1.0.0", "licenses", "carried"),
        ("pkg:npm/a@1.0.0", "pedigree", "SPDX"),
        ("pkg:npm/a@1.0.0", "relationship depends-on the-api", "SPDX"),
    ]


def test_a_conversion_keeps_what_both_standards_know() -> None:
    there = converted("other-tool-2.3.spdx.json", "cyclonedx").content
    lib = next(each for each in json.loads(there)["components"] if each["name"] == "zlib")

    assert (lib["version"], lib["purl"], lib["cpe"], lib["hashes"], lib["licenses"]) == (
        "1.3.1",
        "pkg:generic/zlib@1.3.1",
        "cpe:2.3:a:zlib:zlib:1.3.1:*:*:*:*:*:*:*",
        [{"alg": "SHA-256", "content": "9a93b2b7dfdac77ceba5a558a580e74667dd6fede4585b91eefb60f03b72df23"}],
        [
            {"license": {"id": "Zlib", "acknowledgement": "declared"}},
            {"license": {"name": "Zlib OR LicenseRef-old", "acknowledgement": "concluded"}},
        ],
    )


@pytest.mark.parametrize("name", DSDX)
def test_components_edges_and_licences_come_back_from_dsdx(name: str) -> None:
    document = load(format_named(name).write(shop(), WriteContext()))
    right = next(part for part in document.parts if part.name == "right")

    assert document.root
    assert (document.root.name, document.created, len(document.parts)) == ("shop", "2023-11-14T22:13:20Z", 4)
    assert (right.purl, right.licenses[0].expression) == (
        "pkg:npm/right@2.0.0",
        "(MIT OR Apache-2.0) AND LicenseRef-right",
    )
    assert ("pkg:npm/%40scope/left@1.0.0", right.ref) in [(it.source, it.target) for it in document.relations]


def test_a_dsdx_document_of_another_tool_gets_its_package_urls() -> None:
    parts = load((FIXTURES / "other-tool.dsdx.json").read_bytes()).parts

    assert [(part.ref, part.purl, part.licenses[0].name) for part in parts] == [
        ("DSDX-7", "pkg:maven/org.example/core@2.1", "某公司许可证")
    ]
