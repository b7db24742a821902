"""SPDX 3 of any tool: read element by element, and what only it can say is kept."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from spdx_python_model.bindings import v3_0_1 as model

from licenses.errors import InputUnreadable
from scanner.package import Hash
from scanner.sbom.convert import sbom_format_named
from scanner.sbom.document import (
    Acknowledgement,
    Completeness,
    Composition,
    Contact,
    Document,
    LicenseClaim,
    Note,
    Reference,
    Relation,
    RelationKind,
    Tool,
)
from scanner.sbom.load import load
from scanner.sbom.validate import Severity, validate

FILE = Path(__file__).parent / "documents" / "other-tool-3.0.1.spdx3.json"
SPACE = "https://sbom.example/shop#"
LABELS = ("Person", "Organization", "Tool", "simplelicensing_LicenseExpression")


@pytest.fixture(scope="module")
def document() -> Document:
    return load(FILE.read_bytes())


def graph(content: bytes) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(content)["@graph"]
    return found


def changed(**members: object) -> bytes:
    """The document with another member in its package zlib."""
    stated = json.loads(FILE.read_bytes())
    zlib = next(each for each in stated["@graph"] if each.get("name") == "zlib")
    zlib.update(members)
    return json.dumps(stated).encode()


def test_the_document_says_who_made_it_when_and_about_what(document: Document) -> None:
    assert (document.origin, document.name, document.created, document.phases) == (
        "SPDX 3.0.1 JSON-LD",
        "shop",
        "2025-03-04T05:06:07Z",
        ("build",),
    )
    assert document.authors == (Contact("Ling Wu", "lw@shop.example", organisation=False),)
    assert document.tools == (Tool("packer", "1.2.3"),)
    assert document.root
    assert (document.root.name, document.root.version, document.root.kind) == ("shop", "7", "firmware")


def test_a_package_has_its_facts_whichever_element_states_them(document: Document) -> None:
    zlib = next(part for part in document.parts if part.name == "zlib")

    assert (zlib.ref, zlib.version, zlib.purl, zlib.cpe) == (
        SPACE + "zlib",
        "1.3.1",
        "pkg:generic/zlib@1.3.1",
        "cpe:2.3:a:zlib:zlib:1.3.1:*:*:*:*:*:*:*",
    )
    assert zlib.manufacturer == Contact("zlib authors", urls=("https://zlib.example.org",))
    assert zlib.hashes == (Hash("SHA-256", "9a93b2b7dfdac77ceba5a558a580e74667dd6fede4585b91eefb60f03b72df23"),)
    assert zlib.copyright == "(C) 1995-2024\nMark A and others"
    assert zlib.references == (
        Reference("distribution", "https://zlib.example.org/zlib-1.3.1.tar.gz"),
        Reference("vcs", "https://git.example.org/zlib.git"),
    )


def test_licences_are_expressions_whatever_they_are_made_of(document: Document) -> None:
    zlib = next(part for part in document.parts if part.name == "zlib")

    assert zlib.licenses == (
        LicenseClaim("Zlib", acknowledgement=Acknowledgement.DECLARED),
        LicenseClaim("Zlib OR LicenseRef-Old-licence-a76882d7", acknowledgement=Acknowledgement.CONCLUDED),
    )


def test_edges_come_with_their_life_cycle_and_completeness(document: Document) -> None:
    shop, zlib = SPACE + "shop", SPACE + "zlib"

    assert document.relations == (
        Relation(shop, zlib, spdx_kind="BUILD_DEPENDENCY_OF"),
        Relation(shop, SPACE + "boot", RelationKind.CONTAINS),
        Relation(shop, SPACE + "model", RelationKind.CONTAINS),
        Relation(shop, zlib, RelationKind.OTHER, spdx_kind="STATIC_LINK"),
    )
    assert document.compositions == (Composition(Completeness.COMPLETE, dependencies=(shop,)),)


def test_a_remark_keeps_who_made_it_and_when(document: Document) -> None:
    assert document.notes == (Note((SPACE + "zlib",), "Looked at.", "2025-03-05T00:00:00Z", "Person: Sun Ba"),)


def test_a_document_of_another_tool_loses_nothing(document: Document) -> None:
    rendering = sbom_format_named("spdx-3")(document)
    stated, written = graph(FILE.read_bytes()), graph(rendering.content)
    by_name = {each.get("spdxId", each.get("@id")): each for each in written}
    labelled = {each["spdxId"]: _label(each) for each in (*stated, *written) if each["type"] in LABELS}

    def told(elements: list[dict[str, Any]]) -> set[tuple[str, str, str]]:
        return {
            (each["from"], each["relationshipType"], labelled.get(target, target))
            for each in elements
            if "relationshipType" in each
            for target in each["to"]
        }

    assert rendering.losses == ()
    assert told(stated) <= told(written)
    assert {_label(each) for each in stated if each["type"] in LABELS} <= set(labelled.values())
    for each in stated:
        if each["type"].startswith(("software_", "ai_", "security_", "expandedlicensing_")):
            kept = by_name[each["spdxId"]]
            for member in each.keys() - {"creationInfo", "suppliedBy", "originatedBy"}:
                values = each[member] if isinstance(each[member], list) else [each[member]]
                held = kept[member] if isinstance(kept[member], list) else [kept[member]]
                assert all(value in held for value in values), member


def _label(element: dict[str, Any]) -> str:
    return json.dumps({key: it for key, it in element.items() if key not in ("spdxId", "creationInfo")}, sort_keys=True)


def test_what_is_written_again_refers_only_to_what_it_holds(document: Document) -> None:
    read = model.SHACLObjectSet()
    model.JSONLDDeserializer().read(io.BytesIO(sbom_format_named("spdx-3")(document).content), read)

    assert read.missing_ids == {"https://spdx.org/licenses/CC0-1.0", "https://spdx.org/licenses/Zlib"}


def test_what_cyclonedx_cannot_hold_is_listed(document: Document) -> None:
    losses = sbom_format_named("cyclonedx-1.7")(document).losses
    whole = [loss for loss in losses if loss.reason.template.startswith("CycloneDX")]

    assert sorted((loss.subject.removeprefix(SPACE), loss.fact) for loss in whole) == [
        ("", "CreationInfo.comment"),
        ("", "SpdxDocument.comment"),
        ("", "SpdxDocument.dataLicense"),
        ("", "SpdxDocument.profileConformance"),
        ("", f"security_VexNotAffectedVulnAssessmentRelationship {SPACE}vex"),
        ("", "security_Vulnerability CVE-2099-0001"),
        ("", "software_Snippet inflate"),
        ("boot", "contentType"),
        ("boot", "software_primaryPurpose"),
        ("model", "ai_autonomyType"),
        ("model", "ai_typeOfModel"),
        ("model", "type"),
        ("shop", "builtTime"),
        ("shop", "software_additionalPurpose"),
        ("zlib", "externalIdentifier"),
        ("zlib", "originatedBy"),
        ("zlib", "summary"),
        ("zlib", "verifiedUsing"),
    ]


def test_what_stands_inside_another_element_is_an_element_of_its_own() -> None:
    maker = {"type": "Person", "spdxId": SPACE + "ma", "creationInfo": "_:made", "name": "Ma"}

    zlib = next(part for part in load(changed(suppliedBy=maker)).parts if part.name == "zlib")

    assert zlib.supplier == Contact("Ma", organisation=False)


def test_words_may_be_whole_iris(document: Document) -> None:
    terms = "https://spdx.org/rdf/3.0.1/terms/"
    written = FILE.read_text(encoding="utf-8")
    written = written.replace('"software_Package"', f'"{terms}Software/Package"')
    written = written.replace('"dependsOn"', f'"{terms}Core/RelationshipType/dependsOn"')

    assert load(written.encode()) == document


def test_two_descriptions_of_one_element_are_refused() -> None:
    stated = json.loads(FILE.read_bytes())
    stated["@graph"].append({**stated["@graph"][-1], "statement": "Looked twice."})

    with pytest.raises(InputUnreadable) as refused:
        load(json.dumps(stated).encode())

    assert refused.value.what.english() == f"two different elements have the identifier {SPACE}looked"


def test_a_licence_that_is_made_of_itself_is_refused() -> None:
    written = FILE.read_text(encoding="utf-8").replace(f'"{SPACE}old"]', f'"{SPACE}either"]')

    with pytest.raises(InputUnreadable) as refused:
        load(written.encode())

    assert refused.value.what.english() == "a licence is made of itself, or of too many others"


def test_an_unknown_context_is_refused() -> None:
    with pytest.raises(InputUnreadable):
        load(b'{"@context": "https://schema.org/", "@graph": []}')


def test_another_version_of_the_standard_is_refused() -> None:
    with pytest.raises(InputUnreadable) as refused:
        load(FILE.read_bytes().replace(b'"specVersion": "3.0.1"', b'"specVersion": "3.9.0"'))

    assert refused.value.what.english() == "it is SPDX 3.9.0, which cannot be read"


def test_a_valid_document_is_valid() -> None:
    assert [finding for finding in validate(FILE.read_bytes())[1] if finding.severity is Severity.ERROR] == []
