from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest

from licenses.checklist import Checklist, Owner, Taken, checklist
from licenses.checklist_html import checklist_as_html
from licenses.checklist_markdown import checklist_as_markdown
from licenses.checklist_text import checklist_as_text
from licenses.columns import WIDTH, columns
from licenses.language import LANGUAGES, Language
from licenses.obligations import Duty, tasks
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


def test_notices_in_the_interface_of_a_service_are_asked_by_licences_that_cover_network_use() -> None:
    both = [Subject(SubjectKind.COMPONENT, f"pkg:npm/{name}@1", f"{name}-only") for name in ("GPL-2.0", "AGPL-3.0")]

    found = {item.duty: item for item in checklist((SUBJECTS[0], *both), Scenario.NETWORK_SERVICE).items}

    assert [one.license for one in found[Duty.DISPLAY_NOTICE].sources] == ["AGPL-3.0-only"]


def test_licences_that_nobody_examined_are_left_to_a_person() -> None:
    assert [one.license for one in checklist(SUBJECTS, Scenario.INTERNAL_USE).unexamined] == ["Multics"]


def test_the_list_is_written_in_both_languages() -> None:
    found = checklist(SUBJECTS, Scenario.BINARY_DISTRIBUTION)

    english, chinese = checklist_as_markdown(found, "en"), checklist_as_markdown(found, "zh")
    assert english.startswith("# Compliance checklist of app: binary distribution\n")
    assert "  - MIT (paragraph 2): pkg:npm/a@1, pkg:npm/b@1" in english
    assert english.count("- [") == chinese.count("- [")


def test_long_lists_are_counted() -> None:
    many = [Subject(SubjectKind.COMPONENT, f"pkg:npm/p{number:02}@1", "MIT") for number in range(25)]

    assert "pkg:npm/p19@1 and 5 more" in checklist_as_markdown(checklist(many, Scenario.BINARY_DISTRIBUTION), "en")


def test_of_an_alternative_only_what_was_taken_is_due_and_the_choice_is_said() -> None:
    either = Subject(SubjectKind.FILE, "lzf.c", "GPL-2.0-or-later OR BSD-2-Clause", relation=Relation.COPIED)

    found = checklist((SUBJECTS[0], either), Scenario.BINARY_DISTRIBUTION)

    assert {one.license for item in found.items for one in item.sources} == {"BSD-2-Clause"}
    assert found.choices == (Taken("GPL-2.0-or-later OR BSD-2-Clause", "BSD-2-Clause"),)


def test_what_an_exception_leaves_is_stated_where_the_whole_duty_is() -> None:
    script = Subject(SubjectKind.FILE, "config.guess", "GPL-3.0-or-later WITH Autoconf-exception-generic-3.0")

    found = {item.duty: item for item in checklist((SUBJECTS[0], script), Scenario.BINARY_DISTRIBUTION).items}

    assert [one.section for one in found[Duty.DISCLOSE_SOURCE_OF_FILES].sources] == ["6"]


@pytest.mark.parametrize("write", [checklist_as_text, checklist_as_markdown, checklist_as_html])
def test_every_form_holds_every_task_with_its_section_and_files(write: Callable[[Checklist, Language], str]) -> None:
    found = checklist(SUBJECTS, Scenario.BINARY_DISTRIBUTION)

    for language in LANGUAGES:
        words = " ".join(unescape(re.sub("<[^>]*>", "", write(found, language))).split())
        assert all(tasks()[item.duty].label.to(language) in words for item in found.items)
        assert ("（第 4 条）" if language == "zh" else "AGPL-3.0-only (§ 4)") in words
        assert "pkg:npm/a@1, pkg:npm/b@1" in words


def test_a_page_has_a_line_to_sign_for_what_a_person_must_do() -> None:
    found = checklist(SUBJECTS, Scenario.BINARY_DISTRIBUTION)

    written = checklist_as_html(found, "en")

    open_tasks = sum(item.met_by is None for item in found.items) + 1  # and the licence that nobody examined
    assert written.count("☐") == written.count("Done by, on:") == open_tasks


def test_names_from_the_code_cannot_become_markup() -> None:
    hostile = Subject(SubjectKind.FILE, "<script>*x*</script>", "Zlib", relation=Relation.COPIED)

    found = checklist((SUBJECTS[0], hostile), Scenario.BINARY_DISTRIBUTION)

    assert "<script>" not in checklist_as_html(found, "en")
    assert "\\<script\\>\\*x\\*" in checklist_as_markdown(found, "en")


def test_text_keeps_to_its_columns_in_both_languages() -> None:
    found = checklist(SUBJECTS, Scenario.BINARY_DISTRIBUTION)

    for language in LANGUAGES:
        assert max(columns(line) for line in checklist_as_text(found, language).splitlines()) <= WIDTH


def test_a_project_that_owes_nothing_is_told_so() -> None:
    assert "Nothing is due" in checklist_as_text(checklist(SUBJECTS[:1], Scenario.INTERNAL_USE), "en")
