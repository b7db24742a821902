"""Which stretches of a blob are looked at."""

from __future__ import annotations

from pathlib import Path

import pytest

from licenses.index.opened import Index
from licenses.match.regions import regions

HINTS = "This license grants permission to use,\nmodify and distribute the software\nwithout warranty of any kind.\n"


@pytest.fixture(scope="module")
def index(index_file: Path) -> Index:
    return Index.open(index_file)


def test_the_line_that_opens_a_comment_belongs_to_it(index: Index) -> None:
    content = b"int a;\n/* Note: this code is available\n * under the MIT license.\n */\nint b;\n"

    ((start, end),) = regions(content, index)

    assert content[start:end] == b"/* Note: this code is available\n * under the MIT license."


@pytest.mark.parametrize("opening", ["<!--", '"""', "(*", "--[["])
def test_so_does_an_opening_that_looks_unlike_the_lines_after_it(index: Index, opening: str) -> None:
    code = "code\n\n" * 50
    content = f"{code}{opening} Note\nunder the MIT license\n\n{code}".encode()

    ((start, _),) = regions(content, index)

    assert content[start:].startswith(opening.encode())


def test_a_text_that_is_mostly_licence_is_read_to_its_last_line(index: Index) -> None:
    content = (HINTS * 6 + "\nThe End\n").encode()

    assert regions(content, index) == [(0, len(content))]


def test_code_after_a_commented_licence_is_not(index: Index) -> None:
    comment = "".join(f"# {line}\n" for line in (HINTS * 6).splitlines())
    content = f"{comment}\nx = 1\n".encode()

    assert regions(content, index) == [(0, len(comment) - 1)]


def test_prose_goes_on_through_a_paragraph_that_hints_at_little(index: Index) -> None:
    filler = "nothing of interest here\n"
    content = (filler * 100 + HINTS * 4 + filler * 8 + "see the license text\n\n" + filler * 100).encode()

    ((start, end),) = regions(content, index)

    assert b"without warranty" in content[start:end]
    assert b"see the license text" in content[start:end]


def test_elements_of_html_are_prose(index: Index) -> None:
    page = "<h3>1. Terms</h3>\n" + HINTS * 3 + "\n" + "filler of a sentence\n" * 7 + "\n<h3>2. License</h3>\n" + HINTS
    code = "<p>nothing</p>\n\n" * 100
    content = f"{code}{page}\n{code}".encode()

    ((start, end),) = regions(content, index)

    assert b"1. Terms" in content[start:end]
    assert content[start:end].endswith(b"warranty of any kind.")


def test_a_text_that_is_quoted_whole_is_read_to_its_last_line(index: Index) -> None:
    content = "".join(f"| {line}\n" for line in (HINTS * 6 + "\nThe\n\nEnd").splitlines()).encode()

    assert regions(content, index) == [(0, len(content))]
