"""What every SBOM of a scan says, whatever its format: read back from the written document, item by item."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest
from msgspec.structs import replace

from scanner.formats.interface import WriteContext, format_named
from scanner.inventory import Conclusion, Reason
from scanner.package import Hash
from scanner.sbom.artifact import Artifact
from scanner.sbom.document import Completeness, Document, Part
from scanner.sbom.load import load
from tests.scanner.formats.sample import shop

FORMATS = (
    *("cyclonedx", "cyclonedx-xml", "cyclonedx-1.7", "cyclonedx-1.7-xml"),
    *("spdx", "spdx-tag-value", "spdx-3"),
)
CONTEXT = WriteContext(
    source_date_epoch=1_750_000_000,
    author="Li Si <ls@shop.example>",
    artifact=Artifact("shop-1.2.0.tar.gz", (Hash("SHA-512", "cd" * 64),)),
)


@cache
def document(name: str) -> Document:
    """A scan in that format, read again."""
    inventory = shop()
    left = replace(inventory.components[1], vcs_url="https://git.example.org/left.git")
    components = (inventory.components[0], left, *inventory.components[2:])
    concluded = Conclusion("", "", "", ("MIT",), "MIT", Reason.KEY_FILES, ("LICENSE",))
    whole = replace(inventory, components=components, conclusions=(concluded,))
    return load(format_named(name).write(whole, CONTEXT))


def part(found: Document, name: str) -> Part:
    return next(each for each in found.parts if each.name == name)


def purls(found: Document) -> dict[str, str]:
    assert found.root
    return {each.ref: each.purl for each in (found.root, *found.parts)}


def edges(found: Document) -> object:
    named = purls(found)
    return sorted((named[each.source], named[each.target]) for each in found.relations)


def completeness(found: Document) -> object:
    named = purls(found)
    return {named[ref]: each.aggregate for each in found.compositions for ref in each.dependencies}


SHOP, LEFT, RIGHT = "pkg:npm/shop@1.2.0", "pkg:npm/%40scope/left@1.0.0", "pkg:npm/right@2.0.0"
WORDED, TOOL = "pkg:npm/worded@0.1.0", "pkg:maven/org.example/tool"
ITEMS: dict[str, tuple[Callable[[Document], object], object]] = {
    "author": (lambda it: [(each.name, each.email) for each in it.authors], [("Li Si", "ls@shop.example")]),
    "tool": (
        lambda it: [(each.name, each.version) for each in it.tools],
        [("trustpool", "0.1.0"), ("trustpool rules", "32.1.0")],
    ),
    "time": (lambda it: it.created, "2025-06-15T15:06:40Z"),
    "life-cycle phase": (lambda it: it.phases, ("pre-build",)),
    "serial": (lambda it: it.serial, document("cyclonedx").serial),
    "root": (lambda it: it.root and (it.root.name, it.root.version, it.root.purl), ("shop", "1.2.0", SHOP)),
    "file name": (lambda it: it.root and it.root.file_name, "shop-1.2.0.tar.gz"),
    "hashes of the root": (lambda it: it.root and it.root.hashes, (Hash("SHA-512", "cd" * 64),)),
    "supplier": (lambda it: (s := part(it, "left").supplier) and s.name, "Left 有限公司"),
    "supplier implied by the purl": (lambda it: bool(part(it, "right").supplier), True),
    "originator": (
        lambda it: [(each.name, each.email) for each in part(it, "left").authors],
        [("Zhang San", "zs@left.example")],
    ),
    "originator's address": (lambda it: (m := part(it, "right").manufacturer) and bool(m.urls), True),
    "hashes": (lambda it: part(it, "left").hashes, (Hash("SHA-512", "ab" * 64),)),
    "declared and concluded licence": (
        lambda it: [(each.expression, each.acknowledgement.value) for each in part(it, "left").licenses],
        [("MIT", "declared"), ("MIT", "concluded")],
    ),
    "a licence in the manifest's words": (
        lambda it: {each.name for each in part(it, "worded").licenses},
        {"free as in beer"},
    ),
    "concluded licence of the whole": (
        lambda it: it.root and [(each.expression, each.acknowledgement.value) for each in it.root.licenses],
        [("MIT", "concluded")],
    ),
    "licences found in files": (lambda it: it.root and [each.expression for each in it.root.observed], ["MIT"]),
    "copyright": (lambda it: part(it, "left").copyright, "Copyright (c) 2020 Left"),
    "copyright found in files": (lambda it: it.root and it.root.observed_copyrights, ("Copyright (c) 2024 Lin Yue",)),
    "distribution": (
        lambda it: [each.url for each in part(it, "left").references if each.kind == "distribution"],
        ["https://npm.example/@scope/left/-/left%201.tgz"],
    ),
    "version control": (
        lambda it: [each.url for each in part(it, "left").references if each.kind == "vcs"],
        ["https://git.example.org/left.git"],
    ),
    "SWHIDs": (
        lambda it: it.root and it.root.swhids,
        ("swh:1:rev:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b", "swh:1:dir:4b825dc642cb6eb9a060e54bf8d69288fbee4904"),
    ),
    "edges": (edges, [(LEFT, RIGHT), (SHOP, TOOL), (SHOP, LEFT), (SHOP, WORDED)]),
    "scope": (lambda it: (part(it, "left").scope, part(it, "worded").scope), ("required", "excluded")),
    "an unpinned range": (lambda it: (part(it, "tool").version, part(it, "tool").requirement), ("", "[1,2)")),
    "evidence": (
        lambda it: [(each.path, each.line) for each in part(it, "left").occurrences],
        [("package-lock.json", 12), ("package.json", 7)],
    ),
    "completeness of each": (
        completeness,
        {
            SHOP: Completeness.INCOMPLETE,
            TOOL: Completeness.INCOMPLETE,
            LEFT: Completeness.COMPLETE,
            RIGHT: Completeness.COMPLETE,
            WORDED: Completeness.COMPLETE,
        },
    ),
    "completeness of the whole": (
        lambda it: it.root and [each.aggregate for each in it.compositions if it.root.ref in each.assemblies],
        [Completeness.INCOMPLETE],
    ),
    "files that could not be read": (
        lambda it: [each.text for each in it.notes],
        ["tools/pom.xml:40: manifest-malformed: the XML ends at line 40"],
    ),
}


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("item", ITEMS)
def test_every_format_says(item: str, name: str) -> None:
    read, expected = ITEMS[item]

    assert read(document(name)) == expected
