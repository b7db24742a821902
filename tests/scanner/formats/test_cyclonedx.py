"""CycloneDX documents of scans: valid by the standard's own strict schema, the same bytes every time, and honest."""

from __future__ import annotations

import json
from typing import Any

import pytest
from cyclonedx.model.bom import Bom
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from licenses.copyright.finding import Copyright
from scanner.formats.interface import WriteContext, format_named
from scanner.inventory import Conclusion, Inventory, Reason, SourceKind
from scanner.package import Evidence, Hash
from tests.scanner.formats.sample import component, shop

VERSIONS = {"cyclonedx": SchemaVersion.V1_6, "cyclonedx-1.7": SchemaVersion.V1_7}


def written(inventory: Inventory, name: str = "cyclonedx", **context: Any) -> Any:
    return json.loads(format_named(name).write(inventory, WriteContext(**context)))


def complaint(inventory: Inventory, name: str) -> object:
    content = format_named(name).write(inventory, WriteContext()).decode()
    return JsonStrictValidator(VERSIONS[name]).validate_str(content)


@pytest.mark.parametrize("name", VERSIONS)
def test_a_scan_passes_the_strict_schema(name: str) -> None:
    assert complaint(shop(), name) is None


def test_the_same_scan_gives_the_same_bytes() -> None:
    write = format_named("cyclonedx").write

    assert write(shop(), WriteContext()) == write(shop(), WriteContext(language="zh"))


def test_the_serial_number_follows_the_tree() -> None:
    other = replace(shop(), source=replace(shop().source, tree="1" * 40))

    assert written(shop())["serialNumber"] != written(other)["serialNumber"]


def test_the_time_is_the_commits() -> None:
    assert written(shop())["metadata"]["timestamp"] == "2023-11-14T22:13:20Z"


def test_the_environment_may_set_the_time() -> None:
    assert written(shop(), source_date_epoch=0)["metadata"]["timestamp"] == "1970-01-01T00:00:00Z"


def test_the_only_first_party_package_is_the_root() -> None:
    root = written(shop())["metadata"]["component"]

    assert (root["purl"], root["swhid"], root["externalReferences"]) == (
        "pkg:npm/shop@1.2.0",
        ["swh:1:rev:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b", "swh:1:dir:4b825dc642cb6eb9a060e54bf8d69288fbee4904"],
        [{"url": "https://git.example/org/shop.git", "type": "vcs"}],
    )


def test_a_folders_path_on_somebodys_disk_stays_out() -> None:
    folder = replace(shop().source, kind=SourceKind.DIRECTORY, location="/home/zhang/secret/shop", commit="", ref="")

    assert b"zhang" not in format_named("cyclonedx").write(replace(shop(), source=folder), WriteContext())


def test_a_locked_package_carries_all_that_the_files_say() -> None:
    found = {each["name"]: each for each in written(shop())["components"]}

    assert found["left"] == {
        "type": "library",
        "bom-ref": "pkg:npm/%40scope/left@1.0.0",
        "supplier": {"name": "Left 有限公司"},
        "authors": [{"name": "Zhang San", "email": "zs@left.example"}],
        "group": "@scope",
        "name": "left",
        "version": "1.0.0",
        "scope": "required",
        "hashes": [{"alg": "SHA-512", "content": "ab" * 64}],
        "licenses": [
            {"license": {"id": "MIT", "acknowledgement": "declared"}},
            {"license": {"id": "MIT", "acknowledgement": "concluded"}},
        ],
        "copyright": "Copyright (c) 2020 Left",
        "purl": "pkg:npm/%40scope/left@1.0.0",
        "externalReferences": [
            {"url": "https://npm.example/@scope/left/-/left%201.tgz", "type": "distribution"},
            {"url": "https://left.example", "type": "website"},
        ],
        "evidence": {
            "occurrences": [{"location": "package-lock.json", "line": 12}, {"location": "package.json", "line": 7}]
        },
        "properties": [
            {"name": "trustpool:concluded-from", "value": "declared"},
            {"name": "trustpool:declared-as", "value": "MIT License"},
            {"name": "trustpool:scope", "value": "runtime"},
            {"name": "bsi:component:archive", "value": "archive"},
            {"name": "bsi:component:filename", "value": "left 1.tgz"},
            {"name": "bsi:component:structured", "value": "structured"},
        ],
    }


@pytest.mark.parametrize(
    ("name", "licenses"),
    [
        ("right", [{"expression": "(MIT OR Apache-2.0) AND LicenseRef-right", "acknowledgement": "declared"}]),
        (
            "worded",
            [
                {"license": {"name": "free as in beer", "acknowledgement": "declared"}},
                {"license": {"name": "free as in beer", "acknowledgement": "concluded"}},
            ],
        ),
    ],
)
def test_a_licence_is_an_expression_or_a_name(name: str, licenses: object) -> None:
    found = {each["name"]: each for each in written(shop())["components"]}

    assert found[name]["licenses"] == licenses


