"""The pages of the documentation that are made from data say what the data says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from licenses.catalogue_page import catalogue_page
from licenses.compatibility_page import compatibility_page
from licenses.language import Language, catalogue

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"


@pytest.mark.parametrize(("language", "suffix"), [("en", ".md"), ("zh", ".zh-CN.md")])
@pytest.mark.parametrize(("name", "page"), [("catalogue", catalogue_page), ("compatibility", compatibility_page)])
def test_a_page_is_current(name: str, page: Callable[[Language], str], language: Language, suffix: str) -> None:
    """`python -m licenses.catalogue_page docs` and `python -m licenses.compatibility_page docs` write them anew."""
    catalogue.cache_clear()

    assert (DOCS / f"rules-{name}{suffix}").read_text(encoding="utf-8") == page(language)
