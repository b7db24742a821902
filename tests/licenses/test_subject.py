from __future__ import annotations

import pytest

from licenses.subject import Relation, Subject, SubjectKind, Use, is_license_file, others_work, relation_of


@pytest.mark.parametrize(
    "path",
    [
        "LICENSE",
        "licence.md",
        "COPYING.LESSER",
        "LICENSES/MIT.txt",
        "LICENSE-APACHE",
        "NOTICE",
        "a/b/LICENSE.txt",
        "许可协议",
        "MIT-LICENSE",
        "lib/GPLv2-License.txt",
    ],
)
def test_a_file_named_for_it_holds_licence_texts(path: str) -> None:
    assert is_license_file(path)


@pytest.mark.parametrize(
    "path",
    ["check-license", "src/license.py", "license_check.go", "LICENSE.json", "main.c", "README.md", "licenses/mit.py"],
)
def test_source_about_licences_is_under_the_licence_that_it_is_under(path: str) -> None:
    assert not is_license_file(path)


def test_the_work_of_others_is_what_is_shipped_and_not_the_owners() -> None:
    kept = [
        Subject(SubjectKind.COMPONENT, "pkg:npm/a@1", "MIT"),
        Subject(SubjectKind.FILE, "vendor/x.c", "ISC"),
    ]
    left = [
        Subject(SubjectKind.FILE, "src/own.c", "MIT"),
        Subject(SubjectKind.FILE, "LICENSES/ISC.txt", "ISC", license_text=True),
        Subject(SubjectKind.FILE, "tests/y.c", "ISC", use=Use.TEST),
        Subject(SubjectKind.COMPONENT, "pkg:npm/self@1", "ISC", first_party=True),
        Subject(SubjectKind.COMPONENT, "pkg:npm/dev@1", "ISC", use=Use.DEVELOPMENT),
    ]

    assert list(others_work([Subject(SubjectKind.PROJECT, "p", "MIT"), *kept, *left])) == kept


@pytest.mark.parametrize(
    ("purl", "use", "expected"),
    [
        ("pkg:npm/a@1", Use.RUNTIME, Relation.DYNAMIC),
        ("pkg:cargo/serde@1", Use.RUNTIME, Relation.STATIC),
        ("pkg:golang/x.example/y@v1", Use.OPTIONAL, Relation.STATIC),
        ("pkg:cargo/proptest@1", Use.DEVELOPMENT, Relation.SEPARATE),
        ("pkg:huggingface/org/model@main", Use.RUNTIME, Relation.DATA),
    ],
)
def test_a_component_is_joined_as_its_ecosystem_builds(purl: str, use: Use, expected: Relation) -> None:
    assert relation_of(purl, use) is expected
