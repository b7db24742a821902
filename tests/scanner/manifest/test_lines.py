"""Finding lines in linear time."""

from __future__ import annotations

from scanner.manifest.lines import LineFinder

CONTENT = b'{\n"dev": {\n"a": 1\n},\n"run": {\n"a": 2,\n"b": 3\n}\n}\n'


def test_each_needle_is_looked_for_after_the_one_before_it() -> None:
    finder = LineFinder(CONTENT)

    assert finder.line_of(b'"run"', b'"a"') == 6
    assert finder.line_of(b'"dev"', b'"a"') == 3
    assert finder.line_of(b'"gone"', b'"a"') is None


def test_repeated_lookups_move_forward_and_wrap() -> None:
    finder = LineFinder(CONTENT)

    assert [finder.line_of(b'"a"') for _ in range(3)] == [3, 6, 3]


def test_lookups_beyond_the_budget_give_up_instead_of_taking_quadratic_time() -> None:
    finder = LineFinder(b"x\n" * 200_000 + b"needle")
    found = [finder.line_of(b"absent") for _ in range(200)]

    assert found == [None] * 200
    assert finder.line_of(b"needle") is None


def test_lines_are_counted_across_chunks() -> None:
    content = b"line\n" * 100_000 + b"needle"
    assert LineFinder(content).line_of(b"needle") == 100_001
