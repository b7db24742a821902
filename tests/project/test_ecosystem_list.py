"""docs/ecosystems.md and its Chinese twin list what the parsers declare."""

from __future__ import annotations

import pytest

from docs.ecosystems import FILES, renewed
from licenses.language import LANGUAGES, Language


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_is_what_make_docs_would_write(language: Language) -> None:
    page = FILES[language].read_text(encoding="utf-8")

    assert page == renewed(page, language)
