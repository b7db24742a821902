"""Each shipped pack refuses and admits the right projects, scenario by scenario."""

from __future__ import annotations

import pytest

from licenses.policy import load_pack
from licenses.policy_severity import Severity
from licenses.scenario import Scenario
from licenses.subject import Relation, Subject, SubjectKind, Use
from licenses.verdict import evaluate


def project(expression: str) -> Subject:
    return Subject(SubjectKind.PROJECT, "project", expression, first_party=True)


def component(purl: str, expression: str, relation: Relation = Relation.DYNAMIC, use: Use = Use.RUNTIME) -> Subject:
    return Subject(SubjectKind.COMPONENT, purl, expression, use=use, relation=relation)


def file(path: str, expression: str, use: Use = Use.RUNTIME) -> Subject:
    return Subject(SubjectKind.FILE, path, expression, use=use, relation=Relation.COPIED)


PROJECTS: dict[str, list[Subject]] = {
    "python library": [project("MIT"), component("pkg:pypi/attrs@25.1.0", "MIT")],
    "library on lgpl": [project("Apache-2.0"), component("pkg:pypi/psycopg@3.2", "LGPL-3.0-only")],
    "c tool": [project("GPL-2.0-or-later"), file("main.c", "GPL-2.0-or-later"), file("sort.c", "ISC")],
    "npm application": [project("MIT"), component("pkg:npm/mupdf@1.3.0", "AGPL-3.0-or-later")],
    "maven service": [project("Apache-2.0"), file("src/Code128.java", "GPL-2.0-only")],
    "go module": [project("BSD-3-Clause"), file("vendor/bits.go", "MPL-2.0")],
    "data set": [project("ODbL-1.0"), file("data/stops.csv", "ODbL-1.0"), file("tools/check.py", "MIT")],
    "mixed data set": [project("CC-BY-4.0"), file("data/stops.csv", "ODbL-1.0")],
    "model": [project("CC-BY-NC-4.0"), file("model.py", "Apache-2.0")],
    "derived model": [
        project("Apache-2.0"),
        component("pkg:huggingface/llama@3.1", "LicenseRef-scancode-llama-3.1-license-2024", Relation.DATA),
    ],
    "hosted search": [project("MIT"), component("pkg:maven/search@8.0", "Elastic-2.0")],
    "bare component": [project("MIT"), component("pkg:pypi/six@1.17.0", "")],
    "strange terms": [project("MIT"), component("pkg:npm/odd@1.0.0", "LicenseRef-odd")],
}

# pack -> project -> the rules that refuse it in the pack's own scenario; a project that is not named is admitted
REFUSED: dict[str, dict[str, set[str]]] = {
    "default": {
        "npm application": {"copyleft-in-other-project"},
        "maven service": {"copyleft-file-in-other-project"},
        "hosted search": {"component-not-open"},
    },
    "permissive": {
        "c tool": {"project-not-permissive", "copyleft-file"},
        "npm application": {"copyleft-in-other-project"},
        "maven service": {"copyleft-file-in-other-project"},
        "go module": {"copyleft-file"},
        "data set": {"project-not-permissive"},
        "mixed data set": {"project-not-permissive"},
        "model": {"project-not-permissive"},
        "hosted search": {"component-not-open"},
    },
    "weak-copyleft": {
        "c tool": {"project-too-strict"},
        "npm application": {"copyleft-in-other-project"},
        "maven service": {"copyleft-file-in-other-project"},
        "hosted search": {"component-not-open"},
    },
    "strong-copyleft": {
        name: {"project-not-copyleft", *more}
        for name, more in {
            "python library": set[str](),
            "library on lgpl": set[str](),
            "npm application": {"copyleft-in-other-project"},
            "maven service": {"copyleft-file-in-other-project"},
            "go module": set[str](),
            "data set": set[str](),
            "mixed data set": set[str](),
            "model": set[str](),
            "derived model": set[str](),
            "hosted search": {"component-not-open"},
            "bare component": set[str](),
            "strange terms": set[str](),
        }.items()
    },
    "network-service": {
        "npm application": {"network-copyleft-in-service"},
        "model": {"hosting-forbidden"},
        "hosted search": {"hosting-forbidden"},
    },
    "public-data": {
        "npm application": {"copyleft-in-other-project"},
        "maven service": {"copyleft-file-in-other-project"},
        "mixed data set": {"share-alike-decides"},
        "model": {"project-restricts-use"},
        "derived model": {"source-not-open"},
        "hosted search": {"component-not-open"},
    },
    "ai-model": {
        "npm application": {"copyleft-in-other-project"},
        "maven service": {"copyleft-file-in-other-project"},
        "model": {"noncommercial-material"},
        "hosted search": {"component-not-open"},
    },
    "pool-admission": {
        "npm application": {"copyleft-in-other-project"},
        "maven service": {"copyleft-file-in-other-project"},
        "model": {"project-restricts-use"},
        "hosted search": {"component-not-open"},
        "strange terms": {"component-licence-unknown"},
    },
}


@pytest.mark.parametrize("name", PROJECTS)
@pytest.mark.parametrize("pack", REFUSED)
def test_a_pack_refuses_exactly_what_it_should(pack: str, name: str) -> None:
    verdict = evaluate(PROJECTS[name], load_pack(pack))

    refusing = {found.rule for found in verdict.violations if found.severity is Severity.REFUSE}
    assert refusing == REFUSED[pack].get(name, set())
    assert verdict.refused is bool(refusing)


# project -> the scenarios in which the default pack refuses it
BY_SCENARIO: dict[str, set[Scenario]] = {
    "npm application": set(Scenario) - {Scenario.INTERNAL_USE},
    "maven service": set(Scenario) - {Scenario.INTERNAL_USE, Scenario.NETWORK_SERVICE},
    "hosted search": set(Scenario) - {Scenario.INTERNAL_USE, Scenario.NETWORK_SERVICE},
    "bare component": {Scenario.GOVERNMENT_PROCUREMENT},
    "python library": set(),
}


@pytest.mark.parametrize("scenario", Scenario)
@pytest.mark.parametrize("name", BY_SCENARIO)
def test_the_same_project_passes_one_scenario_and_fails_another(name: str, scenario: Scenario) -> None:
    assert evaluate(PROJECTS[name], load_pack("default"), scenario).refused is (scenario in BY_SCENARIO[name])


def test_a_locked_device_is_warned_about_gpl_version_3() -> None:
    subjects = [project("GPL-3.0-only"), component("pkg:generic/bash@5.2", "GPL-3.0-or-later", Relation.SEPARATE)]

    verdict = evaluate(subjects, load_pack("default"), Scenario.EMBEDDED_DEVICE)

    assert [(found.rule, found.subject.identity) for found in verdict.violations] == [
        ("locked-device", "pkg:generic/bash@5.2")
    ]


def test_facts_that_nobody_looked_up_are_listed_as_not_decided() -> None:
    verdict = evaluate(PROJECTS["python library"], load_pack("pool-admission"))

    assert {(one.rule, one.reason.english()) for one in verdict.undecided} == {
        ("edited-licence-text", "it holds no licence text whose words could be compared"),
        (
            "known-vulnerability",
            "nobody looked for known vulnerabilities of this package and version; --advisories does",
        ),
        ("no-copyright-statement", "nobody looked for its copyright statements"),
        ("origin-not-verified", "it is not known whether its content can be held against its origin"),
    }
    assert not verdict.refused
