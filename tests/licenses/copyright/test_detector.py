"""A header met before is answered from memory, and memory never changes an answer."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from licenses.copyright.detect import detect_copyrights
from licenses.copyright.detector import CopyrightDetector

HEADER = "/*\n * Copyright 2001-2004 Kettle Ltd.\n * All rights reserved.\n */\n"
TRAILING = "// Copyright 2001 Kettle Ltd.\n// @author\n"
UNENDED = "# Written by Ada Kettle,\n# Copyright 2001,\n"

# What may follow: code, a name that completes the line above, an author, other letters, lines that never end.
lines = st.sampled_from(
    [
        "package main;",
        "",
        " ",
        "Teapot Europe",
        "// Ada Kettle <ada@kettle.example>",
        " * @author Ada Kettle",
        "(c)",
        "// 2005 Teapot GmbH",
        "// © 2020 Ångström",
        "作者：李四",
        "x" * 2100,
        "and others",
        "copyright",
    ]
)
files = st.tuples(st.sampled_from([HEADER, TRAILING, UNENDED]), st.lists(lines, max_size=6), st.sampled_from("\n\r"))


def _bytes(header: str, body: list[str], end: str, encoding: str = "utf-8") -> bytes:
    return (header + "\n".join(body) + end).encode(encoding)


@settings(max_examples=150, deadline=None)
@given(st.lists(files, min_size=2, max_size=8))
def test_what_was_read_before_changes_no_answer(contents: list[tuple[str, list[str], str]]) -> None:
    blobs = [_bytes(*content) for content in contents] + [_bytes(*content, "utf-16") for content in contents]
    seasoned = CopyrightDetector()

    answers = [seasoned.detect(blob) for blob in blobs]

    assert answers == [detect_copyrights(blob) for blob in blobs]


def test_a_known_head_is_found_again() -> None:
    detector = CopyrightDetector()
    said = detector.detect(_bytes(HEADER, ["package a;", "class A {}"], "\n"))

    known = detector._heads.known(_bytes(HEADER, ["package a;", "class B { int x; }"], "\n"))

    assert known is not None
    assert known[1] == said


def test_a_name_on_the_line_after_the_head_is_not_lost() -> None:
    detector = CopyrightDetector()
    detector.detect(_bytes(TRAILING, ["", "x"], "\n"))
    blob = _bytes(TRAILING, ["", "Ada Kettle"], "\n")

    assert detector.detect(blob) == detect_copyrights(blob)
