"""A file and its rule side by side."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from licenses.detection import LicenseMatch, MatchKind
from licenses.index.location import data_folder
from licenses.index.opened import Index
from licenses.index.source import split
from licenses.match.beside import Piece, Row, side_by_side

MIT = split((data_folder() / "licenses" / "mit.LICENSE").read_text())[1].strip()


@pytest.fixture(scope="module")
def index(index_file: Path) -> Index:
    return Index.open(index_file)


def rows(index: Index, content: str) -> tuple[Row, ...]:
    """Beside the MIT licence, whatever the content."""
    lines = content.count("\n") + 1
    return side_by_side(content.encode(), LicenseMatch("MIT", "mit.LICENSE", MatchKind.TEXT, 1, lines, 1, 1), index)


def test_a_text_that_is_the_rule_differs_nowhere(index: Index) -> None:
    found = rows(index, MIT)

    assert [row.line for row in found] == list(range(1, MIT.count("\n") + 2))
    assert not any(row.differs for row in found)


def test_words_of_the_file_alone_are_marked_where_they_stand(index: Index) -> None:
    found = rows(index, MIT.replace("to any person", "to any noncommercial, small person"))

    (changed,) = [row for row in found if row.differs]
    assert Piece("noncommercial, small", differs=True) in changed.file
    assert "".join(piece.text for piece in changed.file) in MIT.replace("any person", "any noncommercial, small person")
    assert changed.weighty


def test_words_of_the_rule_alone_stand_where_they_are_missing(index: Index) -> None:
    found = rows(index, MIT.replace("sublicense, ", ""))

    (changed,) = [row for row in found if row.differs]
    assert Piece("sublicense", differs=True) in changed.rule
    assert not any(piece.differs for piece in changed.file)


def test_other_spellings_of_a_word_do_not_differ(index: Index) -> None:
    assert not any(row.differs for row in rows(index, MIT.replace("sublicense", "sublicence")))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=300))
def test_nothing_of_either_side_is_lost(index: Index, content: str) -> None:
    content = content.replace("\r", "").replace("\0", "").replace("\ufeff", "")
    found = rows(index, content)

    assert ["".join(piece.text for piece in row.file) for row in found] == content.split("\n")
    theirs = " ".join(piece.text for row in found for piece in row.rule)
    assert theirs.split() == [
        index.spelling(word) for word in index.body(index.rule_named("mit.LICENSE") or 0).tolist()
    ]
