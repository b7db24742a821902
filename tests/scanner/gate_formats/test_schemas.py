"""The forms against their schemas: ours for JSON, and SARIF's object model."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from msgspec.structs import replace
from pydantic import BaseModel
from sarif_pydantic import Sarif

import scanner.gate_formats
from licenses.language import LANGUAGES, Language
from licenses.waiver_applied import apply_baseline
from licenses.waiver_baseline import baseline
from scanner.gate_formats.interface import Compared, Judged, gate_writer
from tests.scanner.gate_formats.test_gate_formats import judged

__all__ = ["judged"]

SCHEMA = json.loads((Path(scanner.gate_formats.__file__).parent / "verdict.schema.json").read_text(encoding="utf-8"))


# members of the standard that sarif-pydantic's model lacks: §3.14.17, §3.20.21, §3.27.23
MISSING_IN_THE_MODEL = {"columnKind", "toolExecutionNotifications", "suppressions"}


def errors(document: object) -> list[str]:
    return [error.message for error in Draft202012Validator(SCHEMA).iter_errors(document)]


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_a_verdict_on_the_whole_fits_the_schema(judged: Judged) -> None:
    assert errors(json.loads(gate_writer("json")(judged))) == []


def test_a_verdict_on_a_change_with_a_baseline_fits_the_schema(judged: Judged) -> None:
    known = baseline("default", [("component-without-licence", "pkg:maven/g/b@1.0", "NONE")])
    change = replace(
        judged, verdict=apply_baseline(judged.verdict, known), compared=Compared("main", "a" * 40, True, 3)
    )

    assert errors(json.loads(gate_writer("json")(change))) == []


def test_the_schema_refuses_what_it_does_not_describe(judged: Judged) -> None:
    document = json.loads(gate_writer("json")(judged))
    document["violations"][0]["severity"] = "shrug"

    assert errors(document) != []


def unknown_members(model: BaseModel) -> Iterator[str]:
    """Members that SARIF 2.1.0 does not have, property bags aside."""
    if type(model).__name__ != "PropertyBag":
        yield from model.model_extra or {}
    for name in type(model).model_fields:
        value = getattr(model, name)
        for inner in value if isinstance(value, list) else [value]:
            if isinstance(inner, BaseModel):
                yield from unknown_members(inner)


@pytest.mark.parametrize("language", LANGUAGES)
def test_sarif_holds_only_what_the_standard_knows(judged: Judged, language: Language) -> None:
    log = Sarif.model_validate_json(gate_writer("sarif")(replace(judged, language=language)))

    assert set(unknown_members(log)) == MISSING_IN_THE_MODEL


def test_every_sarif_rule_explains_itself_in_both_languages(judged: Judged) -> None:
    (run,) = json.loads(gate_writer("sarif")(judged))["runs"]
    rule = next(one for one in run["tool"]["driver"]["rules"] if one["id"] == "copyleft-file-in-other-project")

    assert rule["help"]["text"].count("\n") == 4
    assert "采用" in rule["help"]["text"]
    assert rule["help"]["markdown"].startswith("{subject} is under")


def test_sarif_fingerprints_do_not_move_with_the_lines(judged: Judged) -> None:
    def prints(one: Judged) -> list[str]:
        (run,) = json.loads(gate_writer("sarif")(one))["runs"]
        return [result["partialFingerprints"]["trustpool/v1"] for result in run["results"]]

    moved = tuple(
        replace(v, subject=replace(v.subject, first_line=500, last_line=510)) for v in judged.verdict.violations
    )

    assert prints(replace(judged, verdict=replace(judged.verdict, violations=moved))) == prints(judged)
