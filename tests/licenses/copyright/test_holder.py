"""Two spellings of one holder share a key; two holders never do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licenses.copyright.holder import normalise_holder


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kettle Inc.", "Kettle, Inc"),
        ("Kettle Corporation", "KETTLE CORP."),
        ("The Kettle Foundation", "Kettle Foundation"),
        ("Kettle Limited", "Kettle Ltd."),
        ("Kettle S.p.A.", "Kettle SpA"),
        ("Jean Kettle <jean@kettle.example>", "Jean Kettle"),
        ("J. Random Kettle", "J Random Kettle"),
        ("Jörg Kettle", "Jo\u0308rg Kettle"),
        ("蓝壶科技 有限公司", "蓝壶科技有限责任公司"),
        ("https://www.kettle.example/", "<http://kettle.example>"),
    ],
)
def test_spellings_of_one_holder_share_a_key(one: str, other: str) -> None:
    assert normalise_holder(one) == normalise_holder(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kettle Inc.", "Kettle GmbH"),
        ("Kettle", "Kettle LLC"),
        ("Kettle Corp.", "Kettle Corp. and others"),
        ("Grace Kettle", "Ada Kettle"),
        ("Kettle 2000 Ltd.", "Kettle Ltd."),
        ("Jörg Kettle", "Jorg Kettle"),
        ("https://kettle.example", "https://teapot.example"),
        ("ada@kettle.example", "jo@kettle.example"),
        ("蓝壶科技有限公司", "蓝壶科技股份有限公司"),
    ],
)
def test_different_holders_stay_apart(one: str, other: str) -> None:
    assert normalise_holder(one) != normalise_holder(other)


@given(st.text(max_size=60))
def test_a_key_is_its_own_key(holder: str) -> None:
    assert normalise_holder(normalise_holder(holder)) == normalise_holder(holder)


@given(st.text(alphabet="KettleTa pot.,", min_size=1, max_size=30))
def test_case_and_outer_spaces_do_not_matter(holder: str) -> None:
    assert normalise_holder(f"  {holder.upper()} ") == normalise_holder(holder.lower())
