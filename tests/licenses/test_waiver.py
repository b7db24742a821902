from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from licenses.errors import InputUnreadable
from licenses.policy import load_pack
from licenses.scenario import Scenario
from licenses.subject import Subject, SubjectKind
from licenses.verdict import Verdict, evaluate
from licenses.waiver import Waiver, read_waivers
from licenses.waiver_applied import apply_baseline, apply_waivers
from licenses.waiver_baseline import baseline, read_baseline, versionless, write_baseline
from licenses.yaml_lines import BadDocument

TODAY = date(2026, 11, 24)
RULE = "copyleft-in-other-project"


@pytest.fixture(scope="module")
def refused() -> Verdict:
    subjects = [
        Subject(SubjectKind.PROJECT, "app", "MIT"),
        Subject(SubjectKind.COMPONENT, "pkg:npm/mupdf@1.3.0", "AGPL-3.0-or-later"),
    ]
    return evaluate(subjects, load_pack("default"))


def waiver(subject: str = "pkg:npm/mupdf@*", expires: date = date(2027, 1, 1), **more: object) -> Waiver:
    return Waiver(RULE, subject, "run as its own process", "Li Lei", expires, **more)  # type: ignore[arg-type]


def test_a_waiver_in_force_lifts_what_it_covers_and_stays_visible(refused: Verdict) -> None:
    verdict = apply_waivers(refused, [waiver()], TODAY)

    assert not verdict.refused
    assert verdict.violations == ()
    assert [(lifted.violation.rule, lifted.waiver and lifted.waiver.reason) for lifted in verdict.lifted] == [
        (RULE, "run as its own process")
    ]


def test_a_waiver_holds_through_its_last_day_and_then_expires_loudly(refused: Verdict) -> None:
    ends_today = waiver(expires=TODAY)
    ended = waiver(expires=date(2026, 11, 23))

    assert not apply_waivers(refused, [ends_today], TODAY).refused
    verdict = apply_waivers(refused, [ended], TODAY)
    assert verdict.refused
    assert verdict.expired == (ended,)


@pytest.mark.parametrize(
    "other",
    [
        waiver("pkg:npm/other@*"),
        waiver(expression="AGPL-3.0-only"),
        waiver(pack="permissive"),
        waiver(scenarios=frozenset({Scenario.INTERNAL_USE})),
    ],
)
def test_a_waiver_for_something_else_lifts_nothing(refused: Verdict, other: Waiver) -> None:
    assert apply_waivers(refused, [other], TODAY).refused


def test_a_waiver_that_covers_nothing_is_named_so_that_it_can_be_removed(refused: Verdict) -> None:
    idle = waiver("pkg:npm/other@*")

    assert apply_waivers(refused, [waiver(), idle], TODAY).idle == (idle,)


def test_a_waiver_lifts_an_open_question_for_its_subject_only() -> None:
    subjects = [Subject(SubjectKind.COMPONENT, f"pkg:npm/{name}@1", "(MIT") for name in ("a", "b")]
    verdict = evaluate([Subject(SubjectKind.PROJECT, "app", "MIT"), *subjects], load_pack("default"))

    after = apply_waivers(verdict, [Waiver("readable-expression", "pkg:npm/a@1", "read by hand", "Li", TODAY)], TODAY)

    assert [[subject.identity for subject in one.subjects] for one in after.undecided] == [["pkg:npm/b@1"]]
    assert after.refused


FILE = """\
waivers:
  - rule: copyleft-in-other-project
    subject: pkg:npm/mupdf@*
    expression: agpl-3.0-plus
    reason: Run as its own process, see docs/decisions/7.
    author: Li Lei <lilei@example.cn>
    expires: 2027-01-31
"""


def test_waivers_are_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "waivers.yaml"
    path.write_text(FILE, encoding="utf-8")

    assert read_waivers(path) == (
        Waiver(
            rule="copyleft-in-other-project",
            subject="pkg:npm/mupdf@*",
            expression="AGPL-3.0-or-later",
            reason="Run as its own process, see docs/decisions/7.",
            author="Li Lei <lilei@example.cn>",
            expires=date(2027, 1, 31),
            origin=f"{path}:2",
        ),
    )


@pytest.mark.parametrize(
    ("wrong", "line", "what"),
    [
        (FILE.replace("    expires: 2027-01-31\n", ""), 2, "the key expires is missing"),
        (FILE.replace("2027-01-31", "never"), 7, "a date like 2027-01-31 belongs here, not never"),
        (
            FILE.replace("pkg:npm/mupdf@*", '"**"'),
            3,
            "a waiver for everything is no waiver: name the path, package or project",
        ),
    ],
)
def test_a_wrong_waiver_is_refused_at_its_line(tmp_path: Path, wrong: str, line: int, what: str) -> None:
    path = tmp_path / "waivers.yaml"
    path.write_text(wrong, encoding="utf-8")

    with pytest.raises(BadDocument) as refusal:
        read_waivers(path)

    assert (refusal.value.what.english(), refusal.value.where) == (what, f"{path}:{line}")


def test_a_baseline_lifts_what_was_there_and_survives_an_upgrade(refused: Verdict, tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    old = baseline("default", [(RULE, "pkg:npm/mupdf@1.2.0", "AGPL-3.0-or-later")])
    path.write_text(write_baseline(old), encoding="utf-8")

    verdict = apply_baseline(refused, read_baseline(path))

    assert not verdict.refused
    assert [lifted.violation.rule for lifted in verdict.lifted] == [RULE]


def test_what_a_baseline_does_not_know_is_still_refused(refused: Verdict) -> None:
    assert apply_baseline(refused, baseline("default", [(RULE, "pkg:npm/else@1.0.0", "AGPL-3.0-or-later")])).refused


def test_a_baseline_holds_open_questions_and_a_graver_or_new_one_is_refused(tmp_path: Path) -> None:
    unreadable = [Subject(SubjectKind.COMPONENT, purl, "(MIT") for purl in ("pkg:npm/a@1", "pkg:npm/b@1")]
    asked = evaluate(unreadable, load_pack("default"))
    (question,) = asked.undecided
    path = tmp_path / "baseline.json"
    known = baseline("default", [], [(question.rule, "pkg:npm/a@0.9", "(MIT", "refuse")])
    path.write_text(write_baseline(known), encoding="utf-8")

    verdict = apply_baseline(asked, read_baseline(path))

    assert (verdict.refused, [one.identity for one in verdict.undecided[0].subjects]) == (True, ["pkg:npm/b@1"])
    assert [lifted.violation.rule for lifted in verdict.lifted] == [question.rule]
    milder = baseline("default", [], [(question.rule, "pkg:npm/a@1", "(MIT", "warn")])
    assert len(apply_baseline(asked, milder).undecided[0].subjects) == 2


@pytest.mark.parametrize("content", ["", "{}", "[1]", '{"format": "other", "pack": "x", "violations": []}'])
def test_a_damaged_baseline_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "baseline.json"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(InputUnreadable, match="the baseline cannot be read"):
        read_baseline(path)


@pytest.mark.parametrize(
    ("identity", "expected"),
    [
        ("pkg:npm/%40scope/name@1.0.0", "pkg:npm/%40scope/name"),
        ("pkg:maven/g/a@1.0?type=jar", "pkg:maven/g/a"),
        ("pkg:npm/name", "pkg:npm/name"),
        ("src/a@b.c", "src/a@b.c"),
    ],
)
def test_a_component_is_remembered_without_its_version(identity: str, expected: str) -> None:
    assert versionless(identity) == expected
