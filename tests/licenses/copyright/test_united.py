"""NOTICE lines: each holder's years once, in words that stand in a file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licenses.copyright.detect import detect_copyrights
from licenses.copyright.finding import Copyright
from licenses.copyright.united import united, years_of


def lines_of(text: str) -> tuple[str, ...]:
    return united(detect_copyrights(text.encode()).copyrights)


@pytest.mark.parametrize(
    ("years", "expected"),
    [
        ("2001", {2001}),
        ("1999-2001, 2004", {1999, 2000, 2001, 2004}),
        ("1998-99", {1998, 1999}),
        ("2021年至2023年", {2021, 2022, 2023}),
        ("19999", set()),
        ("2003-1999", {2003}),
    ],
)
def test_years_are_counted_out(years: str, expected: set[int]) -> None:
    assert years_of(years) == expected


def test_a_range_until_today_has_every_year_that_comes() -> None:
    assert years_of("2004-present") == years_of("2004-") == years_of("2004 至今") == frozenset(range(2004, 2101))


def test_spellings_of_one_holder_with_the_same_years_give_one_line() -> None:
    assert lines_of(
        "Copyright 2009 Kettle, Inc.\n\n"
        "Copyright (c) 2009 KETTLE INC <team@kettle.example>\n\n"
        "(c) 2009 The Kettle Inc.\n"
    ) == ("Copyright (c) 2009 KETTLE INC <team@kettle.example>",)


def test_a_line_whose_years_another_line_has_is_said_by_that_one() -> None:
    assert lines_of(
        "Copyright 2016 Ada Teapot\n\nCopyright 2016-2019, 2023 Ada Teapot\n\nCopyright 2023 Ada Teapot\n"
    ) == ("Copyright 2016-2019, 2023 Ada Teapot",)


def test_years_that_no_other_line_has_are_kept() -> None:
    assert lines_of("Copyright 2016-2018 Ada Teapot\n\nCopyright 2018-2020 Ada Teapot\n") == (
        "Copyright 2016-2018 Ada Teapot",
        "Copyright 2018-2020 Ada Teapot",
    )


def test_different_holders_stay_apart() -> None:
    lines = (
        "Copyright 2016 Kettle",
        "Copyright 2016 Kettle GmbH",
        "Copyright 2016 Kettle and others",
        "Copyright 2016 https://kettle.example",
        "Copyright 2016 https://teapot.example",
    )

    assert lines_of("\n\n".join(lines)) == tuple(sorted(lines))


holders = st.lists(st.sampled_from(["Kettle Inc.", "Kettle, Inc", "Ada Teapot", "https://kettle.example"]), max_size=2)
years = st.sampled_from(["", "2001", "2001-2003", "2002, 2005", "2004-present"])


@given(st.lists(st.tuples(holders, years), max_size=8))
def test_no_year_of_any_holder_is_lost_and_no_line_invented(said: list[tuple[list[str], str]]) -> None:
    found = [Copyright(f"{names} {when} {n}", tuple(names), when, n, n) for n, (names, when) in enumerate(said, 1)]
    kept = [each for each in found if each.statement in united(found)]

    assert len(kept) == len(united(found))
    for each in found:
        assert any(years_of(each.years) <= years_of(other.years) for other in kept)
