"""Where statements start and end, case by case."""

from __future__ import annotations

import pytest

from licenses.copyright.detect import detect_copyrights


def statements(text: str) -> list[str]:
    return [each.statement for each in detect_copyrights(text.encode()).copyrights]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Copyright (c) 2001, Kettle Inc. All rights reserved.", ["Copyright (c) 2001, Kettle Inc."]),
        ("Copyright 2002 (c) The Kettle", ["Copyright 2002 (c) The Kettle"]),
        ("Copyright Kettle and others (c) 2012", ["Copyright Kettle and others (c) 2012"]),
        ("Rusty Kettle (c) 2000", ["Rusty Kettle (c) 2000"]),
        ("Copyright: Copyright 2001 Kettle Ltd", ["Copyright 2001 Kettle Ltd"]),
        ("Copyright 2010 the original author or authors.", ["Copyright 2010 the original author or authors"]),
        ("Copyright (c) 2003 Marco van der Kettle", ["Copyright (c) 2003 Marco van der Kettle"]),
        ("Copyright 2005 tinkerer", ["Copyright 2005 tinkerer"]),
        ("Copyright npm, Inc.", ["Copyright npm, Inc."]),
        ("(c) Grace Kettle, Teapot Works 1999", ["(c) Grace Kettle, Teapot Works 1999"]),
        (
            "Copyright (c) 2001 Karl Kettle (karl at kettle dot example)",
            ["Copyright (c) 2001 Karl Kettle (karl at kettle dot example)"],
        ),
        (
            "Copyright 1991-1995, Kettle Centrum Amsterdam, The Netherlands.",
            ["Copyright 1991-1995, Kettle Centrum Amsterdam, The Netherlands"],
        ),
        (
            "Copyright (c) 1999 Grace Kettle\nCopyright (c) 2001 Ada Teapot",
            ["Copyright (c) 1999 Grace Kettle", "Copyright (c) 2001 Ada Teapot"],
        ),
        (
            "Copyright 2000 Kettle Works,\n  Teapot Systems Inc.",
            ["Copyright 2000 Kettle Works, Teapot Systems Inc."],
        ),
        ("Copyright\n\n2011 Kettle Foundation", ["Copyright 2011 Kettle Foundation"]),
    ],
)
def test_a_statement_is_read_whole_and_no_further(text: str, expected: list[str]) -> None:
    assert statements(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "the above copyright notice shall be included",
        "IN NO EVENT SHALL THE COPYRIGHT HOLDERS AND CONTRIBUTORS BE LIABLE",
        "var copyright = function(c) { return a(c) + (c); };",
        "You may not remove any copyright notices.",
        "(a) One Thing, (b) Another Thing, (c) Third Thing Here",
        "write to (c) example.com",
    ],
)
def test_prose_and_code_are_no_statements(text: str) -> None:
    assert statements(text) == []


def test_a_sentence_on_the_next_line_is_not_part_of_the_holder() -> None:
    assert statements("Copyright IBM Corp. 2006\nCharacter device driver for reading values") == [
        "Copyright IBM Corp. 2006"
    ]


def test_a_field_on_the_next_line_is_not_part_of_the_holder() -> None:
    assert statements("Copyright 2008 Paul Kettle <paul@kettle.example>\nLicense-Alias: Perl") == [
        "Copyright 2008 Paul Kettle <paul@kettle.example>"
    ]


def test_several_holders_with_years_of_their_own_make_one_statement() -> None:
    (found,) = detect_copyrights(b"Copyright 2004-2007 Kettle Ltd.\n          2006 Teapot Europe\n").copyrights

    assert found.holders == ("Kettle Ltd.", "Teapot Europe")
    assert found.years == "2004-2007 2006"
    assert (found.first_line, found.last_line) == (1, 2)


def test_the_holder_has_no_years_and_no_addresses() -> None:
    (found,) = detect_copyrights(
        b"# (C) 2009 by Masa Kettle (masa) <masa@kettle.example> https://kettle.example/\n"
    ).copyrights

    assert found.holders == ("Masa Kettle",)


def test_an_address_names_the_holder_where_nothing_else_does() -> None:
    (found,) = detect_copyrights(b"Copyright 2009 https://kettle.example\n").copyrights

    assert found.holders == ("https://kettle.example",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@author Grace Kettle", ["Grace Kettle"]),
        ("Author: Grace Kettle <grace@kettle.example>", ["Grace Kettle <grace@kettle.example>"]),
        ("written by the Kettle Project", ["the Kettle Project"]),
        ("the author may decide", []),
        ("author = models.ForeignKey(User)", []),
    ],
)
def test_authors(text: str, expected: list[str]) -> None:
    assert [each.name for each in detect_copyrights(text.encode()).authors] == expected
