"""Documents that mean harm, or are broken: read within limits or refused with a reason, never anything else."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from licenses.errors import InputUnreadable
from scanner.formats.interface import formats
from scanner.sbom.convert import sbom_format_named
from scanner.sbom.load import load
from scanner.sbom.validate import Severity, validate

FIXTURES = sorted((Path(__file__).parent / "documents").iterdir())
BOMB = b"""<?xml version="1.0"?><!DOCTYPE bom [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<bom xmlns="http://cyclonedx.org/schema/bom/1.4"><components><component type="library"><name>&b;</name></component>
</components></bom>"""
FILE_ENTITY = b"""<!DOCTYPE bom [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<bom xmlns="http://cyclonedx.org/schema/bom/1.4"><metadata><timestamp>&x;</timestamp></metadata></bom>"""
CDX = b'{"bomFormat": "CycloneDX", "specVersion": "1.5", %s}'


def nested(depth: int) -> bytes:
    inside = b'{"type": "library", "name": "x", "components": [' * depth + b"]}" * depth
    return CDX % (b'"components": [' + inside + b"]")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not an SBOM in a format"),
        (b"{", "not JSON"),
        (b"[]", "not an SBOM in a format"),
        (b'{"spdxVersion": "SPDX-9"}', "SPDX-9, which cannot be read"),
        (CDX.replace(b"1.5", b"9.9") % b'"version": 1', "CycloneDX 9.9, which cannot be read"),
        (CDX % b'"components": {"a": 1}', "components is not an array"),
        (CDX % b'"components": [{"name": 7}]', "components[0].name is not a string"),
        (CDX % b'"components": [3]', "components[0] is not an object"),
        (nested(80), "too many components, or too deeply nested"),
        (b'{"a":' * 100_000, "not an SBOM in a format|not JSON"),
        (BOMB, "document type declaration"),
        (FILE_ENTITY, "document type declaration"),
        (b"<bom", "not well-formed XML"),
        (b"<html/>", "not a CycloneDX bom"),
        (b'<bom xmlns="http://cyclonedx.org/schema/bom/1.4">' + b"<a>" * 300, "not well-formed XML"),
        (b"SPDXVersion: SPDX-2.3\nPackageComment: <text>never\nclosed", "begins in line 2 is not closed"),
        (b"SPDXVersion: SPDX-2.3\nno tag here", "line 2 of the SBOM"),
        (b"SPDXVersion: SPDX-2.3\nRelationship: one", "line 2 of the SBOM"),
        (b"SPDXVersion: \xff\xfe", "not UTF-8"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(content: bytes, reason: str) -> None:
    with pytest.raises(InputUnreadable) as refused:
        load(content)

    assert any(part in refused.value.what.english() for part in reason.split("|"))


def test_references_that_are_not_unique_are_kept_apart() -> None:
    twice = b'{"type": "library", "name": "x", "bom-ref": "r"}'

    assert [part.ref for part in load(CDX % (b'"components": [' + twice + b"," + twice + b"]")).parts] == ["r", "r#2"]


COUNT = 20_000
PLAIN = b",".join(b'{"type": "library", "name": "n%d", "purl": "pkg:npm/n%d@1"}' % (n, n) for n in range(COUNT))
SAME_REF = b",".join(b'{"type": "library", "name": "n", "bom-ref": "r"}' for _ in range(COUNT))
PACKAGES = ",".join(f'{{"SPDXID": "SPDXRef-{n}", "name": "n", "downloadLocation": "NONE"}}' for n in range(COUNT))


def chain(kind: str) -> bytes:
    """An SPDX document whose packages hang on each other in one long line."""
    edges = ",".join(
        f'{{"spdxElementId": "SPDXRef-{n}", "relationshipType": "{kind}", "relatedSpdxElement": "SPDXRef-{n + 1}"}}'
        for n in range(COUNT - 1)
    )
    return f'{{"spdxVersion": "SPDX-2.3", "packages": [{PACKAGES}], "relationships": [{edges}]}}'.encode()


@pytest.mark.parametrize(
    "content",
    [CDX % (b'"components": [' + PLAIN + b"]"), CDX % (b'"components": [' + SAME_REF + b"]"), chain("CONTAINS")],
    ids=["many", "all-named-the-same", "one-inside-the-other"],
)
def test_large_documents_are_converted_in_linear_time(content: bytes) -> None:
    began = time.process_time()

    document = load(content)
    rendering = sbom_format_named("cyclonedx")(document)

    assert rendering.content.count(b'"bom-ref"') == COUNT
    assert time.process_time() - began < 20


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_damaged_document_is_read_or_refused(data: st.DataObject) -> None:
    content = bytearray(data.draw(st.sampled_from(FIXTURES)).read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place : place + data.draw(st.integers(0, 12))] = data.draw(st.binary(max_size=6))
    try:
        document = load(bytes(content))
    except InputUnreadable:
        return
    for each in formats().values():
        if each.render:
            each.render(document)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_member_of_any_other_type_is_kept_or_refused(data: st.DataObject) -> None:
    document = json.loads(data.draw(st.sampled_from(FIXTURES)).read_bytes())
    holder, key = document, data.draw(st.sampled_from(sorted(document)))
    while isinstance(holder[key], dict | list) and holder[key] and data.draw(st.booleans()):
        holder = holder[key]
        key = data.draw(st.sampled_from(sorted(holder) if isinstance(holder, dict) else range(len(holder))))
    holder[key] = data.draw(VALUES)
    try:
        read = load(json.dumps(document).encode())
    except InputUnreadable:
        return
    for each in formats().values():
        if each.render:
            each.render(read)


SPDX3 = b'{"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": [%s]}'


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (SPDX3 % b"", "holds one SpdxDocument; this one holds 0"),
        (SPDX3 % (b'{"spdxId": "urn:a", "type": "X", "x": ' + b'{"y":' * 40 + b"1" + b"}" * 40 + b"}"), "too deeply"),
        (SPDX3 % (b'{"spdxId": "urn:a", "type": "X", "x": ' + b"[" * 40 + b"]" * 40 + b"}"), "too deeply nested"),
        (SPDX3 % b'{"spdxId": "urn:a", "type": ["X"]}', "type is not a string"),
        (SPDX3 % b'{"type": "Person", "name": "Ma"}', "@graph[0] has no identifier"),
        (SPDX3 % b"7", "@graph[0] is not an object"),
    ],
)
def test_a_graph_that_is_none_is_refused_with_the_reason(content: bytes, reason: str) -> None:
    with pytest.raises(InputUnreadable) as refused:
        load(content)

    assert reason in refused.value.what.english()


def test_two_packages_with_one_identifier_are_kept_apart_and_named() -> None:
    package = '{"SPDXID": "SPDXRef-a", "name": "%s", "downloadLocation": "NONE"}'
    twice = ", ".join(package % name for name in ("a", "b", "a"))

    document, findings = validate(f'{{"spdxVersion": "SPDX-2.3", "packages": [{twice}]}}'.encode())

    assert [(part.ref, part.name) for part in document.parts] == [("SPDXRef-a", "a"), ("SPDXRef-a-2", "b")]
    assert [it.place for it in findings if it.severity is Severity.ERROR] == ["SPDXRef-a"]


def test_components_that_depend_on_each_other_in_a_circle_are_converted() -> None:
    parts = b",".join(b'{"type": "library", "name": "n%d", "bom-ref": "r%d"}' % (n, n) for n in range(50))
    edges = b",".join(b'{"ref": "r%d", "dependsOn": ["r%d"]}' % (n, (n + 1) % 50) for n in range(50))
    document = load(CDX % (b'"components": [' + parts + b'], "dependencies": [' + edges + b"]"))

    for name in ("cyclonedx", "spdx", "spdx-3"):
        back = load(sbom_format_named(name)(document).content)

        assert len(back.relations) == 50
