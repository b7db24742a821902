"""References that name no licence are looked up in the tree."""

from __future__ import annotations

from licenses.detection import LicenseMatch, MatchKind
from scanner.inventory import FileRecord, Treatment
from scanner.references import NAMELESS, resolved


def file(path: str, expression: str, kind: MatchKind) -> FileRecord:
    """A file in which one licence was found."""
    match = LicenseMatch(expression, "rule", kind, 1, 1, 1.0, 1.0)
    return FileRecord(path, "0" * 40, 100, Treatment.TEXT, licenses=(match,))


def said(files: tuple[FileRecord, ...]) -> dict[str, str]:
    return {file.path: file.licenses[0].expression for file in files}


def test_a_reference_means_the_licence_file_of_the_nearest_folder() -> None:
    files = [
        file("LICENSE", "MIT", MatchKind.TEXT),
        file("main.c", NAMELESS, MatchKind.REFERENCE),
        file("vendor/ring/COPYING", "ISC", MatchKind.TEXT),
        file("vendor/ring/src/ring.c", NAMELESS, MatchKind.REFERENCE),
    ]

    assert said(resolved(files)) == {
        "LICENSE": "MIT",
        "main.c": "MIT",
        "vendor/ring/COPYING": "ISC",
        "vendor/ring/src/ring.c": "ISC",
    }


def test_a_licenses_folder_speaks_for_the_folder_it_is_in() -> None:
    files = [file("LICENSES/MIT.txt", "MIT", MatchKind.TEXT), file("src/main.c", NAMELESS, MatchKind.REFERENCE)]

    assert said(resolved(files))["src/main.c"] == "MIT"


def test_a_reference_stays_nameless_where_several_licences_may_be_meant() -> None:
    files = [
        file("LICENSE-APACHE", "Apache-2.0", MatchKind.TEXT),
        file("LICENSE-MIT", "MIT", MatchKind.TEXT),
        file("main.rs", NAMELESS, MatchKind.REFERENCE),
    ]

    assert said(resolved(files))["main.rs"] == NAMELESS


def test_a_reference_stays_nameless_where_the_tree_has_no_licence_file() -> None:
    assert said(resolved([file("main.c", NAMELESS, MatchKind.REFERENCE)])) == {"main.c": NAMELESS}


def test_a_clue_is_not_a_reference() -> None:
    files = [file("LICENSE", "MIT", MatchKind.TEXT), file("main.c", NAMELESS, MatchKind.CLUE)]

    assert said(resolved(files))["main.c"] == NAMELESS
