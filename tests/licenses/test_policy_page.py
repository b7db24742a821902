from __future__ import annotations

from pathlib import Path

import pytest

from licenses.language import Language, catalogue
from licenses.policy import load_pack, pack_names
from licenses.policy_page import pack_page

PAGES = Path(__file__).resolve().parent.parent.parent / "docs" / "packs"


@pytest.mark.parametrize("name", pack_names())
@pytest.mark.parametrize(("language", "suffix"), [("en", ".md"), ("zh", ".zh-CN.md")])
def test_the_page_of_a_pack_is_current(name: str, language: Language, suffix: str) -> None:
    """`python -m licenses.policy_page docs/packs` writes them anew."""
    catalogue.cache_clear()

    assert (PAGES / f"{name}{suffix}").read_text(encoding="utf-8") == pack_page(load_pack(name), language)
