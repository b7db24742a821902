"""A header met before is answered from memory, and memory never changes an answer."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from licenses.index.location import data_folder
from licenses.match.detector import Detector

NOTICE = (data_folder() / "rules" / "apache-2.0_7.RULE").read_text().split("---\n", 2)[2].strip()
HEADER = "/*\n" + "".join(f" * {line}\n" for line in NOTICE.splitlines()) + " */\n"

# What may follow a header: code, words that hint weakly, a second licence near and far, comments that go on.
lines = st.sampled_from(
    [
        "package main;",
        "",
        " * and the terms below",
        "// the license of this file",
        "copyright",
        "// SPDX-License-Identifier: MIT",
        "This program is free software; you can redistribute it and/or modify it under the terms of the GNU GPL v2.",
        "int licence = 3;",
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(bodies=st.lists(st.lists(lines, max_size=14), min_size=2, max_size=5))
def test_what_was_read_before_changes_no_answer(license_index: Path, bodies: list[list[str]]) -> None:
    files = [(HEADER + "\n".join(body)).encode() for body in bodies]
    seasoned = Detector.open(license_index)

    answers = [seasoned.detect(file) for file in files]

    assert answers == [Detector.open(license_index).detect(file) for file in files]


def test_a_known_head_needs_no_second_look(license_index: Path) -> None:
    detector = Detector.open(license_index)
    first = detector.detect((HEADER + "\npackage a;\nclass A {}\n").encode())

    known = detector._heads.matches((HEADER + "\npackage b;\nclass B { int x; }\n").encode())

    assert known == first
