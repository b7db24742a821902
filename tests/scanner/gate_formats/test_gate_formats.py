from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest

from licenses.policy import load_pack
from licenses.subject import Relation, Subject, SubjectKind
from licenses.verdict import evaluate
from licenses.waiver import Waiver
from licenses.waiver_applied import apply_waivers
from scanner import gate_formats as gate_formats_folder
from scanner.gate_formats.interface import Judged, gate_formats, gate_writer

SCHEMA = Path(gate_formats_folder.__file__).parent / "verdict.schema.json"
SUBJECTS = [
    Subject(SubjectKind.PROJECT, "parcel-labels", "Apache-2.0", path="pom.xml"),
    Subject(
        SubjectKind.FILE,
        "src/标签 1.java",
        "GPL-2.0-only",
        relation=Relation.COPIED,
        path="src/标签 1.java",
        first_line=3,
        last_line=9,
    ),
    Subject(SubjectKind.COMPONENT, "pkg:maven/g/a@1.0", "AGPL-3.0-only", path="pom.xml", first_line=21),
    Subject(SubjectKind.COMPONENT, "pkg:maven/g/b@1.0", "", path="pom.xml", first_line=30),
    Subject(SubjectKind.COMPONENT, "pkg:maven/g/c@1.0", "(MIT"),
]
WAIVERS = [
    Waiver("copyleft-in-other-project", "pkg:maven/g/a@*", "runs apart", "Li Lei", date(2027, 1, 1)),
    Waiver("copyleft-file-in-other-project", "src/*", "to be rewritten", "Li Lei", date(2026, 1, 1), origin="w.yaml:2"),
]


@pytest.fixture
def judged() -> Judged:
    pack = load_pack("default")
    verdict = apply_waivers(evaluate(SUBJECTS, pack), WAIVERS, date(2026, 11, 24))
    return Judged("parcel-labels", verdict, pack, "en", "0.1.0")


def test_every_form_in_the_folder_can_be_written(judged: Judged) -> None:
    assert gate_formats() == ("github", "gitlab", "json", "junit", "sarif", "text")
    assert all(gate_writer(name)(judged) for name in gate_formats())


@pytest.mark.parametrize("name", gate_formats())
def test_equal_verdicts_give_equal_bytes(name: str, judged: Judged) -> None:
    assert gate_writer(name)(judged) == gate_writer(name)(judged)


def test_an_unknown_form_has_no_writer() -> None:
    with pytest.raises(KeyError):
        gate_writer("papyrus")


def test_json_holds_the_whole_verdict_in_both_languages(judged: Judged) -> None:
    document = json.loads(gate_writer("json")(judged))

    assert (document["refused"], document["outbound"], document["judged"]) == (True, "Apache-2.0", 5)
    assert [(one["rule"], one["subject"]["identity"]) for one in document["violations"]] == [
        ("copyleft-file-in-other-project", "src/标签 1.java"),
        ("component-without-licence", "pkg:maven/g/b@1.0"),
    ]
    assert document["violations"][0]["message"]["zh"].startswith("src/标签 1.java 采用 GPL-2.0-only")
    assert [one["waiver"]["reason"] for one in document["lifted"]] == ["runs apart"]
    assert [one["rule"] for one in document["expired_waivers"]] == ["copyleft-file-in-other-project"]
    assert [one["rule"] for one in document["undecided"]] == ["readable-expression"]


@pytest.mark.parametrize("pack", ["default", "pool-admission", "strong-copyleft"])
def test_json_follows_its_published_schema(pack: str) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    chosen = load_pack(pack)
    verdict = apply_waivers(evaluate(SUBJECTS, chosen), WAIVERS, date(2026, 11, 24))
    document = json.loads(gate_writer("json")(Judged("p", verdict, chosen, "en", "0.1.0", ("docs/**",))))

    jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker()).validate(document)


