"""trustpool's own JSON report against its published schema."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from msgspec.structs import replace

from licenses.detection import LicenseMatch, MatchKind
from licenses.language import text
from scanner.formats.interface import WriteContext, format_named
from scanner.formats.report_json import SCHEMA_FILE, SCHEMA_ID
from scanner.inventory import Inventory, SourceKind, Treatment
from scanner.problem import Problem
from tests.scanner.formats.sample import shop

SCHEMA = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))


def written(inventory: Inventory, **context: Any) -> Any:
    return json.loads(format_named("json").write(inventory, WriteContext(**context)))


def complaints(inventory: Inventory) -> list[str]:
    return [error.message for error in Draft202012Validator(SCHEMA).iter_errors(written(inventory))]


def test_the_schema_is_a_schema_and_names_itself() -> None:
    Draft202012Validator.check_schema(SCHEMA)

    assert SCHEMA["$id"] == SCHEMA_ID


def test_a_scan_fits_the_schema() -> None:
    assert complaints(shop()) == []


@pytest.mark.parametrize("treatment", Treatment)
def test_every_treatment_of_a_file_fits_the_schema(treatment: Treatment) -> None:
    files = tuple(replace(file, treatment=treatment) for file in shop().files)

    assert complaints(replace(shop(), files=files)) == []


@pytest.mark.parametrize("kind", MatchKind)
def test_every_kind_of_match_fits_the_schema(kind: MatchKind) -> None:
    match = LicenseMatch("LicenseRef-scancode-unknown", "rule", kind, 1, 1, 0.5, 0.25)
    file = replace(shop().files[0], licenses=(match,))

    assert complaints(replace(shop(), files=(file,))) == []


@pytest.mark.parametrize("kind", SourceKind)
def test_every_kind_of_source_fits_the_schema(kind: SourceKind) -> None:
    source = replace(shop().source, kind=kind, commit="", committed_at=0, sha256="a" * 64)

    assert complaints(replace(shop(), source=source)) == []


def test_the_schema_refuses_what_it_does_not_describe() -> None:
    report = written(shop())
    del report["files"][0]["swhid"]

    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(report)] == [
        "'swhid' is a required property"
    ]


def test_a_file_says_what_was_found_in_it() -> None:
    assert written(shop())["files"][0] == {
        "path": "LICENSE",
        "swhid": "swh:1:cnt:" + "0" * 39 + "1",
        "size": 1065,
        "treatment": "text",
        "executable": False,
        "licenses": [
            {
                "expression": "MIT",
                "class": "permissive",
                "rule": "mit.LICENSE",
                "kind": "text",
                "first_line": 1,
                "last_line": 21,
                "coverage": 1.0,
                "score": 1.0,
            }
        ],
        "copyrights": [
            {
                "statement": "Copyright (c) 2024 Lin Yue",
                "holders": ["Lin Yue"],
                "years": "2024",
                "first_line": 3,
                "last_line": 3,
            }
        ],
        "authors": [{"name": "Lin Yue <yue@shop.example>", "first_line": 4, "last_line": 4}],
    }


def test_licences_are_rolled_up_by_class() -> None:
    gpl = LicenseMatch("GPL-2.0-only", "gpl-2.0.LICENSE", MatchKind.TEXT, 1, 339, 1.0, 1.0)
    first, second, third = shop().files
    files = (replace(first, licenses=(*first.licenses, gpl, gpl)), replace(second, licenses=(gpl,)), third)

    assert written(replace(shop(), files=files))["licenses"] == [
        {"class": "permissive", "expressions": [{"expression": "MIT", "files": 1}]},
        {"class": "strong-copyleft", "expressions": [{"expression": "GPL-2.0-only", "files": 2}]},
    ]


def test_problems_are_told_in_the_language_asked_for() -> None:
    problem = Problem("lfs", "data.bin", text("there is no output format named {name}", name="x"))
    inventory = replace(shop(), problems=(problem,))

    assert written(inventory, language="zh")["problems"] == [
        {"code": "lfs", "path": "data.bin", "line": None, "message": "没有名为 x 的输出格式"}
    ]


def test_the_same_scan_gives_the_same_bytes() -> None:
    write = format_named("json").write

    assert write(shop(), WriteContext()) == write(shop(), WriteContext())


def test_names_that_no_utf8_can_carry_are_written_with_a_replacement() -> None:
    assert written(replace(shop(), source=replace(shop().source, name="a\ud800b")))["source"]["name"] == "a�b"
