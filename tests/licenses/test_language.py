"""Text for people: two languages, and nothing in a value can play tricks on whoever reads it."""

from __future__ import annotations

import pytest

from licenses.language import language_of_tag, say, text


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("zh_CN.UTF-8", "zh"),
        ("zh-Hans", "zh"),
        ("Chinese (Simplified)_China", "zh"),
        ("en_GB", "en"),
        ("C", "en"),
        ("fr", "en"),
    ],
)
def test_every_chinese_locale_is_chinese_and_all_else_english(tag: str, language: str) -> None:
    assert language_of_tag(tag) == language


def test_a_sentence_speaks_both_languages() -> None:
    sentence = text("Problems: {count}", count=3)

    assert (sentence.to("en"), sentence.to("zh")) == ("Problems: 3", "问题：3 个")


def test_a_sentence_without_a_translation_stays_english() -> None:
    assert say("never translated {x}", "zh", x=1) == "never translated 1"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("a\x1b[31mred", "a\\x1b[31mred"),
        ("two\nlines", "two\\x0alines"),
        ("evil\u202etxt.exe", "evil\\u202etxt.exe"),
        ("武汉", "武汉"),
    ],
)
def test_control_and_direction_characters_in_values_are_shown_as_escapes(value: str, shown: str) -> None:
    assert text("{name}", name=value).to("en") == shown
