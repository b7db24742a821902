"""What an edited licence text changed."""

from __future__ import annotations

from pathlib import Path

from licenses.index.location import data_folder
from licenses.index.opened import Index
from licenses.index.source import split
from licenses.match.detector import Detector
from licenses.match.difference import Change, ChangeKind, difference

MIT = split((data_folder() / "licenses" / "mit.LICENSE").read_text())[1]


def changes(index_file: Path, content: str) -> tuple[Change, ...]:
    (match,) = Detector.open(index_file).detect(content.encode())
    assert match.expression == "MIT"
    return difference(content.encode(), match, Index.open(index_file))


def test_the_text_itself_has_no_changes(index_file: Path) -> None:
    assert changes(index_file, MIT) == ()


def test_an_added_restriction_is_weighty(index_file: Path) -> None:
    edited = MIT.replace("free of charge, to any person", "free of charge, to any noncommercial person")

    (change,) = changes(index_file, edited)

    assert (change.kind, change.file_words, change.rule_words) == (ChangeKind.ADDED, ("noncommercial",), ())
    assert change.weighty


def test_a_removed_grant_is_weighty_and_has_the_line_where_it_is_missing(index_file: Path) -> None:
    edited = MIT.replace("sublicense, ", "")

    (change,) = changes(index_file, edited)

    assert (change.kind, change.rule_words, change.weighty) == (ChangeKind.REMOVED, ("sublicense",), True)
    assert "distribute" in edited.splitlines()[change.line - 1]


def test_other_words_in_place_of_names_are_not_weighty(index_file: Path) -> None:
    edited = MIT.replace("IN NO EVENT SHALL THE AUTHORS", "IN NO EVENT SHALL THE PENGUINS")

    (change,) = changes(index_file, edited)

    assert (change.kind, change.file_words, change.rule_words) == (ChangeKind.REPLACED, ("penguins",), ("authors",))
    assert not change.weighty
