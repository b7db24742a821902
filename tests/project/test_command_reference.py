"""docs/cli.md and its Chinese twin say what the commands say of themselves."""

from __future__ import annotations

import pytest

from docs.commands import FILES, renewed
from licenses.language import LANGUAGES, Language


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reference_is_what_make_docs_would_write(language: Language) -> None:
    page = FILES[language].read_text(encoding="utf-8")

    assert page == renewed(page, language)