def concluded(declared: str, name: str) -> Any:
    """The root's licences when the whole tree is concluded to be under an expression."""
    own = tuple(replace(each, declared_license=declared) if each.first_party else each for each in shop().components)
    conclusion = Conclusion("", "", declared, (), "MIT OR Apache-2.0", Reason.AGREED, ("LICENSE",))
    return written(replace(shop(), components=own, conclusions=(conclusion,)), name)["metadata"]["component"][
        "licenses"
    ]


def test_declared_and_concluded_stand_side_by_side() -> None:
    assert concluded("MIT", "cyclonedx-1.7") == [
        {"license": {"id": "MIT", "acknowledgement": "declared"}},
        {"expression": "MIT OR Apache-2.0", "acknowledgement": "concluded"},
    ]


def test_two_different_claims_are_licences_by_name_where_one_expression_is_allowed() -> None:
    assert concluded("MIT", "cyclonedx") == [
        {"license": {"id": "MIT", "acknowledgement": "declared"}},
        {"license": {"name": "MIT OR Apache-2.0", "acknowledgement": "concluded"}},
    ]


def test_the_same_expression_declared_and_concluded_stands_once_where_one_is_allowed() -> None:
    assert concluded("MIT OR Apache-2.0", "cyclonedx") == [
        {"expression": "MIT OR Apache-2.0", "acknowledgement": "declared"}
    ]


def test_copyrights_found_in_files_are_evidence() -> None:
    found = Copyright("(c) 2020 Zhang San", ("Zhang San",), "2020", 3, 3)
    files = (replace(shop().files[0], copyrights=(found,)), *shop().files[1:])

    evidence = written(replace(shop(), files=files))["metadata"]["component"]["evidence"]

    assert evidence["copyright"] == [{"text": "(c) 2020 Zhang San"}]


def test_edges_are_those_of_the_files_and_the_roots() -> None:
    edges = {each["ref"]: each["dependsOn"] for each in written(shop())["dependencies"]}

    assert edges == {
        "pkg:npm/%40scope/left@1.0.0": ["pkg:npm/right@2.0.0"],
        "pkg:npm/right@2.0.0": [],
        "pkg:npm/shop@1.2.0": [
            "pkg:maven/org.example/tool",
            "pkg:npm/%40scope/left@1.0.0",
            "pkg:npm/worded@0.1.0",
        ],
        "pkg:npm/worded@0.1.0": [],
    }


def test_what_is_complete_and_what_is_not_is_stated() -> None:
    assert written(shop())["compositions"] == [
        {
            "aggregate": "complete",
            "dependencies": ["pkg:npm/%40scope/left@1.0.0", "pkg:npm/right@2.0.0", "pkg:npm/worded@0.1.0"],
        },
        {
            "aggregate": "incomplete",
            "assemblies": ["pkg:npm/shop@1.2.0"],
            "dependencies": ["pkg:maven/org.example/tool", "pkg:npm/shop@1.2.0"],
        },
    ]


def test_a_tree_without_problems_and_with_everything_locked_is_complete() -> None:
    locked = tuple(each for each in shop().components if each.version)
    root = replace(next(each for each in locked if each.first_party), evidence=(Evidence("package-lock.json", 1),))
    components = tuple(root if each.first_party else each for each in locked)

    levels = written(replace(shop(), components=components, problems=()))["compositions"]

    assert [level["aggregate"] for level in levels] == ["complete"]


def test_a_file_that_could_not_be_read_is_annotated() -> None:
    (note,) = written(shop())["annotations"]

    assert note["text"] == "tools/pom.xml:40: manifest-malformed: the XML ends at line 40"


def test_the_standards_own_library_reads_it_back() -> None:
    bom = Bom.from_json(written(shop()))  # type: ignore[attr-defined]

    assert sorted(str(each.purl) for each in bom.components) == [
        "pkg:maven/org.example/tool",
        "pkg:npm/%40scope/left@1.0.0",
        "pkg:npm/right@2.0.0",
        "pkg:npm/worded@0.1.0",
    ]


HOSTILE = st.text(st.characters(), max_size=40)


@settings(max_examples=60, deadline=None)
@given(name=HOSTILE, version=HOSTILE, url=HOSTILE, license_text=HOSTILE, digest=HOSTILE)
def test_whatever_a_manifest_says_the_document_stays_valid(
    name: str, version: str, url: str, license_text: str, digest: str
) -> None:
    odd = component(
        "pkg:generic/odd",
        name,
        version,
        declared_as=license_text,
        download_url=url,
        homepage=url,
        hashes=(Hash("SHA-256", digest), Hash(digest, "00")),
    )

    assert complaint(replace(shop(), components=(odd,), dependencies=()), "cyclonedx") is None
