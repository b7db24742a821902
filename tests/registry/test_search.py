"""Search finds exactly the projects that answer, whichever way it reads the database."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event

from registry.pool import Pool
from registry.services import search
from registry.services.projects import find_projects
from registry.services.search import Query, read_query
from registry.services.terms import grams
from tests.registry.pool import Publish, repository


@pytest.fixture
def harbour(pool: Pool, publish: Publish, tmp_path: Path) -> Pool:
    """Four projects; the first three use flask, the third alone in version 2."""
    for number, (name, about, license_id) in enumerate(
        [("lamp", "河灯 float", "MIT"), ("lantern", "东湖的灯 float", "MIT"), ("ferry", "boat", "Apache-2.0")]
    ):
        manifest = f'{{"name": "{name}", "version": "1.0.0", "license": "{license_id}", "description": "{about}"}}'
        wanted = f"flask=={1 if number < 2 else 2}.0.0\n"
        publish(repository(tmp_path / name, {"package.json": manifest, "requirements.txt": wanted}))
    publish(repository(tmp_path / "zebra", {"package.json": '{"name": "zebra", "license": "MIT"}'}))
    return pool


ASKED = (
    (read_query("float"), ["lamp", "lantern"]),
    (read_query("FLOAT 灯"), ["lamp", "lantern"]),
    (read_query("东湖"), ["lantern"]),
    (read_query("湖的灯"), ["lantern"]),
    (read_query("ante"), ["lantern"]),
    (read_query("an"), ["lantern"]),
    (read_query("mit"), ["lamp", "lantern", "zebra"]),
    (read_query("flask"), ["ferry", "lamp", "lantern"]),
    (read_query("float boat"), []),
    (read_query("nowhere"), []),
    (read_query("pkg:pypi/flask"), ["ferry", "lamp", "lantern"]),
    (read_query("pkg:pypi/flask@2.0.0"), ["ferry"]),
    (read_query("pkg:pypi/flask@3.0.0"), []),
    (read_query("pkg:pypi/flask", license="MIT"), ["lamp", "lantern"]),
    (Query(license="Apache-2.0"), ["ferry"]),
    (Query(license_class="permissive", license="MIT", words="float"), ["lamp", "lantern"]),
    (Query(), ["ferry", "lamp", "lantern", "zebra"]),
)


@pytest.mark.parametrize("common", [1, 2, 300])
def test_what_is_common_and_what_is_rare_is_found_alike(
    harbour: Pool, monkeypatch: pytest.MonkeyPatch, common: int
) -> None:
    monkeypatch.setattr(search, "COMMON", common)

    for query, names in ASKED:
        assert [it.name for it in find_projects(harbour, query).items] == names, query


@pytest.mark.parametrize("common", [1, 300])
def test_pages_of_a_search_follow_each_other(harbour: Pool, monkeypatch: pytest.MonkeyPatch, common: int) -> None:
    monkeypatch.setattr(search, "COMMON", common)

    first = find_projects(harbour, read_query("mit"), limit=2)
    second = find_projects(harbour, read_query("mit"), limit=2, cursor=first.next)

    assert [[it.name for it in page.items] for page in (first, second)] == [["lamp", "lantern"], ["zebra"]]


def test_a_search_takes_the_same_few_statements_however_many_words_it_has(harbour: Pool) -> None:
    statements: list[str] = []
    event.listen(harbour.database.engine, "before_cursor_execute", lambda *it: statements.append(it[2]))
    counts = []

    for words in ("float", "float 灯 lamp mit lan"):
        statements.clear()
        find_projects(harbour, read_query(words))
        counts.append(len([it for it in statements if it.startswith("SELECT")]))

    assert counts == [4, 4]


@given(st.text(alphabet="ab 中文字é\n", max_size=12), st.data())
def test_a_text_has_all_grams_of_every_word_in_it(words: str, data: st.DataObject) -> None:
    for word in words.split():
        start = data.draw(st.integers(0, len(word)))
        end = data.draw(st.integers(start, len(word)))
        assert grams(word[start:end]) <= grams(words)


def test_grams_are_of_three_letters_or_of_two_where_one_is_an_ideograph() -> None:
    assert grams("abcd 中文c ab") == {"gram:abc", "gram:bcd", "gram:中文", "gram:文c"}
