"""Declared, detected, concluded: which licence a tree, and each package in it, is taken to be under."""

from __future__ import annotations

from licenses.detection import LicenseMatch, MatchKind
from scanner.conclusion import conclude
from scanner.inventory import FileRecord, Reason, Treatment

NAMELESS = "LicenseRef-scancode-unknown-license-reference"


def file(path: str, *stated: tuple[str, MatchKind]) -> FileRecord:
    """A file in which these licences were found, a line each."""
    matches = tuple(
        LicenseMatch(expression, "rule", kind, line, line, 1.0, 1.0)
        for line, (expression, kind) in enumerate(stated, start=1)
    )
    return FileRecord(path, "0" * 40, 100, Treatment.TEXT, licenses=matches)


def test_a_reference_without_a_name_adds_nothing_to_a_licence_that_is_named() -> None:
    [root] = conclude([file("LICENSE", ("MulanPSL-2.0", MatchKind.NOTICE), (NAMELESS, MatchKind.REFERENCE))], [])

    assert (root.concluded, root.reason) == ("MulanPSL-2.0", Reason.KEY_FILES)


def test_a_reference_without_a_name_is_what_is_left_where_nothing_is_named() -> None:
    [root] = conclude([file("README", (NAMELESS, MatchKind.REFERENCE))], [])

    assert (root.concluded, root.reason) == (NAMELESS, Reason.FILES)


def test_headers_tell_whether_a_gpl_text_means_or_later() -> None:
    text = file("COPYING", ("GPL-2.0-only", MatchKind.TEXT))
    headers = [file(f"src/{n}.c", ("GPL-2.0-or-later", MatchKind.NOTICE)) for n in range(3)]

    [root] = conclude([text, *headers], [])

    assert root.concluded == "GPL-2.0-or-later"


def test_a_disclaimer_beside_a_licence_is_not_part_of_the_conclusion() -> None:
    disclaimer = ("LicenseRef-scancode-warranty-disclaimer", MatchKind.NOTICE)

    [root] = conclude([file("LICENSE", ("Apache-2.0", MatchKind.NOTICE), disclaimer)], [])

    assert root.concluded == "Apache-2.0"


def test_a_licence_file_with_terms_that_nobody_knows_is_not_passed_over() -> None:
    unknown = ("LicenseRef-scancode-unknown", MatchKind.UNKNOWN)

    [alone] = conclude([file("LICENSE", unknown)], [])
    [beside] = conclude([file("LICENSE", ("SSPL-1.0", MatchKind.TEXT), unknown)], [])
    [elsewhere] = conclude([file("docs/terms.md", unknown)], [])

    assert (alone.concluded, alone.reason) == ("LicenseRef-scancode-unknown", Reason.KEY_FILES)
    assert beside.concluded == "LicenseRef-scancode-unknown AND SSPL-1.0"
    assert elsewhere.reason is Reason.NOTHING


def test_the_texts_of_all_files_licences_do_not_outweigh_the_licence_of_the_whole() -> None:
    copying = file("COPYING", ("curl", MatchKind.TEXT))
    texts = [file(f"LICENSES/{name}.txt", (name, MatchKind.TEXT)) for name in ("curl", "ISC", "BSD-4-Clause-UC")]

    [root] = conclude([copying, *texts], [])

    assert (root.concluded, root.key_files) == ("curl", ("COPYING",))


def test_the_texts_speak_where_the_licence_file_only_points_to_them() -> None:
    pointer = file("LICENSE", (NAMELESS, MatchKind.REFERENCE))
    texts = [file(f"LICENSES/{name}.txt", (name, MatchKind.TEXT)) for name in ("MIT", "CC0-1.0")]

    [alone] = conclude(texts, [])
    [pointed_to] = conclude([pointer, *texts], [])

    assert alone.concluded == pointed_to.concluded == "CC0-1.0 AND MIT"


def test_the_gpl_text_that_comes_with_the_lgpl_is_no_licence_of_the_whole() -> None:
    texts = file("LICENSE", ("LGPL-3.0-only", MatchKind.TEXT), ("GPL-3.0-only", MatchKind.TEXT))
    headers = [file(f"src/{n}.c", ("LGPL-3.0-or-later", MatchKind.TAG)) for n in range(3)]

    [library] = conclude([texts, *headers], [])
    [program] = conclude(
        [texts, *headers, *(file(f"tool/{n}.c", ("GPL-3.0-only", MatchKind.TAG)) for n in range(4))], []
    )

    assert library.concluded == "LGPL-3.0-or-later"
    assert program.concluded == "GPL-3.0-only AND LGPL-3.0-only"


def test_a_licence_file_whose_words_nobody_knows_is_not_outvoted_by_other_files() -> None:
    mentioned = file("docs/history.md", ("GPL-1.0-or-later", MatchKind.REFERENCE))

    [root] = conclude([file("LICENSE.md"), mentioned], [])

    assert (root.concluded, root.reason) == ("LicenseRef-scancode-unknown", Reason.KEY_FILES)


def test_a_text_that_the_data_calls_a_notice_is_a_text() -> None:
    long = LicenseMatch("CDDL-1.0", "cddl-1.0_9.RULE", MatchKind.NOTICE, 201, 520, 1.0, 1.0)
    both = FileRecord(
        "LICENSE", "0" * 40, 100, Treatment.TEXT, licenses=(*file("", ("MIT", MatchKind.TEXT)).licenses, long)
    )

    [root] = conclude([both], [])

    assert root.concluded == "CDDL-1.0 AND MIT"
