"""What a diff calls which change."""

from __future__ import annotations

import pytest

from scanner.package import Hash
from scanner.sbom.diff import ChangeKind, diff
from scanner.sbom.document import Document, LicenseClaim, Part
from scanner.sbom.identity import version_key


def document(*parts: Part) -> Document:
    return Document("urn:uuid:0", Part("root", "root"), parts)


def part(version: str, **facts: object) -> Part:
    purl = f"pkg:npm/left@{version}"
    return Part(purl, "left", version=version, purl=purl, **facts)  # type: ignore[arg-type]


def changes(older: Part | None, newer: Part | None) -> list[tuple[ChangeKind, str, str]]:
    before, after = (document(*([it] if it else [])) for it in (older, newer))
    return [(change.kind, change.before, change.after) for change in diff(before, after)]


def test_an_added_component() -> None:
    assert changes(None, part("1.0.0")) == [(ChangeKind.ADDED, "", "1.0.0")]


def test_a_removed_component() -> None:
    assert changes(part("1.0.0"), None) == [(ChangeKind.REMOVED, "1.0.0", "")]


def test_an_upgrade() -> None:
    assert changes(part("1.9.0"), part("1.10.0")) == [(ChangeKind.UPGRADED, "1.9.0", "1.10.0")]


def test_a_downgrade() -> None:
    assert changes(part("1.0.0"), part("1.0.0-rc.2")) == [(ChangeKind.DOWNGRADED, "1.0.0", "1.0.0-rc.2")]


def test_another_licence_shows_beside_the_upgrade() -> None:
    older, newer = (part(v, licenses=(LicenseClaim(e),)) for v, e in (("1.0.0", "MIT"), ("2.0.0", "AGPL-3.0-only")))

    assert changes(older, newer) == [
        (ChangeKind.UPGRADED, "1.0.0", "2.0.0"),
        (ChangeKind.RELICENSED, "MIT", "AGPL-3.0-only"),
    ]


def test_other_content_under_the_same_version_is_shown() -> None:
    older, newer = (part("1.0.0", hashes=(Hash("SHA-256", letter * 64),)) for letter in "ab")

    assert changes(older, newer) == [(ChangeKind.REHASHED, "a" * 64, "b" * 64)]


def test_a_second_artifact_of_the_same_version_is_no_other_content() -> None:
    wheel, sdist = Hash("SHA-256", "a" * 64), Hash("SHA-256", "b" * 64)

    assert changes(part("1.0.0", hashes=(wheel,)), part("1.0.0", hashes=(sdist, wheel))) == []


def test_another_scope() -> None:
    older, newer = (part("1.0.0", scope=scope) for scope in ("excluded", "required"))

    assert changes(older, newer) == [(ChangeKind.RESCOPED, "excluded", "required")]


def test_a_second_version_beside_the_first_is_added() -> None:
    both = document(part("1.0.0"), part("2.0.0"))

    assert [(it.kind, it.version) for it in diff(document(part("1.0.0")), both)] == [(ChangeKind.ADDED, "2.0.0")]


def test_documents_of_different_formats_compare_by_purl() -> None:
    renamed = Part("SPDXRef-9", "left", version="1.0.0", purl="pkg:npm/left@1.0.0")

    assert changes(part("1.0.0"), renamed) == []


@pytest.mark.parametrize(
    ("lower", "higher"),
    [
        ("1.2", "1.10"),
        ("v1.0.0", "1.0.1"),
        ("1.0.0-alpha", "1.0.0-beta"),
        ("1.0b2", "1.0"),
        ("2.0.0-rc1", "2.0.0"),
        ("1.0.0", "1.0.0.1"),
        ("9", "10"),
    ],
)
def test_versions_are_ordered(lower: str, higher: str) -> None:
    assert version_key(lower) < version_key(higher)


def test_trailing_zeros_make_no_difference() -> None:
    assert version_key("1.0") == version_key("1.0.0")
