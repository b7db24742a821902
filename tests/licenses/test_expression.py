from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licenses.expression import MAX_DEPTH, BadExpression, normalise, parse, unknown_ids
from licenses.identifiers import identifiers


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("mit", "MIT"),
        ("MIT and Apache-2.0 or isc", "(MIT AND Apache-2.0) OR ISC"),
        ("(MIT OR (X11 or ISC)) and zlib", "(MIT OR X11 OR ISC) AND Zlib"),
        ("MIT AND MIT", "MIT"),
        ("GPL-2.0", "GPL-2.0-only"),
        ("GPL-2.0+", "GPL-2.0-or-later"),
        ("GPL-2.0-only OR GPL-2.0", "GPL-2.0-only"),
        ("LGPL-2.1-only+", "LGPL-2.1-or-later"),
        ("GPL-3.0-or-later+", "GPL-3.0-or-later"),
        ("Apache-2.0+", "Apache-2.0+"),
        ("GPL-2.0-with-classpath-exception", "GPL-2.0-only WITH Classpath-exception-2.0"),
        ("wxWindows", "LGPL-2.0-or-later WITH WxWindows-exception-3.1"),
        ("gpl-2.0-plus with classpath-exception-2.0", "GPL-2.0-or-later WITH Classpath-exception-2.0"),
        ("mulanpsl-2.0-en", "MulanPSL-2.0"),
        ("MulanPubL-2.0", "LicenseRef-scancode-mulanpubl-2.0"),
        ("MulanOWLBYSAv1", "LicenseRef-MulanOWL-BY-SA-1.0"),
        ("LicenseRef-Our-Terms", "LicenseRef-Our-Terms"),
        ("DocumentRef-other:LicenseRef-1", "DocumentRef-other:LicenseRef-1"),
    ],
)
def test_an_expression_is_written_in_its_canonical_form(written: str, expected: str) -> None:
    assert normalise(written) == expected


@pytest.mark.parametrize(
    ("written", "what", "where"),
    [
        ("", "a licence expression is empty", "⟨?⟩"),
        ("MIT OR", "a licence expression lacks a licence identifier", "MIT OR⟨?⟩"),
        ("(MIT", "a licence expression lacks a closing parenthesis", "(MIT⟨?⟩"),
        (
            "MIT Apache-2.0",
            "a licence expression goes on with Apache-2.0 where AND, OR or its end belongs",
            "MIT ⟨?⟩Apache-2.0",
        ),
        ("MIT/X11", "MIT/X11 is not a licence identifier", "⟨?⟩MIT/X11"),
        (
            "GPL-2.0-with-GCC-exception WITH Classpath-exception-2.0",
            "GPL-2.0-only WITH GCC-exception-2.0 already carries an exception; WITH cannot add another",
            "…C-exception WITH Classpath-exception-2.0⟨?⟩",
        ),
    ],
)
def test_a_wrong_expression_is_refused_at_its_place(written: str, what: str, where: str) -> None:
    with pytest.raises(BadExpression) as refused:
        parse(written)

    assert refused.value.what.english() == what
    assert refused.value.where == where


def test_an_expression_nested_a_thousand_deep_is_refused_with_the_limit() -> None:
    with pytest.raises(BadExpression) as refused:
        parse("(" * 1000 + "MIT" + ")" * 1000)

    assert refused.value.what.english() == f"a licence expression is nested deeper than {MAX_DEPTH} levels"


def test_an_expression_too_long_to_be_honest_is_refused() -> None:
    with pytest.raises(BadExpression, match="at most 20000 are read"):
        parse(" OR ".join(["MIT"] * 10_000))


def test_only_names_that_are_neither_listed_nor_a_reference_are_unknown() -> None:
    assert unknown_ids(parse("MIT AND Foo-1.0 AND LicenseRef-x AND GPL-2.0-only WITH No-such-exception")) == (
        "Foo-1.0",
        "No-such-exception",
    )


NAMES = st.sampled_from(sorted(name for name in identifiers() if " " not in name))
EXPRESSIONS = st.recursive(
    NAMES,
    lambda inner: st.tuples(inner, st.sampled_from([" AND ", " OR ", " and "]), inner).map(lambda p: f"({''.join(p)})"),
    max_leaves=12,
)


@given(EXPRESSIONS)
def test_normalising_twice_changes_nothing(written: str) -> None:
    once = normalise(written)

    assert normalise(once) == once


@given(st.text(max_size=300))
def test_any_text_is_an_expression_or_a_clear_refusal(written: str) -> None:
    try:
        answer = normalise(written)
    except BadExpression as refused:
        answer = refused.what.english()

    assert answer
