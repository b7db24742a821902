from __future__ import annotations

from licenses.advice import Advice, Advised, advise
from licenses.compatibility import Answer
from licenses.subject import Relation, Subject, SubjectKind, Use


def component(purl: str, expression: str, use: Use = Use.RUNTIME) -> Subject:
    return Subject(SubjectKind.COMPONENT, purl, expression, use=use, relation=Relation.DYNAMIC)


def file(path: str, expression: str) -> Subject:
    return Subject(SubjectKind.FILE, path, expression, relation=Relation.COPIED)


def by_candidate(advised: Advised) -> dict[str, Advice]:
    return {one.candidate: one for one in advised.candidates}


def test_permissive_parts_leave_every_usual_licence_open() -> None:
    advice = by_candidate(advise([component("pkg:npm/a@1", "MIT"), file("src/a.js", "ISC")]))

    for candidate in ("MIT", "Apache-2.0", "MulanPSL-2.0", "GPL-2.0-or-later", "AGPL-3.0-or-later"):
        assert advice[candidate].answer is Answer.YES


def test_a_copyleft_package_closes_permissive_licences_and_is_named() -> None:
    gpl = component("pkg:npm/g@1", "GPL-3.0-only")

    advice = by_candidate(advise([gpl, component("pkg:npm/a@1", "MIT")]))

    assert advice["AGPL-3.0-or-later"].answer is Answer.YES
    assert advice["MIT"].answer is Answer.NO
    assert [(one.license, one.subjects) for one in advice["MIT"].obstacles] == [("GPL-3.0-only", (gpl,))]


def test_a_choice_of_licences_is_taken_as_suits_the_candidate() -> None:
    advice = by_candidate(advise([component("pkg:npm/d@1", "GPL-2.0-only OR Apache-2.0")]))

    assert advice["GPL-2.0-only"].answer is Answer.YES
    assert advice["Apache-2.0"].answer is Answer.YES


def test_what_only_tests_the_project_is_left_aside() -> None:
    advice = by_candidate(advise([component("pkg:npm/g@1", "GPL-3.0-only", Use.TEST)]))

    assert advice["MIT"].obstacles == ()


def test_a_package_without_a_licence_is_named_as_not_taken_into_account() -> None:
    bare, odd = component("pkg:npm/n@1", ""), component("pkg:npm/o@1", "(MIT")

    advised = advise([bare, odd])

    assert advised.unlicensed == (bare, odd)
    assert by_candidate(advised)["MIT"].answer is Answer.YES


def test_a_licence_that_nobody_examined_is_for_a_person_to_read() -> None:
    (obstacle,) = by_candidate(advise([file("src/NeuQuant.java", "Xfig")]))["MIT"].obstacles

    assert (obstacle.answer, obstacle.license) == (Answer.CHECK, "Xfig")


def test_documents_under_a_content_licence_do_not_bind_the_code_beside_them() -> None:
    advice = by_candidate(advise([file("docs/guide.md", "CC-BY-SA-4.0"), file("src/a.c", "MIT")]))

    assert advice["MIT"].answer is Answer.YES


def test_share_alike_data_decides_the_licence_of_a_data_set() -> None:
    advice = by_candidate(advise([file("stops.csv", "ODbL-1.0")]))

    assert advice["ODbL-1.0"].answer is Answer.YES
    assert advice["CC-BY-4.0"].answer is Answer.NO


def test_possible_licences_come_first() -> None:
    answers = [one.answer for one in advise([component("pkg:npm/g@1", "GPL-2.0-only")]).candidates]

    assert answers == sorted(answers, key=[Answer.YES, Answer.CHECK, Answer.UNKNOWN, Answer.NO].index)
