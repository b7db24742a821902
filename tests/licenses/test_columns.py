"""Plain text in columns."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from licenses.columns import columns, wrapped


def test_a_line_of_chinese_ends_between_characters_but_not_before_a_full_stop() -> None:
    assert list(wrapped("各作品适用其许可证。附后", width=18)) == ["各作品适用其许可", "证。附后"]


def test_a_latin_word_in_chinese_stays_whole() -> None:
    assert list(wrapped("请使用 trustpool 生成", width=14)) == ["请使用", "trustpool 生成"]


def test_lines_are_indented_within_the_width() -> None:
    assert list(wrapped("one two three", "  ", 9)) == ["  one two", "  three"]


@given(st.text(alphabet="ab 中文，。“”（）\n", max_size=80), st.integers(4, 20))
def test_wrapping_loses_nothing_but_blanks(words: str, width: int) -> None:
    lines = list(wrapped(words, width=width))

    assert "".join("".join(lines).split()) == "".join(words.split())
    assert all(columns(line) <= width or " " not in line for line in lines)
