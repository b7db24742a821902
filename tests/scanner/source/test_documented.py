"""The manual page on bad input knows every problem and every limit."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scanner.source.limits import LIMITS
from scanner.tree import HUGE

HOME = Path(__file__).resolve().parents[3]
PAGES = (HOME / "docs" / "bad-input.md", HOME / "docs" / "bad-input.zh-CN.md")
_CODE = re.compile(r'(?:note|Unfit|Unreadable)\(\s*"([a-z0-9-]+)"|Problem\(\s*"([a-z0-9-]+)"')
_MIB = 1024**2


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_problem_code_of_a_source_is_explained(page: Path) -> None:
    sources = sorted((HOME / "scanner" / "source").glob("*.py"))
    codes = {found[1] or found[2] for path in sources for found in _CODE.finditer(path.read_text(encoding="utf-8"))}
    explained = set(re.findall(r"`([a-z0-9-]+)`", page.read_text(encoding="utf-8")))

    assert len(codes) > 20
    assert codes - explained == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
@pytest.mark.parametrize(
    "figure",
    [
        f"{LIMITS.entries:,}",
        f"{LIMITS.path:,}",
        f"{LIMITS.depth}",
        f"{LIMITS.total // _MIB // 1024} GiB",
        f"{LIMITS.blob // _MIB // 1024} GiB",
        f"{LIMITS.ratio_from // _MIB} MiB",
        f"{LIMITS.ratio}",
        f"{LIMITS.extension // _MIB} MiB",
        f"{LIMITS.problems}",
        f"{HUGE // _MIB} MiB",
    ],
)
def test_every_limit_is_stated(figure: str, page: Path) -> None:
    assert figure in page.read_text(encoding="utf-8")