def test_sarif_results_point_at_files_and_suppress_what_is_waived(judged: Judged) -> None:
    (run,) = json.loads(gate_writer("sarif")(judged))["runs"]
    results = {result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"]: result for result in run["results"]}

    file = results["src/标签 1.java"]
    assert (file["level"], file["kind"]) == ("error", "fail")
    assert file["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "src/%E6%A0%87%E7%AD%BE%201.java", "uriBaseId": "SRCROOT"},
        "region": {"startLine": 3, "endLine": 9},
    }
    rules = run["tool"]["driver"]["rules"]
    assert rules[file["ruleIndex"]]["id"] == file["ruleId"]
    assert {rule["id"] for rule in rules} >= {"readable-expression"}  # which no pack holds
    assert all(rule["name"] and rule["fullDescription"]["text"] and rule["help"]["markdown"] for rule in rules)
    assert (
        results["pkg:maven/g/a@1.0"]["suppressions"][0]["justification"]
        == "waived by Li Lei until 2027-01-01: runs apart"
    )
    assert results["pkg:maven/g/c@1.0"]["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": ".", "uriBaseId": "SRCROOT"},
        "region": {"startLine": 1, "endLine": 1},
    }
    assert "EXPIRED" in run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"]


def many(number: int) -> Judged:
    """A verdict with that many refusals, and a warning."""
    files = [
        Subject(SubjectKind.FILE, f"{place}.c", "GPL-2.0-only", path=f"{place}.c", relation=Relation.COPIED)
        for place in range(number)
    ]
    pack = load_pack("default")
    return Judged("p", evaluate([*SUBJECTS[:1], SUBJECTS[3], *files], pack), pack, "en", "0.1.0")


def test_sarif_holds_no_more_than_github_takes_the_gravest_first_and_says_so() -> None:
    written = gate_writer("sarif")(many(25_005))

    (run,) = json.loads(written)["runs"]
    assert len(run["results"]) == 25_000
    assert {result["level"] for result in run["results"]} == {"error"}
    notes = [note["message"]["text"] for note in run["invocations"][0]["toolExecutionNotifications"]]
    assert notes == ["6 findings are left out here; the other forms hold all"]
    assert len(gzip.compress(written.encode())) < 10_000_000


def test_github_is_told_when_it_will_not_mark_all() -> None:
    lines = gate_writer("github")(many(11)).splitlines()

    assert len(lines) == 13
    assert lines[-1].startswith("trustpool: 12 findings (11 × error, 1 × warning). GitHub marks the first 10")


def test_junit_counts_failures_errors_and_skips(judged: Judged) -> None:
    root = ElementTree.fromstring(gate_writer("junit")(judged))  # noqa: S314  our own bytes

    assert (root.get("failures"), root.get("errors")) == ("2", "1")
    assert sum(int(suite.get("skipped", "")) for suite in root) == len(root.findall(".//skipped")) == 1
    assert int(root.get("tests", "0")) == len(root.findall(".//testcase"))
    failure, late = root.findall(".//failure/..")
    assert late.get("name") == "copyleft-file-in-other-project / src/*"
    assert failure.get("name") == "src/标签 1.java (GPL-2.0-only)"
    assert (failure.findtext("failure") or "").startswith("src/标签 1.java:3\nRemove or rewrite")
    assert {name for case in root.iter("testcase") for name in case.attrib} == {"classname", "name"}  # junit-10.xsd
    assert "locked-device" in {suite.get("name") for suite in root.findall("testsuite")}


def test_github_gets_an_annotation_a_finding_at_its_lines(judged: Judged) -> None:
    lines = gate_writer("github")(judged).splitlines()

    assert lines[0].startswith(
        "::error file=src/标签 1.java,line=3,endLine=9,title=trustpool copyleft-file-in-other-project::"
    )
    assert [line.split(" ")[0] for line in lines] == ["::error", "::error", "::warning", "::error"]


