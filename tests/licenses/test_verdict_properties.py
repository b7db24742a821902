from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from licenses.policy import load_pack
from licenses.policy_severity import Severity
from licenses.subject import Relation, Subject, SubjectKind, Use
from licenses.verdict import evaluate
from licenses.yaml_lines import BadDocument, parse_document

LICENSES = st.sampled_from(
    [
        "MIT",
        "ISC",
        "Apache-2.0",
        "MPL-2.0",
        "LGPL-2.1-only",
        "GPL-2.0-only",
        "AGPL-3.0-only",
        "BUSL-1.1",
        "LicenseRef-x",
    ]
)
OUTBOUND = st.sampled_from(["MIT", "GPL-2.0-only", "MPL-2.0", "AGPL-3.0-or-later"])
PACK = load_pack("default")


def refusals(outbound: str, expression: str) -> int:
    subjects = [
        Subject(SubjectKind.PROJECT, "p", outbound),
        Subject(SubjectKind.COMPONENT, "pkg:npm/x@1", expression, relation=Relation.DYNAMIC),
    ]
    verdict = evaluate(subjects, PACK)
    return sum(found.severity is Severity.REFUSE for found in verdict.violations)


@given(OUTBOUND, LICENSES, LICENSES)
def test_a_choice_is_never_worse_than_its_best_alternative(outbound: str, one: str, other: str) -> None:
    both = refusals(outbound, f"{one} OR {other}")

    assert both == min(refusals(outbound, one), refusals(outbound, other))


@given(OUTBOUND, LICENSES, LICENSES)
def test_two_licences_together_are_never_milder_than_one(outbound: str, one: str, other: str) -> None:
    both = refusals(outbound, f"{one} AND {other}")

    assert both >= max(refusals(outbound, one), refusals(outbound, other))
    assert both == refusals(outbound, f"{other} AND {one}")


@given(st.permutations(["MIT", "GPL-2.0-only", "", "BUSL-1.1", "AGPL-3.0-only"]))
def test_the_order_of_components_does_not_matter(order: list[str]) -> None:
    parts = [Subject(SubjectKind.COMPONENT, f"pkg:npm/{name or 'none'}@1", name) for name in order]
    verdict = evaluate([Subject(SubjectKind.PROJECT, "p", "MIT"), *parts], PACK)

    assert [(found.rule, found.subject.identity) for found in verdict.violations] == [
        ("copyleft-in-other-project", "pkg:npm/AGPL-3.0-only@1"),
        ("component-not-open", "pkg:npm/BUSL-1.1@1"),
        ("copyleft-in-other-project", "pkg:npm/GPL-2.0-only@1"),
        ("component-without-licence", "pkg:npm/none@1"),
    ]


@settings(max_examples=300)
@given(st.text(alphabet="ab:-{}[]&*!|>'\"# \n\t\\0123", max_size=200))
def test_any_bytes_are_a_document_or_a_refusal_with_its_place(content: str) -> None:
    try:
        document = parse_document(content.encode(), "x.yaml")
    except BadDocument as refused:
        place = refused.where
    else:
        place = f"{document.path}:{document.line}"

    assert place.startswith("x.yaml")


def test_110_000_subjects_are_judged_within_a_second_of_cpu() -> None:
    uses, names = list(Use), ["MIT", "Apache-2.0", "MIT OR GPL-2.0-only", "MPL-2.0", "", "BSD-3-Clause AND Zlib"]
    subjects = [Subject(SubjectKind.PROJECT, "p", "Apache-2.0")]
    subjects += [
        Subject(
            SubjectKind.COMPONENT, f"pkg:npm/p{number}@1", names[number % 6], use=uses[number % 5], depth=number % 9
        )
        for number in range(10_000)
    ]
    subjects += [
        Subject(
            SubjectKind.FILE, f"src/{number}.c", names[number % 4], relation=Relation.COPIED, path=f"src/{number}.c"
        )
        for number in range(100_000)
    ]
    began = time.process_time()

    verdict = evaluate(subjects, load_pack("pool-admission"))

    assert time.process_time() - began < 1
    assert verdict.judged == 110_001
