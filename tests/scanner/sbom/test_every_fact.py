"""Every fact of a document comes back from every format, or the conversion lists that it does not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import fields, replace

from scanner.package import Evidence, Hash
from scanner.sbom.convert import sbom_format_named
from scanner.sbom.document import (
    Acknowledgement,
    Completeness,
    Composition,
    Contact,
    Document,
    LicenseClaim,
    LicenseText,
    Note,
    Part,
    Property,
    Reference,
    Relation,
    RelationKind,
    Tool,
)
from scanner.sbom.load import load

FORMATS = (
    *("cyclonedx", "cyclonedx-xml", "cyclonedx-1.7", "cyclonedx-1.7-xml"),
    *("spdx", "spdx-tag-value", "spdx-3"),
)
ROOT = Part(
    ref="pkg:npm/shop@1.2.0",
    name="shop",
    kind="application",
    version="1.2.0",
    purl="pkg:npm/shop@1.2.0",
    swhids=("swh:1:dir:4b825dc642cb6eb9a060e54bf8d69288fbee4904",),
    scope="required",
    supplier=Contact("Shop Co", urls=("https://shop.example.org",)),
)
FULL = Part(
    ref="pkg:npm/%40scope/left@1.0.0",
    name="left",
    kind="framework",
    group="@scope",
    version="1.0.0",
    file_name="left-1.0.0.tgz",
    purl="pkg:npm/%40scope/left@1.0.0",
    cpe="cpe:2.3:a:left:left:1.0.0:*:*:*:*:*:*:*",
    swhids=("swh:1:rev:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b",),
    description="Pads.\nOn the left.",
    scope="optional",
    external=True,
    hashes=(Hash("SHA-512", "ab" * 64), Hash("SHA-256", "cd" * 32)),
    licenses=(
        LicenseClaim("MIT OR LicenseRef-mine", acknowledgement=Acknowledgement.DECLARED),
        LicenseClaim("MIT", acknowledgement=Acknowledgement.CONCLUDED),
    ),
    observed=(LicenseClaim("ISC"), LicenseClaim("MIT")),
    copyright="(c) Left",
    observed_copyrights=("(c) A", "(c) B"),
    supplier=Contact("Left Co", "s@left.example", urls=("https://left.example.org",), phone="+86 1"),
    manufacturer=Contact("Maker", "m@left.example", urls=("https://maker.example.org",)),
    authors=(
        Contact("Zhang San", "z@left.example", organisation=False, phone="+86 2"),
        Contact("Li Si", "l@left.example", organisation=False),
    ),
    publisher="Pub",
    references=(
        Reference("distribution", "https://npm.example.org/left-1.0.0.tgz"),
        Reference("vcs", "https://git.example.org/left.git"),
        Reference("website", "https://left.example.org"),
        Reference("issue-tracker", "https://bugs.example.org", "bugs here"),
        Reference("chat", "https://chat.example.org", hashes=(Hash("SHA-256", "ef" * 32),)),
    ),
    properties=(Property("a:b", "c"), Property("a:d", "e=f")),
    occurrences=(Evidence("package-lock.json", 12), Evidence("a b.json")),
)
NAMED = Part(
    ref="pkg:npm/named@1",
    name="named",
    version="1",
    purl="pkg:npm/named@1",
    licenses=(
        LicenseClaim(
            name="Beer",
            acknowledgement=Acknowledgement.DECLARED,
            text="Free beer.",
            url="https://beer.example.org/licence",
        ),
    ),
    manufacturer=Contact("", urls=("https://named.example.org",)),
    observed_copyrights=("(c) C", "(c) D"),
)
RANGED = Part(
    ref="pkg:npm/ranged",
    name="ranged",
    purl="pkg:npm/ranged",
    requirement="^1",
    properties=(Property("trustpool:requirement", "^1"),),
)
DOCUMENT = Document(
    serial="urn:uuid:81574329-0ab0-5e7e-93a2-292dc522ad47",
    root=ROOT,
    parts=(FULL, NAMED, RANGED),
    relations=(
        Relation(ROOT.ref, FULL.ref),
        Relation(ROOT.ref, NAMED.ref, spdx_kind="DEV_DEPENDENCY_OF"),
        Relation(FULL.ref, RANGED.ref, RelationKind.CONTAINS),
        Relation(FULL.ref, NAMED.ref, RelationKind.OTHER, "STATIC_LINK", "as a test"),
    ),
    known_edges=(FULL.ref, ROOT.ref),
    name="shop",
    revision=3,
    created="2023-11-14T22:13:20Z",
    tools=(Tool("trustpool", "0.1.0"), Tool("packer", "1", "Packers")),
    authors=(Contact("Li Si", "ls@shop.example", organisation=False, phone="+86 3"),),
    supplier=Contact("Supplier"),
    manufacturer=Contact("Org", "o@shop.example", urls=("https://org.example.org",)),
    phases=("pre-build", "build"),
    licenses=(LicenseClaim("CC0-1.0"),),
    texts=(LicenseText("LicenseRef-mine", "My text", url="https://mine.example.org/licence"),),
    compositions=(
        Composition(Completeness.COMPLETE, dependencies=(FULL.ref, ROOT.ref)),
        Composition(Completeness.INCOMPLETE, (ROOT.ref,), (NAMED.ref,)),
        Composition(Completeness.UNKNOWN, (), (RANGED.ref,)),
    ),
    notes=(
        Note((ROOT.ref,), "not read", "2023-11-14T22:13:20Z", "trustpool"),
        Note((FULL.ref, NAMED.ref), "look", "2024-01-01T00:00:00Z", "Person: Wang Wu"),
    ),
    properties=(Property("t:p", "v"),),
    origin="CycloneDX 1.7 JSON",
)
# what a format has no place for; each must be among the losses
LOST: dict[str, tuple[tuple[str, str], ...]] = {
    "cyclonedx": (("external", "isExternal"), ("texts", "licenses.text LicenseRef-mine")),
    "cyclonedx-1.7-xml": (("texts", "expression.expressionDetails"),),
    "cyclonedx-1.7": (),
    "spdx": (),
    "spdx-3": (),
}
LOST |= {"cyclonedx-xml": LOST["cyclonedx"], "spdx-tag-value": LOST["spdx"]}


@pytest.fixture(scope="module")
def converted() -> Callable[[str], tuple[Document, list[str]]]:
    known: dict[str, tuple[Document, list[str]]] = {}

    def convert(name: str) -> tuple[Document, list[str]]:
        if name not in known:
            rendering = sbom_format_named(name)(DOCUMENT)
            known[name] = _in_our_names(load(rendering.content)), [loss.fact for loss in rendering.losses]
        return known[name]

    return convert


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("part", [ROOT, FULL, NAMED, RANGED], ids=lambda part: part.name)
def test_a_parts_facts_come_back(part: Part, name: str, converted: Callable[[str], tuple[Document, list[str]]]) -> None:
    document = converted(name)[0]
    assert document.root
    back = next(each for each in (document.root, *document.parts) if each.purl == part.purl)
    lost = {fact for fact, _ in LOST[name]}

    for field in fields(Part):
        if field.name not in lost:
            assert _ordered(getattr(back, field.name)) == _ordered(getattr(part, field.name)), field.name


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    "fact",
    """
    serial name revision created tools authors supplier manufacturer phases licenses properties notes relations
    compositions known_edges texts
    """.split(),  # noqa: SIM905
)
def test_the_documents_facts_come_back(
    fact: str, name: str, converted: Callable[[str], tuple[Document, list[str]]]
) -> None:
    if fact not in {lost for lost, _ in LOST[name]}:
        assert _ordered(getattr(converted(name)[0], fact)) == _ordered(getattr(DOCUMENT, fact))


@pytest.mark.parametrize("name", FORMATS)
def test_what_does_not_come_back_is_listed(name: str, converted: Callable[[str], tuple[Document, list[str]]]) -> None:
    assert sorted(converted(name)[1]) == sorted(fact for _, fact in LOST[name])


def _ordered(value: Any) -> Any:
    """Order says nothing in lists of facts."""
    return sorted(value, key=repr) if isinstance(value, tuple) else value


def _in_our_names(document: Document) -> Document:
    """With purls as references again: SPDX has names of its own."""
    assert document.root
    parts = (document.root, *document.parts)
    names = {part.ref: part.purl for part in parts}

    def ours(refs: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sorted(names[ref] for ref in refs))

    ranked = (Completeness.COMPLETE, Completeness.INCOMPLETE, Completeness.UNKNOWN)
    own = {f"LicenseRef-{claim.name}" for part in parts for claim in part.licenses if claim.name}
    return replace(
        document,
        root=replace(document.root, ref=document.root.purl),
        parts=tuple(replace(part, ref=part.purl) for part in document.parts),
        relations=tuple(replace(it, source=names[it.source], target=names[it.target]) for it in document.relations),
        known_edges=ours(document.known_edges),
        texts=tuple(it for it in document.texts if it.reference.rsplit("-", 1)[0] not in own),
        compositions=tuple(
            Composition(it.aggregate, ours(it.assemblies), ours(it.dependencies))
            for it in sorted(document.compositions, key=lambda it: ranked.index(it.aggregate))
        ),
        notes=tuple(replace(it, subjects=ours(it.subjects)) for it in document.notes),
    )