def test_gitlab_gets_unique_fingerprints_and_a_place_for_each_issue(judged: Judged) -> None:
    issues = json.loads(gate_writer("gitlab")(judged))

    assert [(issue["check_name"], issue["severity"], issue["location"]) for issue in issues] == [
        ("copyleft-file-in-other-project", "critical", {"path": "src/标签 1.java", "lines": {"begin": 3}}),
        ("readable-expression", "critical", {"path": ".", "lines": {"begin": 1}}),
        ("component-without-licence", "minor", {"path": "pom.xml", "lines": {"begin": 30}}),
        ("expired-waiver", "critical", {"path": "w.yaml", "lines": {"begin": 2}}),
    ]
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)


def test_text_says_what_who_and_what_next(judged: Judged) -> None:
    written = gate_writer("text")(judged)

    assert written.splitlines()[0] == "parcel-labels is refused by the rule pack default 1.0.0 (source distribution)"
    assert "  src/标签 1.java:3 is under GPL-2.0-only (strong copyleft)" in written
    assert "  → Remove or rewrite the file, or declare GPL-2.0-only for the project too;" in written
    assert "A WAIVER HAS EXPIRED on 2026-01-01" in written
    assert "[copyleft-in-other-project] waived by Li Lei until 2027-01-01: runs apart" in written


@pytest.mark.parametrize(
    ("everything", "listed", "last"), [(False, 5, "… and 2 more; --all lists them"), (True, 7, "")]
)
def test_text_says_once_what_holds_of_many(everything: bool, listed: int, last: str) -> None:
    pack = load_pack("default")
    subjects = [
        Subject(SubjectKind.COMPONENT, f"pkg:cargo/{n}@1", "", path="Cargo.lock", first_line=n) for n in range(7)
    ]
    verdict = evaluate([Subject(SubjectKind.PROJECT, "p", "MIT"), *subjects], pack)

    lines = gate_writer("text")(Judged("p", verdict, pack, "en", "0.1.0", everything=everything)).splitlines()

    assert lines[1] == "found: 7 × warning"
    assert lines[3:6] == [
        "warning [component-without-licence] × 7",
        "  No licence is known for …",
        "    pkg:cargo/0@1 (Cargo.lock)",
    ]
    assert sum(line.startswith("    pkg:cargo/") for line in lines) == listed
    assert [line.strip() for line in lines if "--all" in line] == ([last] if last else [])


HOSTILE = "a\n::error::owned]]>&<x>\x00\x1b%0A,b:c"


@pytest.mark.parametrize("name", gate_formats())
def test_names_from_scanned_code_cannot_leave_their_place(name: str) -> None:
    pack = load_pack("default")
    subject = Subject(SubjectKind.FILE, HOSTILE, "GPL-2.0-only", relation=Relation.COPIED, path=HOSTILE, first_line=1)
    verdict = evaluate([Subject(SubjectKind.PROJECT, "p", "MIT"), subject], pack)
    written = gate_writer(name)(Judged("p", verdict, pack, "zh", "0.1.0"))

    match name:
        case "junit":
            (failure,) = ElementTree.fromstring(written).findall(".//failure/..")  # noqa: S314  our own bytes
            shown = HOSTILE.replace("\x00", "\ufffd").replace("\x1b", "\ufffd")
            assert (failure.findtext("failure") or "").startswith(f"{shown}:1\n")
        case "github":
            assert len(written.splitlines()) == 1
        case "sarif":
            (result,) = json.loads(written)["runs"][0]["results"]
            uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
            assert uri == "a%0A%3A%3Aerror%3A%3Aowned%5D%5D%3E%26%3Cx%3E%00%1B%250A%2Cb%3Ac"
        case "text":
            assert "a\\x0a::error::owned]]>&<x>\\x00\\x1b%0A,b:c" in written
            assert "\x1b" not in written
        case _:
            assert json.loads(written)
