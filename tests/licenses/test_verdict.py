from __future__ import annotations

import pytest

from licenses.policy import RulePack, load_pack
from licenses.policy_severity import Severity
from licenses.scenario import Scenario
from licenses.subject import Relation, Subject, SubjectKind, Use
from licenses.verdict import Verdict, evaluate


@pytest.fixture(scope="module")
def default() -> RulePack:
    return load_pack("default")


def project(expression: str) -> Subject:
    return Subject(SubjectKind.PROJECT, "app", expression, first_party=True)


def component(purl: str, expression: str, use: Use = Use.RUNTIME, relation: Relation = Relation.DYNAMIC) -> Subject:
    return Subject(SubjectKind.COMPONENT, purl, expression, use=use, relation=relation)


def file(path: str, expression: str, *, license_text: bool = False) -> Subject:
    return Subject(SubjectKind.FILE, path, expression, relation=Relation.COPIED, license_text=license_text)


def broken(verdict: Verdict) -> list[tuple[str, str, str]]:
    return [(found.rule, found.subject.identity, found.expression) for found in verdict.violations]


@pytest.mark.parametrize(
    "subjects",
    [
        [project("MIT"), component("pkg:pypi/requests@2.32.0", "Apache-2.0")],
        [project("GPL-2.0-or-later"), file("src/main.c", "GPL-2.0-or-later")],
        [project("MIT"), component("pkg:npm/jquery@1.0.0", "GPL-2.0-only OR MIT")],
        [project("Apache-2.0"), component("pkg:pypi/psycopg@3.2", "LGPL-3.0-only")],
        [project("MIT"), component("pkg:npm/tool@1.0.0", "AGPL-3.0-only", Use.DEVELOPMENT, Relation.SEPARATE)],
        [project("MIT"), file("LICENSES/GPL-3.0-only.txt", "GPL-3.0-only", license_text=True)],
        [project("CC-BY-4.0"), file("data/air.csv", "CC-BY-4.0")],
        [project("ODbL-1.0")],
    ],
)
def test_the_default_pack_admits(default: RulePack, subjects: list[Subject]) -> None:
    verdict = evaluate(subjects, default)

    assert not verdict.refused
    assert broken(verdict) == []


@pytest.mark.parametrize(
    ("subjects", "rule", "identity"),
    [
        ([project("")], "project-without-licence", "app"),
        ([project("BUSL-1.1")], "project-licence-not-open", "app"),
        ([project("LicenseRef-Ours")], "project-licence-unknown", "app"),
        (
            [project("MIT"), component("pkg:npm/net@1.0.0", "AGPL-3.0-only")],
            "copyleft-in-other-project",
            "pkg:npm/net@1.0.0",
        ),
        (
            [project("Apache-2.0"), component("pkg:maven/g/a@1.0", "GPL-2.0-only")],
            "copyleft-in-other-project",
            "pkg:maven/g/a@1.0",
        ),
        (
            [project("GPL-2.0-only"), component("pkg:maven/g/b@1.0", "Apache-2.0")],
            "incompatible-component",
            "pkg:maven/g/b@1.0",
        ),
        ([project("MIT"), file("vendor/sort.c", "GPL-2.0-only")], "copyleft-file-in-other-project", "vendor/sort.c"),
    ],
)
def test_the_default_pack_refuses(default: RulePack, subjects: list[Subject], rule: str, identity: str) -> None:
    verdict = evaluate(subjects, default)

    assert verdict.refused
    assert [(found.rule, found.subject.identity) for found in verdict.violations] == [(rule, identity)]


def test_a_component_without_a_licence_is_a_warning(default: RulePack) -> None:
    verdict = evaluate([project("MIT"), component("pkg:pypi/x@1", "")], default)

    assert not verdict.refused
    assert [(found.rule, found.severity) for found in verdict.violations] == [
        ("component-without-licence", Severity.WARN)
    ]


def test_unknown_terms_in_a_file_are_noted_and_never_dropped(default: RulePack) -> None:
    verdict = evaluate([project("MIT"), file("src/a.c", "LicenseRef-scancode-unknown")], default)

    (found,) = verdict.violations
    assert (found.rule, found.severity) == ("unknown-licence-in-file", Severity.NOTE)


def test_the_best_alternative_of_an_or_is_chosen_and_said(default: RulePack) -> None:
    verdict = evaluate([project("MIT"), component("pkg:npm/a@1", "(AGPL-3.0-only OR ISC) AND BSD-3-Clause")], default)

    assert [(choice.subject.identity, choice.chosen) for choice in verdict.choices] == [
        ("pkg:npm/a@1", "ISC AND BSD-3-Clause")
    ]


def test_an_expression_that_cannot_be_read_closes_the_gate_and_says_why(default: RulePack) -> None:
    verdict = evaluate([project("MIT"), component("pkg:npm/a@1", "(MIT")], default)

    assert verdict.refused
    assert [(one.rule, one.reason.english()) for one in verdict.undecided] == [
        ("readable-expression", "a licence expression lacks a closing parenthesis")
    ]


def test_a_verdict_names_pack_scenario_and_outbound_licence(default: RulePack) -> None:
    verdict = evaluate([project("MIT")], default)

    assert (verdict.pack.name, verdict.pack.version, verdict.pack.sha256) == ("default", "1.0.0", default.sha256)
    assert (verdict.scenario, verdict.outbound, verdict.judged) == (Scenario.SOURCE_DISTRIBUTION, "MIT", 1)


def test_messages_speak_both_languages(default: RulePack) -> None:
    (found,) = evaluate([project("MIT"), component("pkg:npm/n@1", "AGPL-3.0-only")], default).violations

    assert found.message.english() == (
        "pkg:npm/n@1 is under AGPL-3.0-only (network copyleft) and becomes part of a work declared as MIT. Whoever "
        "passes the whole on must do so under AGPL-3.0-only, which MIT does not say."
    )
    assert found.message.to("zh").startswith("pkg:npm/n@1 采用 AGPL-3.0-only（")
