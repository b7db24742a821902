from __future__ import annotations

from licenses.checklist import Owner, checklist, checklist_as_markdown
from licenses.obligations import Duty
from licenses.scenario import Scenario
from licenses.subject import Relation, Subject, SubjectKind, Use

SUBJECTS = (
    Subject(SubjectKind.PROJECT, "app", "MIT"),
    Subject(SubjectKind.COMPONENT, "pkg:npm/b@1", "MIT"),
    Subject(SubjectKind.COMPONENT, "pkg:npm/a@1", "MIT"),
    Subject(SubjectKind.COMPONENT, "pkg:npm/g@1", "AGPL-3.0-only"),
    Subject(SubjectKind.COMPONENT, "pkg:npm/t@1", "GPL-2.0-only", use=Use.TEST),
    Subject(SubjectKind.COMPONENT, "pkg:npm/m@1", "Multics"),
    Subject(SubjectKind.FILE, "lib/z.c", "Zlib", relation=Relation.COPIED),
)


def test_each_duty_names_its_section_and_what_is_under_it() -> None:
    found = {item.duty: item for item in checklist(SUBJECTS, Scenario.BINARY_DISTRIBUTION).items}

    assert [(one.license, one.section, one.subjects) for one in found[Duty.INCLUDE_LICENSE].sources] == [
        ("AGPL-3.0-only", "4", ("pkg:npm/g@1",)),
        ("MIT", "paragraph 2", ("pkg:npm/a@1", "pkg:npm/b@1")),
    ]
    assert found[Duty.DISCLOSE_SOURCE].owner is Owner.RELEASE
    assert found[Duty.INCLUDE_LICENSE].met_by is not None
    assert found[Duty.STATE_CHANGES].met_by is None


def test_a_service_owes_what_a_distribution_does_not() -> None:
    service = {item.duty for item in checklist(SUBJECTS, Scenario.NETWORK_SERVICE).items}
    binary = {item.duty for item in checklist(SUBJECTS, Scenario.BINARY_DISTRIBUTION).items}

    assert Duty.NETWORK_SOURCE in service
    assert Duty.NETWORK_SOURCE not in binary
    assert Duty.DISCLOSE_SOURCE not in service


def test_licences_that_nobody_examined_are_left_to_a_person() -> None:
    assert [one.license for one in checklist(SUBJECTS, Scenario.INTERNAL_USE).unexamined] == ["Multics"]


def test_the_list_is_written_in_both_languages() -> None:
    found = checklist(SUBJECTS, Scenario.BINARY_DISTRIBUTION)

    english, chinese = checklist_as_markdown(found, "en"), checklist_as_markdown(found, "zh")
    assert english.startswith("# Compliance checklist: binary distribution\n")
    assert "  - MIT (paragraph 2): pkg:npm/a@1, pkg:npm/b@1" in english
    assert english.count("- [") == chinese.count("- [")


def test_long_lists_are_counted() -> None:
    many = [Subject(SubjectKind.COMPONENT, f"pkg:npm/p{number:02}@1", "MIT") for number in range(25)]

    assert "pkg:npm/p19@1 and 5 more" in checklist_as_markdown(checklist(many, Scenario.BINARY_DISTRIBUTION), "en")
