from __future__ import annotations

import re
from datetime import date

import pytest

from licenses.agreement import VERSION, usage_agreement
from licenses.language import Language

DAY = date(2026, 12, 1)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_agreement_names_the_organisation_its_version_and_its_day(language: Language) -> None:
    agreement = usage_agreement("湖北省开源创新中心", language, DAY)

    assert "湖北省开源创新中心" in agreement.text.splitlines()[0]
    assert VERSION in agreement.text
    assert "2026-12-01" in agreement.text
    assert "{" not in agreement.text


def test_both_languages_have_the_same_articles() -> None:
    english, chinese = (usage_agreement("X", language, DAY).text for language in ("en", "zh"))

    articles = [re.findall(r"^(?:## )?(\d+(?:\.\d+)?)[. ]", text, re.MULTILINE) for text in (english, chinese)]
    assert articles[0] == articles[1]
    assert len(articles[0]) == 12 + 28


def test_the_digest_changes_with_the_words() -> None:
    assert usage_agreement("A", "zh", DAY).sha256 != usage_agreement("B", "zh", DAY).sha256


def test_a_name_cannot_break_out_of_its_line() -> None:
    assert "\n# " not in usage_agreement("A\n# other heading", "en", DAY).text[3:]
