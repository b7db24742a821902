"""The short ways through common forms give what the long ways give."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licenses.copyright import clean, compose, statement, trim
from licenses.copyright.reading import read

NEVER = re.compile(r"(?!)")

openings = st.from_regex(
    r"[EPQwi]?C{1,3}Y{0,3}B?w{0,2}[PAIKU]{0,4}(?:&[PAK]{1,2}){0,2}[MH]?(?:&w?[GZ])?[xECJwPM]?", fullmatch=True
)
kinds = st.lists(openings, max_size=4).map("".join) | st.text("CYPAIKUMVDnOBT&-tG(wxJEQLNih", max_size=14)
pieces = [
    *(
        "Copyright ",
        "copyright ",
        "(c) ",
        "(C) ",
        "2001 ",
        "1999-2003, ",
        "by ",
        "the ",
        "Ann ",
        "Bo B. ",
        "Kettle, Inc.",
        " ",
        ".",
    ),
    *(
        "<ann@kettle.example>",
        "-",
        ",",
        "'",
        "--",
        "* ",
        "// ",
        "# ",
        "All rights reserved",
        "and ",
        "a9",
        "opyright ",
        "\t",
    ),
]
texts = st.lists(st.sampled_from(pieces), max_size=9).map("".join)


@given(kinds, st.data())
def test_a_statement_of_the_plain_form_ends_where_the_machine_ends_it(kinds: str, data: st.DataObject) -> None:
    brackets = data.draw(st.text("....,!(cs)", min_size=len(kinds), max_size=len(kinds)))

    def stretches() -> list[object]:
        return [(span.start, span.end, span.dates) for span in statement.statements(kinds, brackets)]

    short = stretches()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(statement, "_PLAIN", NEVER)
        long = stretches()

    assert short == long


@given(texts)
def test_a_plain_line_is_cleaned_as_any_other(text: str) -> None:
    short = clean.clean(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clean, "_PLAIN", NEVER)
        long = clean.clean(text)

    assert short == long


@given(texts)
def test_a_plain_statement_and_a_plain_name_are_trimmed_as_any_other(text: str) -> None:
    text = " ".join(text.split())
    statement_of, holder_of = trim.statement.__wrapped__, trim.holder.__wrapped__
    short = statement_of(text), holder_of(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(trim, "_PLAIN_STATEMENT", NEVER)
        patch.setattr(trim, "_PLAIN_NAME", NEVER)
        long = statement_of(text), holder_of(text)

    assert short == long


@given(texts)
def test_a_dated_statement_of_the_plain_form_is_composed_as_any_other(text: str) -> None:
    words = read(text)
    short = compose.compose(words)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compose, "_plain", lambda *_: None)
        long = compose.compose(words)

    assert short == long


@given(kinds, st.data())
def test_words_of_a_name_taken_at_once_are_those_taken_one_by_one(kinds: str, data: st.DataObject) -> None:
    brackets = data.draw(st.text("......,!(cs)", min_size=len(kinds), max_size=len(kinds)))
    short = list(statement.statements(kinds, brackets))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(statement._Machine, "_run_of_names", lambda _: None)
        long = list(statement.statements(kinds, brackets))

    assert short == long
