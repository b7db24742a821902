"""Words: where they begin and end, and that equal words get equal numbers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from licenses.text.tokens import normalise, number_of, words


def spelled(text: str) -> list[str]:
    data = text.encode()
    found = words(data)
    plain = normalise(data)
    return [plain[a:b].decode() for a, b in zip(found.starts, found.ends, strict=True)]


def test_words_are_letters_and_digits_in_lower_case() -> None:
    assert spelled("The GPL-2.0, a/k/a _GNU_ (v2)") == ["the", "gpl", "2", "0", "a", "k", "a", "gnu", "v2"]


def test_a_plus_belongs_to_the_word_before_it() -> None:
    assert spelled("+GPLv2+ or c++ 1 + 1") == ["gplv2+", "or", "c+", "1", "1"]


def test_each_chinese_character_is_a_word() -> None:
    assert spelled("木兰PSL许可证,第2版。") == ["木", "兰", "psl", "许", "可", "证", "第", "2", "版"]


def test_foreign_letters_are_letters_and_foreign_signs_are_not() -> None:
    assert spelled("© Jérôme “Müller”—GmbH") == ["jérôme", "müller", "gmbh"]


def test_a_line_break_that_a_string_spells_separates_words() -> None:
    assert spelled(r'"License (GPL)\nand comes\twith NO WARRANTY"') == [
        "license",
        "gpl",
        "and",
        "comes",
        "with",
        "no",
        "warranty",
    ]


def test_lines_are_counted_from_zero() -> None:
    found = words(b"one two\n\nthree\nfour")

    assert [found.line(word) for word in range(4)] == [0, 0, 2, 3]


def test_no_words() -> None:
    assert words(b"").numbers.tolist() == []
    assert words(b" \n*/ ").numbers.tolist() == []


def test_number_depends_on_every_byte_of_words_up_to_24_bytes() -> None:
    word = "abcdefghijklmnopqrstuvwx"
    changed = {number_of(word[:i] + "z" + word[i + 1 :]) for i in range(len(word))}

    assert len(changed | {number_of(word)}) == 25


@given(st.text(max_size=200), st.text(max_size=200))
def test_a_words_number_does_not_depend_on_its_surroundings(left: str, right: str) -> None:
    number = number_of("sublicense")

    assert number in words(f"{left} SubLicense\n{right}".encode()).numbers.tolist()


@given(st.text(max_size=300))
def test_words_never_overlap_and_lie_within_the_text(text: str) -> None:
    found = words(text.encode())
    edges = [edge for pair in zip(found.starts.tolist(), found.ends.tolist(), strict=True) for edge in pair]

    assert edges == sorted(edges)
    assert len(set(found.starts.tolist())) == len(found.starts)
    lines = [found.line(word) for word in range(len(found.starts))]
    assert lines == sorted(lines)
