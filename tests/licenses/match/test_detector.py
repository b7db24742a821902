"""What the detector says of whole blobs."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from licenses.detection import LicenseMatch, MatchKind
from licenses.index.layout import NotAnIndex
from licenses.index.location import data_folder
from licenses.index.source import split
from licenses.match.detector import Detector

APACHE_HEADER = (data_folder() / "rules" / "apache-2.0_7.RULE").read_text().split("---\n", 2)[2].strip()


def found(matches: tuple[LicenseMatch, ...]) -> list[tuple[str, int, int]]:
    return [(match.expression, match.first_line, match.last_line) for match in matches]


def test_a_licence_text_is_found_whole(detector: Detector) -> None:
    text = split((data_folder() / "licenses" / "gpl-2.0.LICENSE").read_text())[1]

    (match,) = detector.detect(text.encode())

    assert (match.expression, match.rule, match.kind) == ("GPL-2.0-only", "gpl-2.0.LICENSE", MatchKind.TEXT)
    assert match.coverage == 1.0


def test_a_header_is_found_with_its_lines(detector: Detector) -> None:
    content = f"#!/bin/sh\n\n{APACHE_HEADER}\n\nset -e\n"

    assert found(detector.detect(content.encode())) == [("Apache-2.0", 3, 13)]


def test_windows_line_breaks_do_not_matter(detector: Detector) -> None:
    content = f"#!/bin/sh\n\n{APACHE_HEADER}\n\nset -e\n".replace("\n", "\r\n")

    assert found(detector.detect(content.encode())) == [("Apache-2.0", 3, 13)]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "gb18030"])
def test_other_encodings_are_read_as_what_they_are(detector: Detector, encoding: str) -> None:
    content = f"// 版权所有，保留所有权利，依据许可证授权\n\n\n\n\n\n\n\n{APACHE_HEADER}\n"
    if encoding == "utf-16-le":
        content = f"//\n\n\n\n\n\n\n\n{APACHE_HEADER}\n"

    assert found(detector.detect(content.encode(encoding))) == [("Apache-2.0", 9, 19)]


def test_code_without_hints_matches_nothing(detector: Detector) -> None:
    assert detector.detect(b"int main(void) { return 0; }\n" * 1000) == ()
    assert detector.detect(b"") == ()


def test_a_tag_is_parsed_as_an_expression(detector: Detector) -> None:
    (match,) = detector.detect(b"// SPDX-License-Identifier: (gpl-2.0-or-later or mit) */\nint x;\n")

    assert (match.expression, match.rule, match.kind) == ("GPL-2.0-or-later OR MIT", "spdx-tag", MatchKind.TAG)
    assert (match.first_line, match.last_line) == (1, 1)


def test_a_tag_takes_its_line_from_the_other_rules(detector: Detector) -> None:
    matches = detector.detect(b"# SPDX-License-Identifier: Apache-2.0\n# license: Apache-2.0\n")

    assert [(match.rule, match.first_line) for match in matches] == [("spdx-tag", 1), ("apache-2.0_65.RULE", 2)]


def test_a_false_positive_silences_what_stands_in_it(detector: Detector) -> None:
    text = split((data_folder() / "rules" / "false-positive_1.RULE").read_text())[1]

    assert detector.detect(text.encode()) == ()


def test_the_same_header_in_many_files_is_answered_from_memory(detector: Detector) -> None:
    first = detector.detect(f"{APACHE_HEADER}\n\nint a;\n".encode())
    again = detector.detect(f"int b;\n\n{APACHE_HEADER}\n\nint c;\n".encode())

    assert found(first) == [("Apache-2.0", 1, 11)]
    assert found(again) == [("Apache-2.0", 3, 13)]


def test_a_damaged_index_is_refused(tmp_path: Path) -> None:
    (tmp_path / "cut.index").write_bytes(b"trustpool index\n\x10\x00\x00")

    with pytest.raises(NotAnIndex):
        Detector.open(tmp_path / "cut.index")


PIECES = st.sampled_from(
    [
        APACHE_HEADER,
        "MIT license",
        "SPDX-License-Identifier: MIT",
        "license",
        "without warranty",
        "\n",
        "\n\n\n",
        "int x;",
    ]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(pieces=st.lists(PIECES | st.text(max_size=30), max_size=12))
def test_lines_lie_within_the_file_and_memory_changes_nothing(index_file: Path, pieces: list[str]) -> None:
    content = " \n".join(pieces).encode("utf-8", "replace")
    remembering = Detector.open(index_file)

    first, second = remembering.detect(content), remembering.detect(content)

    assert first == second == Detector.open(index_file).detect(content)
    lines = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1
    assert all(1 <= match.first_line <= match.last_line <= lines for match in first)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(content=st.binary(max_size=300))
def test_any_bytes_are_accepted(index_file: Path, content: bytes) -> None:
    Detector.open(index_file).detect(content + b" license " + content)


def test_a_pdf_document_is_read_by_its_text(detector: Detector) -> None:
    document = (Path(__file__).parent.parent / "text" / "pdf" / "notice.pdf").read_bytes()

    assert found(detector.detect(document)) == [("MIT", 2, 2)]
