"""Merging: each component once, edges kept, disagreements told."""

from __future__ import annotations

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from msgspec.structs import replace

from scanner.package import Evidence, Hash
from scanner.sbom.assemble import document_of
from scanner.sbom.convert import sbom_format_named
from scanner.sbom.document import Completeness, Composition, Document, Part, Relation, RelationKind
from scanner.sbom.merge import merge
from tests.scanner.formats.sample import shop

WHOLE = Part("whole", "whole", kind="application")
LEFT = "pkg:npm/left@1.0.0"


def document(name: str, left: Part) -> Document:
    root = Part(name, name)
    return Document(
        f"urn:uuid:{name}",
        root,
        (left,),
        (Relation(name, left.ref),),
        created=f"2024-01-0{len(name)}T00:00:00Z",
        compositions=(Composition(Completeness.COMPLETE, (name,), (left.ref,)),),
    )


def left(ref: str, **facts: object) -> Part:
    return Part(ref, "left", version="1.0.0", purl=LEFT, **facts)  # type: ignore[arg-type]


def test_a_component_of_two_documents_is_one_with_the_facts_of_both() -> None:
    first = document("a", left("x", hashes=(Hash("SHA-1", "a" * 40),), occurrences=(Evidence("one"),)))
    second = document("bb", left("y", hashes=(Hash("SHA-256", "b" * 64),), copyright="(c) L"))

    merged, losses = merge((first, second), WHOLE, "")

    assert [part for part in merged.parts if part.purl] == [
        left(
            "x",
            hashes=(Hash("SHA-1", "a" * 40), Hash("SHA-256", "b" * 64)),
            occurrences=(Evidence("one"),),
            copyright="(c) L",
        )
    ]
    assert losses == ()


def test_edges_follow_the_component_to_its_new_name() -> None:
    merged, _ = merge((document("a", left("x")), document("bb", left("y"))), WHOLE, "")

    assert [(it.source, it.target) for it in merged.relations if it.kind is RelationKind.DEPENDS_ON] == [
        ("whole", "a"),
        ("a", "x"),
        ("whole", "bb"),
        ("bb", "x"),
    ]


def test_the_same_reference_for_different_things_is_kept_apart() -> None:
    other = Part("x", "other", version="2")

    merged, _ = merge((document("a", left("x")), document("bb", other)), WHOLE, "")

    assert sorted(part.ref for part in merged.parts) == ["a", "bb", "x", "x#2"]


def test_a_disagreement_is_told() -> None:
    documents = (document("a", left("x", scope="required")), document("bb", left("y", scope="excluded")))

    merged, losses = merge(documents, WHOLE, "")

    assert [(loss.subject, loss.fact) for loss in losses] == [("x", "scope")]
    assert next(part.scope for part in merged.parts if part.ref == "x") == "required"


def test_the_time_is_the_latest_of_the_documents() -> None:
    merged, _ = merge((document("a", left("x")), document("bb", left("y"))), WHOLE, "")

    assert merged.created == "2024-01-02T00:00:00Z"


def test_a_merged_document_is_valid() -> None:
    one = document_of(shop())
    two = document_of(replace(shop(), source=replace(shop().source, name="second", tree="1" * 40), problems=()))

    merged, _ = merge((one, two), WHOLE, "")
    content = sbom_format_named("cyclonedx")(merged).content.decode()

    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(content) is None
