"""What holds for any bytes: no crash, lines in the file, nothing invented, no memory of other files, no slow input."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from licenses.copyright import detect, reading
from licenses.copyright.clean import clean
from licenses.copyright.detect import detect_copyrights
from licenses.copyright.hints import hints
from licenses.copyright.region import regions


def _words(*lines: str) -> list[str]:
    return [word for line in lines for word in line.split()]


WORDS = [
    *_words(
        "Copyright (c) © 2001 1999-2003 and by the of Kettle Inc. <a@kettle.example> All rights reserved author",
        "written by: Portions ( ) http://kettle.example/ , holder is notice Authors contributors van de University",
        "- & to J. 版权所有 作者： 有限公司 归 所有 \\n /* */ # <p> </p> &copy; SPDX-FileCopyrightText: @author",
    ),
    "\0",
    "\xff",
]

tokens = st.lists(st.sampled_from(WORDS), max_size=40)
lines = st.lists(tokens.map(" ".join), max_size=8).map("\n".join)
blobs = st.one_of(
    st.binary(max_size=300), lines.map(lambda text: text.encode("utf-8")), lines.map(lambda text: text.encode("utf-16"))
)


@settings(deadline=None)  # the first call compiles the patterns
@given(blobs)
def test_any_bytes_are_read_and_lines_lie_in_the_file(blob: bytes) -> None:
    findings = detect_copyrights(blob)

    last = max(blob.decode("utf-16", "ignore").count("\n"), blob.count(b"\n"), blob.count(b"\r")) + 1
    for each in (*findings.copyrights, *findings.authors):
        assert 1 <= each.first_line <= each.last_line <= last


@settings(deadline=None)  # the first call compiles the patterns
@given(lines)
def test_every_word_of_a_statement_stands_in_its_lines(text: str) -> None:
    rows = text.split("\n")
    for each in detect_copyrights(text.encode()).copyrights:
        shown = " ".join(clean(row) for row in rows[each.first_line - 1 : each.last_line])
        shown += shown.replace("SPDX-FileCopyrightText", "Copyright")  # a tag opens a statement as the word does
        for word in each.statement.split():
            assert word.strip("\"'()<>,.:-").lower() in shown.replace(" ", "").lower()


@settings(deadline=None)  # the first call compiles the patterns
@given(st.lists(lines, min_size=2, max_size=4))
def test_the_answer_does_not_depend_on_what_was_read_before(texts: list[str]) -> None:
    forwards = [detect_copyrights(text.encode()) for text in texts]
    backwards = [detect_copyrights(text.encode()) for text in reversed(texts)]
    for memo in (detect._read, reading._line, reading._marks):
        memo.cache_clear()
    afresh = [detect_copyrights(text.encode()) for text in texts]

    assert forwards == list(reversed(backwards)) == afresh


@settings(deadline=None)  # the first call compiles the patterns
@given(blobs)
def test_regions_are_in_order_inside_the_blob_and_hold_every_hint(blob: bytes) -> None:
    found = hints(blob)
    end = 0
    covered = []
    for start, stop in regions(blob, found):
        assert end <= start < stop <= len(blob)
        end = stop
        covered += [hint for hint in found if start <= hint < stop]
    assert covered == found


@pytest.mark.parametrize(
    "piece",
    [
        b"(c) ",
        b"(c)\n",
        b"copyright ",
        b"Copyright (c) 2001 Kettle Works\n",
        b"author ",
        b"by A ",
        b"Copyright 2001,",
        b"(c) ((((",
        b"(c) )(",
        "版权归某某".encode(),
        b"Copyright (c) 2001 van de van de ",
        b"(c) a.b.",
        b"\xa9 ",
        b"function(c){return a(c)};var copyright=(c);",
        b"<copyright ",
        b"at b dot c at ",
    ],
)
def test_repetition_is_read_in_time(piece: bytes) -> None:
    blob = piece * ((1 << 18) // len(piece))

    started = time.process_time()
    detect_copyrights(blob)
    seconds = time.process_time() - started

    assert seconds < 1.0  # a quarter of a megabyte, on a machine that is busy with other things


def test_a_thousand_different_statements_are_read_in_time() -> None:
    lines = [f" * Copyright (C) {1970 + n % 50} Ann K{n:x}y <k{n:x}y@kettle.example>\n" for n in range(1000)]

    started = time.process_time()
    found = detect_copyrights("".join(lines).encode())
    seconds = time.process_time() - started

    assert len(found.copyrights) == 1000
    assert seconds < 0.2  # for 57 kB, on a machine that is busy with other things


def test_one_long_word_is_read_in_time() -> None:
    started = time.process_time()
    for sign in ("(", "()", ".a", "a/", "_", "A", "1,", "'", "@", "<"):
        detect_copyrights(b"(c) 2001 " + sign.encode() * 1900 + b"\n")

    assert time.process_time() - started < 1.0


def test_lines_are_counted_through_a_file_that_is_read_in_pieces() -> None:
    blob = b"x = 1\n" * 400_000 + b"// Copyright 2001 Kettle Inc.\n" + b"y" * 3_000_000 + b"\n// (c) 2002 Teapot Ltd.\n"

    found = detect_copyrights(blob).copyrights

    assert [(each.holders, each.first_line) for each in found] == [
        (("Kettle Inc.",), 400_001),
        (("Teapot Ltd.",), 400_003),
    ]
