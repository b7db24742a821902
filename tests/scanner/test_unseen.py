"""What the scan could not look at is an open question for the gate."""

from __future__ import annotations

import pytest

from licenses.language import text
from licenses.policy import load_pack
from licenses.policy_severity import Severity
from licenses.subject import Subject, SubjectKind
from licenses.verdict import Verdict, evaluate
from scanner.problem import Problem
from scanner.unseen import RULE, with_unseen

MESSAGE = text("cannot be read: {reason}", reason="because")


def clean() -> Verdict:
    return evaluate([Subject(SubjectKind.PROJECT, "p", "MIT", declared="MIT", path="LICENSE")], load_pack("default"))


@pytest.mark.parametrize(
    ("code", "refused"),
    [
        ("blob-unreadable", True),
        ("folder-unreadable", True),
        ("name-malformed", True),
        ("parser-defect", True),
        ("problems-not-listed", True),
        ("manifest-malformed", True),
        ("manifest-too-many", True),
        ("file-submodule", False),
        ("file-lfs-pointer", False),
    ],
)
def test_content_that_nobody_read_closes_the_gate_and_content_read_in_part_is_said(code: str, refused: bool) -> None:
    verdict = with_unseen(clean(), [Problem(code, "src/a.c", MESSAGE, 7)])

    (question,) = verdict.undecided
    (subject,) = question.subjects
    assert (verdict.refused, question.rule, question.reason) == (refused, RULE, MESSAGE)
    assert (subject.path, subject.first_line) == ("src/a.c", 7)


def test_what_hides_nothing_is_no_question() -> None:
    verdict = with_unseen(clean(), [Problem("license-disagreement", "setup.py", MESSAGE)])

    assert (verdict.undecided, verdict.refused) == ((), False)


def test_files_with_the_same_trouble_are_one_question() -> None:
    verdict = with_unseen(clean(), [Problem("blob-unreadable", path, MESSAGE) for path in ("a", "b")])

    assert [[one.identity for one in question.subjects] for question in verdict.undecided] == [["a", "b"]]


@pytest.mark.parametrize("folder", ["tests/fixtures", "examples/shop", "src/main/resources/templates/gen"])
def test_manifests_of_tests_examples_and_templates_leave_the_gate_open(folder: str) -> None:
    verdict = with_unseen(clean(), [Problem("manifest-malformed", f"{folder}/pom.xml", MESSAGE)])

    assert (verdict.refused, [one.severity for one in verdict.undecided]) == (False, [Severity.WARN])
