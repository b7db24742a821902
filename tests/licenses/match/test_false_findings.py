"""What looks like a licence and is none, or is another one."""

from __future__ import annotations

from pathlib import Path

import pytest

from licenses.detection import MatchKind, said_by
from licenses.index.location import data_folder
from licenses.index.source import split
from licenses.match.detector import Detector

BSD = split((data_folder() / "licenses" / "bsd-new.LICENSE").read_text())[1]
REQUEST = """
We kindly ask you to only use these themes in an unmodified manner just for our and related products, and not for
unrelated projects. If you like the visual style and want to use it for your own projects, please consider making some
larger changes to the themes, such as changing the font faces, the sizes, the colours or the margins of all pages.
"""


@pytest.fixture
def whole(license_index: Path) -> Detector:
    """A detector that knows every rule."""
    return Detector.open(license_index)


def said(detector: Detector, content: str) -> list[str]:
    return list(said_by(detector.detect(content.encode())))


def test_a_notice_with_another_name_in_it_is_of_that_licence_alone(whole: Detector) -> None:
    content = "This has a binary dependency on jersey, which is available under the CDDL\nLicense. The source of it"

    assert said(whole, content) == ["CDDL-1.0"]


def test_a_notice_of_a_licence_that_no_rule_knows_is_not_that_of_a_similar_one(whole: Detector) -> None:
    notice = split((data_folder() / "rules" / "apache-2.0_7.RULE").read_text())[1]

    assert said(whole, notice) == ["Apache-2.0"]
    assert "Apache-2.0" not in said(
        whole, notice.replace("Apache", "Chunsong Public").replace("apache.org", "x.example")
    )


def test_a_notice_that_is_edited_elsewhere_is_still_its_licence_s(whole: Detector) -> None:
    notice = split((data_folder() / "rules" / "apache-2.0_7.RULE").read_text())[1]

    assert said(whole, notice.replace("you may not use this file", "nobody may use that module")) == ["Apache-2.0"]


@pytest.mark.parametrize(
    "sentence",
    [
        "This method is an experimental feature and is not recommended for commercial use!",
        "| feed | focus | format | list of hosts, free for personal and commercial use, see the site |",
    ],
)
def test_a_phrase_within_a_sentence_is_no_notice(whole: Detector, sentence: str) -> None:
    assert said(whole, f"# About the licence\n\n\n\n\n\n{sentence}\n") == []


def test_the_same_phrase_by_itself_is_one(whole: Detector) -> None:
    assert said(whole, "* Commercial Use\n") == ["LicenseRef-scancode-proprietary-license"]


def test_what_forbids_something_is_a_notice_wherever_it_stands(whole: Detector) -> None:
    found = said(whole, "You may look at the pictures that are in this folder but no commercial use of them is fine.\n")

    assert found == ["LicenseRef-scancode-proprietary-license"]


def test_a_licence_with_a_paragraph_put_into_it_is_one_edited_licence(whole: Detector) -> None:
    first, last = BSD.split("THIS SOFTWARE IS", 1)

    (match,) = whole.detect(f"{first}{REQUEST}\nTHIS SOFTWARE IS{last}".encode())

    assert (match.expression, match.kind, match.first_line) == ("BSD-3-Clause", MatchKind.TEXT, 1)
    assert match.coverage > 0.95


def test_what_a_web_page_says_of_itself_is_no_part_of_a_licence(whole: Detector) -> None:
    text = split((data_folder() / "licenses" / "mulanpsl-2.0.LICENSE").read_text())[1]
    licence = text[: text.index("Copyright © 中国开源云联盟")]

    assert [(match.expression, match.coverage) for match in whole.detect(licence.encode())] == [("MulanPSL-2.0", 1.0)]


def test_a_clue_says_no_licence(whole: Detector) -> None:
    matches = whole.detect(b"Pictures of this page: used with permission.\n")

    assert [match.kind for match in matches] == [MatchKind.CLUE]
    assert list(said_by(matches)) == []


def test_a_notice_of_another_version_is_of_that_version(whole: Detector) -> None:
    notice = split((data_folder() / "rules" / "lgpl-2.1-plus_233.RULE").read_text())[1]

    assert said(whole, notice) == ["LGPL-2.1-or-later"]
    assert said(whole, notice.replace("version 2.1", "version 3")) == ["LGPL-3.0-or-later"]


@pytest.mark.parametrize(
    ("sentence", "expression"),
    [
        ("The kit is licensed under [LGPL-3.0-or-later](LICENSE).", "LGPL-3.0-or-later"),
        ("The kit is licensed under [LGPL-3.0](LICENSE).", "LGPL-3.0-only"),
    ],
)
def test_a_name_after_which_later_versions_are_allowed_allows_them(
    whole: Detector, sentence: str, expression: str
) -> None:
    assert said(whole, sentence) == [expression]


def test_a_number_that_counts_the_items_of_a_list_is_no_version(whole: Detector) -> None:
    assert "GPL-2.0-only" not in said(whole, "// 1. check out piper1-gpl\n// 2. apply the patch\n")
    assert said(whole, "license: GPL-2\n") == ["GPL-2.0-only"]


def test_prose_about_tags_is_no_tag(whole: Detector) -> None:
    assert (
        said(whole, "New files need a header with the `SPDX-License-Identifier` included. If it is missing, add one.")
        == []
    )


def test_an_identifier_that_is_written_with_spaces_is_read(whole: Detector) -> None:
    assert said(whole, "* SPDX-License-Identifier: BSD 3-Clause\n") == ["BSD-3-Clause"]


def test_the_appendix_of_a_licence_that_is_there_is_no_unknown_text(whole: Detector) -> None:
    text = split((data_folder() / "licenses" / "gpl-3.0.LICENSE").read_text())[1]
    terms, appendix = text.split("How to Apply These Terms")
    filled_in = appendix.replace("attach the following notices to the program", "put these notices into its files")
    filled_in = filled_in.replace("<program>", "modus-themes").replace("It is safest", "It is best of all")

    kinds = {match.kind for match in whole.detect(f"{terms}How to Apply These Terms{filled_in}".encode())}

    assert MatchKind.UNKNOWN not in kinds
